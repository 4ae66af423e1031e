// Package gateway is the front door of the graph: it checks the caller, bounds
// the request, runs it on a ready executable schema and writes the response.
//
// The work is done in its rooms, which do not import this package:
//
//   - token authenticates the citizen and the client;
//   - quota has rates, slots and memory;
//   - transport reads requests and sends responses;
//   - documents parses, counts, validates, caches and trusts documents;
//   - fault lists the error codes and writes refusals;
//   - pages, and the packages below it, are for people.
//
// This package holds the routes and the order of the steps. A request goes through
// these, and any of them may refuse it:
//
//	media type → token → rate → bounded, strict reading → slot → parse → counting →
//	method → validation → rate again, by planned calls and bytes → execution,
//	counted by size → response
//
// Refusals are fixed sentences: nothing of a body, a query or a variable is written
// to a response or a log, except schema names in messages to clients that may
// introspect them.
//
// A response has a size ([graph.Size]), and one that grows too large is ended while
// it is made. Nothing of a request is kept except documents that cannot hold a
// person's data.
package gateway

// Package gateway is the front door of the graph: it checks the caller, bounds
// what is asked, runs it on a ready executable schema and writes the response.
//
// What it does is in its rooms, which do not know the door:
//
//   - token authenticates the citizen and the client;
//   - quota has rates, slots and memory;
//   - transport reads requests and sends responses;
//   - documents parses, counts, validates, keeps and trusts documents;
//   - fault is the list of codes, and how a refusal is told;
//   - pages, docs, graphiql, minhelse and static are for people.
//
// This package is the routes, and the order of the steps. A request goes through
// these, each of which may be the last:
//
//	media type → token → rate → bounded, strict reading → slot → parse → counting →
//	method → validation → rate again, by the calls and bytes that are planned →
//	execution, counted by size → response
//
// What is refused here is told in fixed sentences: nothing of a body, a query or a
// variable is written to a response or a log, but for names of the schema in
// messages to clients that may introspect it.
//
// A response has a size ([graph.Size]): what would be larger ends while it is made.
// Nothing of a request is kept but documents in which no person can be.
package gateway

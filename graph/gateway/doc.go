// Package gateway is the front door of the graph: it checks who asks, bounds
// what is asked, runs it on a ready executable schema and writes the answer.
//
// A request goes through these steps, each of which may be the last:
//
//	media type → token → rate → bounded, strict reading → room for it → parse →
//	counting (limits.go) → method → validation → rate again, by the calls and
//	bytes that are planned → execution, counted by size → answer
//
// The transport is our own. gqlgen's echoes the request's body in errors, takes
// form posts from any site, and takes 422 and null data where GraphQL over HTTP
// wants others. What is refused here is told in fixed sentences: nothing of a
// body, a query or a variable is written to an answer or a log, but for names
// of the schema in messages to clients that may see the schema.
//
// A client may have trusted documents, which its build wrote down; trusted.go
// and its neighbours read their manifests, once each time they change, and
// answer those who ask by an id. Nobody registers one by asking.
//
// An answer has a size ([graph.Size]): what would be larger ends while it is
// made. Its slot is free when it is made; until the client has taken it, at some
// pace, it holds room of departures.go, of which nobody has all.
//
// Nothing of a request is kept. Parsed documents are, unless there is room for
// a person in them; see [queries].
package gateway

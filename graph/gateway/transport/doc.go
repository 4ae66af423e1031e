// Package transport is how GraphQL comes in and goes out: GraphQL over HTTP by POST
// and GET, the negotiation of media types, responses in one piece or in parts
// (multipart/mixed and server-sent events), and the connections they go by.
//
// It is our own, and not gqlgen's: that echoes the body in errors, accepts form
// posts from any site, and answers 422 and null data where GraphQL over HTTP says
// otherwise. Clients must send and read at some pace, and one that is gone is told
// from one that only ended its half of the connection.
//
// Responses are not compressed: a compressor costs more than the response, and the
// lengths of compressed responses leak what is in them to whoever can have part of
// them repeated (BREACH). A proxy may compress application/json and
// application/graphql-response+json, and must leave multipart/mixed,
// text/event-stream and /documents/ alone.
//
// It executes nothing: it reads a [Request], and sends a [Response].
package transport

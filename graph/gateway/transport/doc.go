// Package transport reads GraphQL requests and writes the responses: GraphQL over
// HTTP by POST and GET, the negotiation of media types, responses in one piece or in
// parts (multipart/mixed and server-sent events), and the connections that carry
// them.
//
// It replaces gqlgen's transport, which echoes the body in errors, accepts form posts
// from any site, and answers 422 and null data where GraphQL over HTTP says
// otherwise. Clients must send and read at a minimum pace, and a client that is gone
// is distinguished from one that only closed its half of the connection.
//
// Responses are not compressed: a compressor costs more than the response, and the
// lengths of compressed responses reveal their content to anyone who can have part of
// it repeated (BREACH). A proxy may compress application/json and
// application/graphql-response+json, and must leave multipart/mixed,
// text/event-stream, /documents/ and /summaries/ alone.
//
// A response that is the same for everybody is marked as one that any cache may keep,
// and its headers are those on a short list. No other response may be kept.
//
// It executes nothing: it reads a [Request], and sends a [Response].
package transport

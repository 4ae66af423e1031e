// Package documents reads GraphQL documents: it parses, counts and validates them
// once, and knows which of them may be kept.
//
// A [Cache] keeps valid documents in which no person can be, bounded by bytes.
// [Libraries] hold the trusted documents of clients, by manifests that are read
// again when they change. [Limits] bound a document before it is validated:
// counting is linear in its size, validation is not.
//
// Nothing is registered by asking: with Apollo's automatic persisted queries the
// gateway would keep what any caller sends. Such clients are told
// PERSISTED_QUERY_NOT_SUPPORTED, and send the whole query.
//
// It executes nothing, and does not know the caller.
package documents

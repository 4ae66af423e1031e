// Package documents reads GraphQL documents: it parses, counts and validates them
// once, and decides which of them may be kept.
//
// A [Cache] keeps valid documents that cannot hold a person's data, bounded by
// bytes. [Libraries] hold the trusted documents of clients, from manifests that are
// reread when they change. [Limits] bound a document before it is validated:
// counting is linear in its size, validation is not.
//
// Requests register nothing: with Apollo's automatic persisted queries the gateway
// would keep whatever any caller sends. Such clients get
// PERSISTED_QUERY_NOT_SUPPORTED, and send the whole query.
//
// It executes nothing, and does not know the caller.
package documents

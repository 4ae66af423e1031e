// Package quota bounds what clients, and each citizen in them, may take of the
// gateway: the rate of calls to registers, the requests in flight, and the memory
// of responses not yet sent.
//
// [Quotas] are token buckets, shown to clients in the RateLimit headers. [Slots]
// and [Memory] are shared between parties, so that none of them starves the
// others; an [Admission] is what one request holds of both.
//
// It answers in numbers and booleans, and package gateway puts those into words. No
// identity number is kept: citizens are digests under a key of the process.
package quota

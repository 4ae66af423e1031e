// Package quota bounds what clients, and each citizen in them, may take of the
// gateway: the rate of calls to registers, the requests in flight, and the memory
// of responses that are not sent.
//
// [Quotas] are token buckets, told to clients by the RateLimit headers. [Slots]
// and [Memory] are shared between parties, so that no one of them starves the
// others; an [Admission] is what one request holds of both.
//
// It refuses by numbers and booleans, and leaves it to package gateway to put that
// into words. No identity number is kept: citizens are digests under a key of the
// process.
package quota

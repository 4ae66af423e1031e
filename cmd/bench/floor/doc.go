// Command floor is what an application's own team would write by hand: one
// handler that asks the registers for a fixed set of fields and answers with
// them as JSON. Command bench measures the gateway against it.
//
// It makes the same calls in the same two waves, with the same headers and the
// same proofs of possession, decodes the same elements with the same
// libraries, and puts lists into the same order. It has no GraphQL, no policy,
// no limits, no circuit breakers and no retries; it does not check the
// citizen's token, keeps no count of anything, and gives up at the first error.
package main

// Command floor is what an application's own team would write by hand: one handler
// that reads a fixed set of fields from the registers and returns them as JSON.
// Command bench measures the gateway against it.
//
// It makes the same calls in the same two waves, with the same headers and the same
// proofs of possession, decodes the same elements with the same libraries, and
// sorts lists the same way. It has no GraphQL, no policy, no limits, no circuit
// breakers and no retries; it does not verify the citizen's token, keeps no
// statistics, and gives up at the first error.
package main

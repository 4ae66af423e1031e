// Package policy says who may see what: pure functions over facts.
//
// [Decide] decides one [Request] (may this actor use this service of this
// subject) from what the privacy registers returned ([Facts]), by the rules in
// rules.go in their order. Nothing here fetches, logs or knows of GraphQL, and
// the time is an argument.
//
// The default is no. The zero Facts, Actor, Decision and Grant open nothing,
// and a fact that could not be read is neither yes nor no: the code is then
// CONSENT_SOURCE_UNAVAILABLE.
//
// An allowing decision hands out a [Grant] or, to write, a [Warrant]. Registers
// of health data take one of these and not a number, so that they cannot be
// reached without a decision; the privacy registers, which are read before
// anything can be decided, take an [Inquiry], minted from a verified token.
//
// The rules are those Helsenorge publishes for its own services. In code they
// are two tables: service.go has what each service requires, rules.go the order
// of evaluation. tell.go limits what the actor learns of the outcome, which is
// less than the truth when they act for somebody else.
//
// An analyst's request names a [Purpose] and is checked against the token, the
// [Project], and the subject's death, blocks and sharing settings. Withdrawal
// of consent and services that a place does not offer are not decided here: the
// former is a sequence of steps in Personvern, the latter a register's
// response.
package policy

// Package policy says who may see what: pure functions over facts.
//
// [Decide] answers one [Question] (may this actor use this service of this
// subject) from what the privacy registers said ([Facts]), by the rules in
// rules.go in their order. Nothing here fetches, logs or knows of GraphQL, and
// the time is an argument.
//
// Silence means no. The zero Facts, Actor, Decision and Grant open nothing,
// and a fact that could not be read is neither yes nor no: the answer is then
// CONSENT_SOURCE_UNAVAILABLE.
//
// What a decision opens it hands out as a [Grant] or, to write, as a [Warrant].
// Registers of health data take one of these and not a number, so that no road
// leads into them without a decision; the privacy registers, which are asked before anything can be
// decided, take an [Inquiry], minted from a checked token.
//
// The rules are those Helsenorge publishes for its own services. In code they
// are two tables: service.go's is what each service needs, rules.go's is the
// order in which it is asked. tell.go is what the actor hears of the answer,
// which is less than the truth when they act for somebody else.
//
// An analyst's question names a [Purpose] and is asked about the token, the
// [Project], and the subject's death, blocks and sharing settings. Withdrawal of consent and
// services that a place does not offer are not decided here: the one is an
// order of steps in Personvern, the other a register's answer.
package policy

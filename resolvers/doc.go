// Package resolvers answers the fields of the schema: one file for each type,
// and beside them the road that every operation takes.
//
//	start.go       the plan → facts → decisions → every batch sent ahead
//	people.go      wave one: what the privacy registers say, from the actor's side
//	reads.go       the table: which questions of which registers each field needs
//	offered.go     what nothing here answers, because its register is not configured
//	loaders.go     one batch for each register operation, waiting for no timer
//	directives.go  the gate at each guarded field: the decision looked up
//	explain.go     the same decisions as an answer, nothing fetched
//	usage.go       who used what, acknowledged by the log before data leaves
//	errors.go      the one door out for errors; sources.go, for extensions.sources
//
// Ids are sealed with AES-SIV and the client as associated data: stable for one
// client, useless to another. Cursors hold the sort key and id of a record, sealed
// likewise, so that a list that grows repeats and skips nothing.
//
// gqlgen runs no directives through interfaces and unions, so the only interface is
// Node, and node, people, person and _entities decide for themselves. gqlgen's
// federation plugin is not used: it would expose our directives and fail a whole
// group for one bad representation.
//
// All of it lives for one request and nothing outlives it. Whether something
// may be fetched is policy's answer; how it is fetched is the registers'.
package resolvers

// Package resolvers answers the fields of the schema: one file for each type,
// and beside them the steps that every operation goes through.
//
//	start.go       the plan → facts → decisions → every batch sent ahead
//	people.go      wave one: the privacy registers, from the actor's side
//	reads.go       the table: which register operations each field needs
//	keys.go        by what each of them is called
//	windows.go     parts of lists that the registers page
//	offered.go     the fields whose registers are not configured
//	loaders.go     one batch for each register operation, without timers
//	directives.go  the gate at each guarded field: the decision looked up
//	explain.go     the same decisions as an answer, nothing fetched
//	usage.go       who used what, acknowledged by the log before data leaves
//	errors.go      the single exit for errors; sources.go, for extensions.sources
//
// Ids are sealed with AES-SIV and the client as associated data: stable for one
// client, useless to another. Cursors hold the sort key and id of a record, sealed
// likewise, so that a growing list repeats and skips nothing.
//
// gqlgen runs no directives through interfaces and unions, so the only interface is
// Node, and node, people, person and _entities decide for themselves. gqlgen's
// federation plugin is not used: it would expose our directives and fail a whole
// group for one bad representation.
//
// Everything here lives for one request. Whether something may be fetched is
// decided by policy; how it is fetched, by the registers' clients.
package resolvers

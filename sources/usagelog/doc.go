// Package usagelog writes and reads the log of use (logg over bruk): who has
// used whose services, when, on what relation, through which application, and
// whether it was allowed. It says nothing of what was shown.
//
// The citizens' portal has such a log, but no interface to it is published. The
// one here is ours, put together from public parts: FHIR R4 AuditEvent as in HL7
// Norway's AuditEvent guide (type DCM 110110), a batch Bundle as in Norsk
// helsenett's measurement service, a POST search with the citizen in the form, and
// the headers and errors of that house. The token's audience and scope, [Audience]
// and [Scope], are invented too.
//
// Writing comes between a decision and its data: entries are acknowledged one by
// one, and nothing is shown under an entry that was not. The Bundle is a batch, not
// a transaction: entries stored in a failed write still record queries that were
// made to the registers.
//
// Each entry is a PUT under its own id, made before the first attempt. Sending an
// entry again has no further effect, so a failed write is retried; a POST would
// log twice, or not at all. A login's id is the session's, and is stored only if
// absent (ifNoneMatch "*"): the first process to see a session logs it, and the
// others get 412.
//
// What one holder of a power has used is a search with agent.identifier, in the form
// as the citizen is, of the log that has each actor's number anyway: nothing else is
// written, nothing need be derived from anybody, and entries of before are found. The
// log answers with masked numbers, and an entry by somebody born on another day is
// dropped. The login before this one is a search by type, of the last few.
//
// We never send what was requested or answered. Identity numbers go into the log,
// which is the subject's own, and are never read back.
package usagelog

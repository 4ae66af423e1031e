// Package usagelog writes and reads the log of use (logg over bruk): who has
// used whose services, when, on what relation, through which application, and
// whether it was let through. It tells nothing of what was shown.
//
// The citizens' portal has such a log, and no interface of it is published.
// What is spoken here is ours, put together from public parts: FHIR R4
// AuditEvent as in HL7 Norway's AuditEvent guide (type DCM 110110), a batch
// Bundle as Norsk helsenett's measurement service takes them, a POST search
// with the citizen in the form, and the headers and errors of that house. The
// token's audience and scope, [Audience] and [Scope], are invented too.
//
// Writing stands between a decision and its data: entries are acknowledged one
// by one, and nothing may be shown of what one that is not tells. A batch and
// not a transaction: what was stored of one that failed tells of questions that
// were put to the registers all the same.
//
// Each entry is a PUT under an id of its own, made before the first try. The
// same entry sent again is the same entry, so a write is repeated when it
// fails; a POST would log twice, or not at all. A login's id is the session's,
// and it is put there only if none is (ifNoneMatch "*"): whoever is the first to
// see a session logs it, and the others are told 412.
//
// We never send what was asked for or what was answered. Identity numbers go
// into the log, which is the subject's own, and never come out of it here.
package usagelog

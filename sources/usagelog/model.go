package usagelog

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// Entry is one use to be written: of one service of one subject, or a login.
// Its actor is whoever the Inquiry handed to [Client.Write] is about.
type Entry struct {
	At      time.Time
	Actor   Actor          // relation nil when there is none on record
	Client  policy.Client  // the application
	Subject fnr.Number     // the actor for a login, and for a subject unknown
	Service policy.Service // zero is a login
	Mode    policy.Mode
	// Refused is the rule's code, the true one; policy.Open when it was used.
	Refused policy.Code
	// Session is the id of a login's entry, the same whoever writes it, so that
	// a session is logged once: at most 64 letters and digits.
	Session string
}

// Actor is who used a service: a name, and how they stood to the subject.
type Actor struct {
	Name     *fhir.HumanName
	Relation *policy.Relation
}

// UsageLog is what was read of somebody's log.
type UsageLog struct {
	Entries []UsageLogEntry // newest first
	// Complete reports that there are no others than these: no older ones, and
	// none that could not be read.
	Complete bool
}

// UsageLogEntry is one entry as the citizen reads it.
type UsageLogEntry struct { //nolint:revive // named as in the schema
	Key     string // the register's id of the entry; not for showing
	At      time.Time
	Kind    *Kind // nil of what is no such
	Actor   *Actor
	Service *policy.Service
	Client  *UsageLogClient
	Outcome *Outcome // likewise
	Code    *string  // why it was refused; read by the subject only
}

// Rank orders entries of the same moment, before their keys do.
func (e *UsageLogEntry) Rank() string {
	if e.Kind != nil && *e.Kind == Login {
		return string(Login)
	}
	return ""
}

// Kind is what an entry is of.
type Kind string

// The kinds.
const (
	Use   Kind = "USE"
	Login Kind = "LOGIN"
)

// Outcome is how it went.
type Outcome string

// The outcomes.
const (
	Used    Outcome = "USED"
	Refused Outcome = "REFUSED"
)

// UsageLogClient is the application, as it was called at the time.
type UsageLogClient struct { //nolint:revive // named as in the schema
	ID   *string
	Name *string
}

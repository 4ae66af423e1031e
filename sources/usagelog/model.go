package usagelog

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// Entry is one use to be logged, of one service of one subject, or a login. The
// actor is the person of the Inquiry passed to [Client.Write].
type Entry struct {
	At      time.Time
	Actor   Actor          // relation is nil when none is on record
	Client  policy.Client  // the application
	Subject fnr.Number     // the actor, for a login or an unknown subject
	Service policy.Service // zero for a login
	Mode    policy.Mode
	// Refused is the rule's true code; policy.Open if the service was used.
	Refused policy.Code
	// Act is set for something that a register is asked to change; its entries are
	// written by [Client.Act].
	Act *Act
	// Session is the id of a login's entry, the same for every writer, so that a
	// session is logged once: at most 64 letters and digits.
	Session string
}

// Actor is who used a service: name and relation to the subject.
type Actor struct {
	Name     *fhir.HumanName
	Relation *policy.Relation
}

// UsageLogEntry is one entry as the citizen reads it.
type UsageLogEntry struct { //nolint:revive // named as in the schema
	At      time.Time
	Kind    *Kind // nil if unknown
	Actor   *Actor
	Service *policy.Service
	Client  *UsageLogClient
	Outcome *Outcome // likewise
	Code    *string  // why it was refused; only for the subject
}

// rank orders entries of the same moment, ahead of their ids: a use before the
// login it may have caused.
func (e *UsageLogEntry) rank() string {
	if e.Kind != nil && *e.Kind == Login {
		return loginRank
	}
	return "0"
}

// loginRank is the rank of a login.
const loginRank = "1"

// Kind is what an entry records.
type Kind string

// The kinds.
const (
	Use    Kind = "USE"
	Change Kind = "CHANGE"
	Login  Kind = "LOGIN"
)

// Outcome is the outcome of a use or a change.
type Outcome string

// The outcomes.
const (
	Used     Outcome = "USED"
	Refused  Outcome = "REFUSED"
	Done     Outcome = "DONE"
	Accepted Outcome = "ACCEPTED"
	NotDone  Outcome = "NOT_DONE"
	Unknown  Outcome = "UNKNOWN"
)

// UsageLogClient is the application, by its name at the time.
type UsageLogClient struct { //nolint:revive // named as in the schema
	ID   *string
	Name *string
}

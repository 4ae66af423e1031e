package policy

import "time"

// Code is why something is closed, as the schema and error codes name it.
type Code string

// The codes, in the order of the rules.
const (
	Open                     Code = ""
	Unauthenticated          Code = "UNAUTHENTICATED"
	NotOffered               Code = "NOT_OFFERED"
	AssuranceTooLow          Code = "ASSURANCE_TOO_LOW"
	PurposeClosed            Code = "PURPOSE_CLOSED"
	ClientScopeMissing       Code = "CLIENT_SCOPE_MISSING"
	ActorNotEligible         Code = "ACTOR_NOT_ELIGIBLE"
	NotFound                 Code = "NOT_FOUND"
	ChildAgeLimit            Code = "CHILD_AGE_LIMIT"
	ProxyScopeMissing        Code = "PROXY_SCOPE_MISSING"
	ProxyExpired             Code = "PROXY_EXPIRED"
	SubjectDeceased          Code = "SUBJECT_DECEASED"
	AccessBlocked            Code = "ACCESS_BLOCKED"
	Inactive                 Code = "INACTIVE"
	Reserved                 Code = "RESERVED"
	ConsentMissing           Code = "CONSENT_MISSING"
	ConsentTooLow            Code = "CONSENT_TOO_LOW"
	NotAvailableOnBehalf     Code = "NOT_AVAILABLE_ON_BEHALF"
	ConsentSourceUnavailable Code = "CONSENT_SOURCE_UNAVAILABLE"
	// AgeUnknown: the outcome depends on the day of birth, which no register
	// knows.
	AgeUnknown Code = "AGE_UNKNOWN"
	// IdentifyingField closes a single field to analysts, see [Grant.Identifying].
	IdentifyingField Code = "IDENTIFYING_FIELD"
)

// Action is what opens something closed.
type Action string

// The actions.
const (
	GiveConsent         Action = "GIVE_CONSENT"
	RemoveBlock         Action = "REMOVE_BLOCK"
	WithdrawReservation Action = "WITHDRAW_RESERVATION"
	RenewProxy          Action = "RENEW_PROXY"
	LogInHigh           Action = "LOG_IN_HIGH"
	SendForm            Action = "SEND_FORM" // what is lifted on paper only
)

// Remedy is what the user can do to open something. The zero Remedy means
// nothing does.
type Remedy struct {
	Action  Action
	Level   Level   // with GiveConsent
	Service Service // with RemoveBlock and RenewProxy; zero is all of them
}

// Decision is the outcome of one Request. Its zero value denies.
type Decision struct {
	grant   Grant   // of a decision to read
	warrant Warrant // of one to write
	allowed bool
	code    Code // what the actor may know
	reason  Code // the actual reason; for the usage log
	rule    int
	remedy  Remedy
	changes time.Time
	lapses  time.Time
	// relation is the relation that decided, and related whether there is one:
	// before rule 6, and for an analyst, there is none.
	relation Relation
	related  bool
}

// Allowed reports whether the service is open.
func (d Decision) Allowed() bool { return d.allowed }

// Grant is the permission to read; false when the decision denies, or is about
// writing.
func (d Decision) Grant() (Grant, bool) { return d.grant, !d.grant.subject.IsZero() }

// Warrant is the permission to write; false when the decision denies, or is
// about reading.
func (d Decision) Warrant() (Warrant, bool) { return d.warrant, !d.warrant.of.IsZero() }

// Code is why the service is closed, as far as the actor may know; Open when it
// is open.
func (d Decision) Code() Code { return d.codeOrDenied(d.code) }

// Reason is why the service is closed, for the usage log; it is not shown to a
// representative.
func (d Decision) Reason() Code { return d.codeOrDenied(d.reason) }

// codeOrDenied is code, but of the zero Decision: nothing was decided.
func (d Decision) codeOrDenied(code Code) Code {
	if code == Open && !d.allowed {
		return ConsentSourceUnavailable
	}
	return code
}

// Rule is the number of the rule that decided, 0 when all passed. Rule 1b is 1,
// and 7b is 7.
func (d Decision) Rule() int { return d.rule }

// Relation is the relation that opened the service or, if it is closed, the one
// that got farthest through the rules; false when no relation was evaluated. Of
// several it is the first in the order of Relation.
func (d Decision) Relation() (Relation, bool) { return d.relation, d.related }

// Remedy is what opens something closed with this code in every case; zero
// where it depends on the request.
func (c Code) Remedy() Remedy {
	if c == AssuranceTooLow {
		return Remedy{Action: LogInHigh}
	}
	return Remedy{}
}

// Remedy is what opens the service. Only those who can do it are told: the
// subject, a parent of a child under 16, and a representative whose power is
// too narrow.
func (d Decision) Remedy() Remedy { return d.remedy }

// ChangesOn is the midnight when the service opens or closes by itself because
// of a birthday or the dates of a power; zero when neither applies. To a
// representative it reveals nothing of the subject's own settings.
func (d Decision) ChangesOn() time.Time { return d.changes }

// Lapses is the midnight at which an open decision must be made anew; zero is
// never. It is internal: when only the year of birth is known it may precede
// any change.
func (d Decision) Lapses() time.Time { return d.lapses }

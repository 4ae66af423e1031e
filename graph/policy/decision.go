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
	// AgeUnknown is that the day of birth decides, and no register knows it.
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

// Remedy is what would open something, for the one who may do it. The zero
// Remedy says that nothing does.
type Remedy struct {
	Action  Action
	Level   Level   // with GiveConsent
	Service Service // with RemoveBlock and RenewProxy; zero is all of them
}

// Decision is the answer to one Question. Its zero value denies.
type Decision struct {
	grant   Grant   // of a decision to read
	warrant Warrant // of one to write
	allowed bool
	code    Code // what the actor may be told
	reason  Code // what decided; for the usage log
	rule    int
	remedy  Remedy
	changes time.Time
	lapses  time.Time
	// relation is the one decided by, and related that there is one: before rule
	// 6, and to an analyst, there is none.
	relation Relation
	related  bool
}

// Allowed reports whether the service is open.
func (d Decision) Allowed() bool { return d.allowed }

// Grant is what opens the register to be read; false when the decision denies,
// or is about writing.
func (d Decision) Grant() (Grant, bool) { return d.grant, !d.grant.subject.IsZero() }

// Warrant is what lets the register be written to; false when the decision
// denies, or is about reading.
func (d Decision) Warrant() (Warrant, bool) { return d.warrant, !d.warrant.subject.IsZero() }

// Code is why it is closed, as far as the actor may know; Open when it is not.
func (d Decision) Code() Code { return d.answer(d.code) }

// Reason is why it is closed, for the usage log: a representative is not told.
func (d Decision) Reason() Code { return d.answer(d.reason) }

// answer is code, but of the zero Decision: nothing was decided.
func (d Decision) answer(code Code) Code {
	if code == Open && !d.allowed {
		return ConsentSourceUnavailable
	}
	return code
}

// Rule is the number of the rule that decided, 0 when all let through. Rule 1b
// is 1, and 7b is 7.
func (d Decision) Rule() int { return d.rule }

// Relation is the relation that opened it or, of what is closed, the one that
// got farthest through the rules; false where no relation was asked. Of several
// that opened it or got equally far, it is the first in the order of Relation.
func (d Decision) Relation() (Relation, bool) { return d.relation, d.related }

// Remedy is what opens something closed with this code, whoever asks for
// whatever; zero where that depends.
func (c Code) Remedy() Remedy {
	if c == AssuranceTooLow {
		return Remedy{Action: LogInHigh}
	}
	return Remedy{}
}

// Remedy is what opens it. Only the one who may do it is told: the subject, a
// parent of a child under 16, and a representative whose power is too narrow.
func (d Decision) Remedy() Remedy { return d.remedy }

// ChangesOn is the midnight when the service opens or closes by itself, as far
// as a birthday or the dates of a power tell; zero when neither does. To a
// representative it says nothing of the subject's own settings.
func (d Decision) ChangesOn() time.Time { return d.changes }

// Lapses is the midnight from which what is open has to be decided anew; zero is
// never. It is told to nobody: to whom only the year of a birth is known it may be
// before anything changes.
func (d Decision) Lapses() time.Time { return d.lapses }

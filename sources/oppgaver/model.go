package oppgaver

import (
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// HealthTask is a form, a letter or something to do (oppgave). Fields the register left
// out are nil.
type HealthTask struct {
	// ID is by the business identifier, the same in all messages.
	ID fhir.RecordID
	// Grant is what the task was released under.
	Grant       policy.Grant
	Kind        *HealthTaskKind
	Title       *string
	Description *string
	Deadline    *time.Time // the sender's (frist), at the end of its day
	ClosesAt    *time.Time // when nothing more can be done with it
	Sender      *fhir.Organization
	SentAt      *time.Time
	URL         *string // https

	status *HealthTaskStatus // as registered
	form   string            // the form's id
	answer string            // the id of what was saved of it
	letter string            // the id of the letter's content
}

// FormID is the id of the form to fill in at a time; "" when there is none, or the task
// is closed.
func (t *HealthTask) FormID(now time.Time) string {
	if !t.OpenAt(now) {
		return ""
	}
	return t.form
}

// AnswerID is the id of what was saved of the form; "" when nothing was.
func (t *HealthTask) AnswerID() string { return t.answer }

// HealthTaskKind is what a task is.
type HealthTaskKind string

// The kinds.
const (
	Form   HealthTaskKind = "FORM"
	Letter HealthTaskKind = "LETTER"
	Link   HealthTaskKind = "LINK"
	ToDo   HealthTaskKind = "TO_DO"
)

// HealthTaskStatus is how far a task has come. Tasks entered in error are not shown.
type HealthTaskStatus string

// The statuses. Expired is not registered: it follows from the time.
const (
	Ready      HealthTaskStatus = "READY"
	InProgress HealthTaskStatus = "IN_PROGRESS"
	Completed  HealthTaskStatus = "COMPLETED"
	Cancelled  HealthTaskStatus = "CANCELLED"
	Expired    HealthTaskStatus = "EXPIRED"
)

// TaskView is tasks that are open, or those that are closed.
type TaskView string

// The views.
const (
	Open   TaskView = "OPEN"
	Closed TaskView = "CLOSED"
)

// StatusAt is the task's status at a time; nil when the register does not say.
func (t *HealthTask) StatusAt(now time.Time) *HealthTaskStatus {
	switch fhir.Known(t.status) {
	case Completed, Cancelled:
		return t.status
	case Ready, InProgress, Expired:
	}
	if t.ClosesAt != nil && now.After(*t.ClosesAt) {
		expired := Expired
		return &expired
	}
	return t.status
}

// OpenAt reports whether something may be done with the task at a time. One of unknown
// status is open.
func (t *HealthTask) OpenAt(now time.Time) bool {
	switch fhir.Known(t.StatusAt(now)) {
	case Completed, Cancelled, Expired:
		return false
	case Ready, InProgress:
	}
	return true
}

// compare orders by deadline, then by key.
func (t *HealthTask) compare(o *HealthTask) int {
	switch a, b := t.Deadline, o.Deadline; {
	case a == nil && b != nil:
		return 1
	case a != nil && b == nil:
		return -1
	case a != nil && !a.Equal(*b):
		return a.Compare(*b)
	}
	return strings.Compare(t.ID.Key, o.ID.Key)
}

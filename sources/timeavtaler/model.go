package timeavtaler

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// Appointment is the current state of an appointment (timeavtale). Fields the
// register left out are nil.
type Appointment struct {
	// ID is by the business identifier, the same in all messages.
	ID fhir.RecordID
	// Grant is what the appointment was released under.
	Grant              policy.Grant
	Status             *AppointmentStatus
	Kind               AppointmentKind
	Category           *fhir.Coding // the service's area: HL7 service-category, or code list 7619
	Contact            *fhir.Coding // code list 8432: assessment, treatment, check-up …
	Start, End         *time.Time
	Window             *AppointmentWindow // when there is no exact time
	Place              *fhir.Organization // the hospital or the office
	Department         *fhir.Organization // the hospital's department
	Practitioner       *fhir.Practitioner
	Description        *string
	Instructions       *string
	Letter             *AppointmentLetter
	VideoURL           *string // https
	Phone              *string // of an appointment by phone
	CancellationReason *fhir.Coding
	UpdatedAt          *time.Time

	identifier string   // as the source wrote it
	referrals  []string // UUIDs of those it is based on
	actions    []AppointmentAction
}

// AppointmentStatus is FHIR's status, in capitals. Appointments entered in error
// are not shown.
type AppointmentStatus string

// The statuses of the profile.
const (
	Proposed  AppointmentStatus = "PROPOSED"
	Booked    AppointmentStatus = "BOOKED"
	Fulfilled AppointmentStatus = "FULFILLED"
	Cancelled AppointmentStatus = "CANCELLED"
	NoShow    AppointmentStatus = "NO_SHOW"
)

// AppointmentView is those to come, or past ones.
type AppointmentView string

// The views.
const (
	Upcoming AppointmentView = "UPCOMING"
	Past     AppointmentView = "PAST"
)

// AppointmentKind is the way the appointment takes place.
type AppointmentKind string

// The kinds.
const (
	Outpatient   AppointmentKind = "OUTPATIENT"
	Admission    AppointmentKind = "ADMISSION"
	DayTreatment AppointmentKind = "DAY_TREATMENT"
	Imaging      AppointmentKind = "IMAGING"
	Consultation AppointmentKind = "CONSULTATION"
	HomeVisit    AppointmentKind = "HOME_VISIT"
	Video        AppointmentKind = "VIDEO"
	Phone        AppointmentKind = "PHONE"
	Group        AppointmentKind = "GROUP"
	Vaccination  AppointmentKind = "VACCINATION"
	LabTest      AppointmentKind = "LAB"
	Other        AppointmentKind = "OTHER"
)

// AppointmentAction is what the service lets the citizen do.
type AppointmentAction string

// AppointmentWindow is the time in which somebody comes. It has both ends.
type AppointmentWindow struct{ Start, End time.Time }

// AppointmentLetter is the letter that summoned the person.
type AppointmentLetter struct {
	Title  *string
	SentAt *time.Time
}

// Began is the start of the appointment or of its window, nil when unknown.
func (a *Appointment) Began() *time.Time {
	if a.Start == nil && a.Window != nil {
		return &a.Window.Start
	}
	return a.Start
}

// Over reports whether the appointment is past: it took place, the person did not
// come, or its last known time is before now.
func (a *Appointment) Over(now time.Time) bool {
	switch fhir.Known(a.Status) {
	case Fulfilled, NoShow:
		return true
	case Proposed, Booked, Cancelled:
	}
	last := cmp.Or(a.End, a.Start)
	if a.Window != nil && (last == nil || last.Before(a.Window.End)) {
		last = &a.Window.End
	}
	return last != nil && last.Before(now)
}

// Actions are what the flags allow, as long as the appointment stands and has not
// begun. It is never nil.
func (a *Appointment) Actions(now time.Time) []AppointmentAction {
	status, began := fhir.Known(a.Status), a.Began()
	if status != Proposed && status != Booked || began != nil && !now.Before(*began) || len(a.actions) == 0 {
		return []AppointmentAction{}
	}
	return a.actions
}

// UID identifies the appointment in calendars. It names no person.
func (a *Appointment) UID() string { return strings.TrimPrefix(a.identifier, "urn:uuid:") }

// BasedOn reports whether the appointment was made because of the referral with a
// UUID.
func (a *Appointment) BasedOn(referral string) bool { return slices.Contains(a.referrals, referral) }

// compare orders by time, then by key.
func (a *Appointment) compare(o *Appointment) int {
	switch x, y := a.Began(), o.Began(); {
	case x == nil && y != nil:
		return 1
	case x != nil && y == nil:
		return -1
	case x != nil && !x.Equal(*y):
		return x.Compare(*y)
	}
	return strings.Compare(a.ID.Key, o.ID.Key)
}

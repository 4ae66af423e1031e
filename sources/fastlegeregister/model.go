package fastlegeregister

import (
	"slices"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// GeneralPractitioner is a GP's list (fastlegeliste) as anyone may see it.
type GeneralPractitioner struct {
	Key          string             // the list's id; not for showing
	Practitioner *fhir.Practitioner // nil for a list without a doctor (legeløs liste)
	Office       *fhir.Organization
	PatientList  *PatientList
	Municipality string // number in code list 3402
}

// PersonGeneralPractitioner is the list a person is on.
type PersonGeneralPractitioner struct {
	Practitioner *fhir.Practitioner // nil for a list without a doctor
	Office       *fhir.Organization
	PatientList  *PatientList
	Role         *GeneralPractitionerRole // nil without a doctor
	Since        *fhir.Date               // the day the person came onto the list
	// HerID is the doctor's in the address register, where messages go; nil when
	// the list has no doctor, or several. The schema does not show it.
	HerID *string
	// Grant is the permission the result was released under, so that the
	// history of the same subject can be read. The schema does not show it.
	Grant policy.Grant
}

// GeneralPractitionerRole is a doctor's relation to a list (code list 7750).
type GeneralPractitionerRole string

// The roles.
const (
	Regular    GeneralPractitionerRole = "REGULAR"    // LPFL, fastlege
	Substitute GeneralPractitionerRole = "SUBSTITUTE" // LPVI, vikar
	Shared     GeneralPractitionerRole = "SHARED"     // LPDL, delelege: shares the list
)

// GeneralPractitionerPeriod is one doctor for a time.
type GeneralPractitionerPeriod struct {
	Practitioner *fhir.Practitioner // nil while the list had no regular doctor
	ValidFrom    *fhir.Date         // first day
	ValidUntil   *fhir.Date         // last day; nil while it lasts
}

// PatientList is the size of a list and whether it accepts patients.
type PatientList struct {
	ID              *fhir.RecordID // belongs to no person; nil when the register left it out
	Capacity        *int           // most patients the doctor accepts (listetak)
	Waiting         *int           // people on the waiting list
	AcceptsPatients *bool
}

// person is the list that an association puts a person on. ok is false for one
// that cannot be read, or that was not in force at now.
func (a association) person(now time.Time) (p *PersonGeneralPractitioner, ok bool) {
	period, ok := a.Period.in(now.Location())
	if !ok || !period.holds(now) || !readable(a.cycles(), now.Location()) {
		return nil, false
	}
	p = &PersonGeneralPractitioner{
		Office:      a.Contract.Office.model(),
		PatientList: a.Contract.list(),
		Since:       date(period.from),
		HerID:       positive(a.HerID, "%d"),
	}
	if d := doctor(a.cycles(), now); d != nil {
		p.Practitioner, p.Role = practitioner(d.GP, d.HPRNumber), d.role()
	}
	return p, true
}

// readable reports whether every doctor's period on the list can be read.
// Otherwise whose list it is is unknown.
func readable(cycles []cycle, zone *time.Location) bool {
	for i := range cycles {
		if _, ok := cycles[i].Valid.in(zone); !ok {
			return false
		}
	}
	return true
}

func (a association) cycles() []cycle {
	if len(a.Cycles) > 0 {
		return a.Cycles
	}
	return a.Contract.Cycles
}

// doctor is whose list it is: the regular GP, or else the only substitute, or
// the only one who shares the list. Of several it is nobody; the register does
// not name one either (GPHerId).
func doctor(cycles []cycle, now time.Time) *cycle {
	for _, relationship := range []string{regular, substitute, shared} {
		var valid []*cycle
		for i := range cycles {
			if c := &cycles[i]; c.Relationship.Value == relationship && c.Valid.holds(now) {
				valid = append(valid, c)
			}
		}
		if len(valid) == 1 || len(valid) > 0 && relationship == regular {
			return valid[0]
		}
	}
	return nil
}

// Code list 7750.
const regular, substitute, shared = "LPFL", "LPVI", "LPDL"

func (c *cycle) role() *GeneralPractitionerRole {
	role := Regular
	switch c.Relationship.Value {
	case substitute:
		role = Substitute
	case shared:
		role = Shared
	}
	return &role
}

// stay is a time with one doctor; nil while the list had no regular doctor.
type stay struct {
	span
	doctor *fhir.Practitioner
}

// history is the person's time on lists by regular doctor, newest first. A list
// that ends at 23:59:59 and the next leave no gap. ok is false when a record
// cannot be read: a history without it would look complete.
func history(all []association, zone *time.Location) (periods []GeneralPractitionerPeriod, ok bool) {
	var stays []stay
	seen := map[string]bool{}
	for _, a := range all {
		if a.ID != "" && seen[a.ID] {
			continue
		}
		seen[a.ID] = true
		period, ok := a.Period.in(zone)
		if !ok || !readable(a.cycles(), zone) {
			return nil, false
		}
		stays = append(stays, a.stays(period, zone)...)
	}
	slices.SortStableFunc(stays, func(a, b stay) int { return b.from.Compare(a.from) })
	periods = []GeneralPractitionerPeriod{}
	for _, s := range stays {
		if s.doctor != nil || s.to.IsZero() || s.to.Sub(s.from) >= 24*time.Hour {
			periods = append(periods, GeneralPractitionerPeriod{Practitioner: s.doctor, ValidFrom: date(s.from), ValidUntil: s.lastDay()})
		}
	}
	return periods, true
}

// stays splits a person's time on a list by its regular doctors and the times
// without one.
func (a association) stays(left span, zone *time.Location) (stays []stay) {
	type tenure struct {
		span
		*cycle
	}
	var doctors []tenure
	for i, c := range a.cycles() {
		if valid, ok := c.Valid.in(zone); ok && c.Relationship.Value == regular {
			doctors = append(doctors, tenure{valid, &a.cycles()[i]})
		}
	}
	slices.SortStableFunc(doctors, func(a, b tenure) int { return a.from.Compare(b.from) })
	for _, c := range doctors {
		part := left.and(c.span)
		if part.empty() {
			continue
		}
		if !left.from.IsZero() {
			stays = append(stays, stay{span: span{left.from, part.from}})
		}
		stays = append(stays, stay{part, practitioner(c.GP, c.HPRNumber)})
		if part.to.IsZero() {
			return stays
		}
		left.from = part.to
	}
	return append(stays, stay{span: left})
}

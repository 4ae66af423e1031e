package fastlegeregister

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
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
}

// PersonGeneralPractitioner is the list a person is on.
type PersonGeneralPractitioner struct {
	Practitioner *fhir.Practitioner // nil for a list without a doctor
	Office       *fhir.Organization
	PatientList  *PatientList
	Role         *GeneralPractitionerRole // nil without a doctor
	Since        *fhir.Date               // the day the person came onto the list
	// Grant is what the answer was released under, so that the history can be
	// asked for the same subject. The schema does not show it.
	Grant policy.Grant
}

// GeneralPractitionerRole is how a doctor stands to a list (code list 7750).
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

// PatientList is how big a list is and whether it takes more people.
type PatientList struct {
	Capacity        *int // most people the doctor takes (listetak)
	Waiting         *int // people on the waiting list
	AcceptsPatients *bool
}

// SearchQuery is what a search of the open directory asks for.
type SearchQuery struct {
	Municipality    string // number in code list 3402
	Name            string // words of the names of doctor and office; "" is every list
	AcceptsPatients *bool  // nil is both
}

// person is the model of the list an association puts a person on.
func (a association) person(now time.Time) *PersonGeneralPractitioner {
	p := &PersonGeneralPractitioner{
		Office:      a.Contract.Office.model(),
		PatientList: a.Contract.list(),
		Since:       date(a.Period.in(now.Location()).from),
	}
	if d := doctor(a.cycles(), now); d != nil {
		p.Practitioner, p.Role = practitioner(d.GP, d.HPRNumber), d.role()
	}
	return p
}

func (a association) cycles() []cycle {
	if len(a.Cycles) > 0 {
		return a.Cycles
	}
	return a.Contract.Cycles
}

// doctor is whose list it is: the regular GP, or in their place the only
// substitute, or the only one who shares the list. Of several none is the one;
// the register does not name one either (GPHerId).
func doctor(cycles []cycle, now time.Time) *cycle {
	for _, relationship := range []string{regular, substitute, shared} {
		var valid []*cycle
		for i := range cycles {
			if c := &cycles[i]; c.Relationship.Value == relationship && c.Valid.in(now.Location()).holds(now) {
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

// stay is a doctor on a person's list; nobody while it had no regular doctor.
type stay struct {
	span
	doctor *fhir.Practitioner
}

// history is every day the person was on a list, by regular doctor, newest
// first. A list that ends at 23:59:59 and the next leave no gap.
func history(all []association, zone *time.Location) []GeneralPractitionerPeriod {
	var stays []stay
	seen := map[string]bool{}
	for _, a := range all {
		if a.ID == "" || !seen[a.ID] {
			seen[a.ID] = true
			stays = append(stays, a.stays(zone)...)
		}
	}
	slices.SortStableFunc(stays, func(a, b stay) int { return b.from.Compare(a.from) })
	periods := []GeneralPractitionerPeriod{}
	for _, s := range stays {
		if s.doctor != nil || s.to.IsZero() || s.to.Sub(s.from) >= 24*time.Hour {
			periods = append(periods, GeneralPractitionerPeriod{Practitioner: s.doctor, ValidFrom: date(s.from), ValidUntil: s.lastDay()})
		}
	}
	return periods
}

// stays divides a person's time on a list between its regular doctors and the
// times there was none.
func (a association) stays(zone *time.Location) (stays []stay) {
	left := a.Period.in(zone)
	cycles := slices.DeleteFunc(slices.Clone(a.cycles()), func(c cycle) bool { return c.Relationship.Value != regular })
	slices.SortStableFunc(cycles, func(a, b cycle) int { return a.Valid.in(zone).from.Compare(b.Valid.in(zone).from) })
	for _, c := range cycles {
		part := left.and(c.Valid.in(zone))
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

// span is half-open; a zero end is open.
type span struct{ from, to time.Time }

func (p period) in(zone *time.Location) span { return span{instant(p.From, zone), instant(p.To, zone)} }

func (s span) holds(t time.Time) bool { return !s.from.After(t) && (s.to.IsZero() || s.to.After(t)) }

func (s span) empty() bool { return !s.to.IsZero() && !s.from.Before(s.to) }

func (s span) and(o span) span {
	if o.from.After(s.from) {
		s.from = o.from
	}
	if s.to.IsZero() || !o.to.IsZero() && o.to.Before(s.to) {
		s.to = o.to
	}
	return s
}

// lastDay is the day before the end, which is the first moment not in s.
func (s span) lastDay() *fhir.Date {
	if s.to.IsZero() {
		return nil
	}
	return date(s.to.Add(-1))
}

// listing is a list with the id that orders it and tells it from others.
type listing struct {
	id string
	GeneralPractitioner
}

// listings are the lists of a search that are in use in the municipality: a
// doctor found may have lists elsewhere, have had others, and stand in on those
// of colleagues. ok is false when the answer holds no search.
func (a *answer) listings(municipality string, now time.Time) (found []listing, total int, ok bool) {
	add := func(c *contract, gp person, hprNumber string) {
		if c.ID != "" && c.Place.Value == municipality && c.Valid.in(now.Location()).holds(now) {
			found = append(found, listing{c.ID, GeneralPractitioner{c.ID, practitioner(gp, hprNumber), c.Office.model(), c.list()}})
		}
	}
	var said string
	switch {
	case a.Contracts != nil:
		said = a.Contracts.Total
		for i := range a.Contracts.Records {
			c, d := &a.Contracts.Records[i], cycle{}
			if valid := doctor(c.Cycles, now); valid != nil {
				d = *valid
			}
			add(c, d.GP, d.HPRNumber)
		}
	case a.Search != nil:
		said = a.Search.Total
		for _, gp := range a.Search.Records {
			for _, c := range gp.Contracts {
				if c.Contract != nil && c.Relationship.Value == regular && c.Valid.in(now.Location()).holds(now) {
					add(c.Contract, gp.GP, gp.HPRNumber)
				}
			}
		}
	}
	n := number(said)
	if n == nil || *n < 0 {
		return nil, 0, false
	}
	return found, *n, true
}

// directory orders lists, without those that stood on two pages.
func directory(all []listing) []GeneralPractitioner {
	slices.SortStableFunc(all, func(a, b listing) int { return cmp.Compare(a.id, b.id) })
	all = slices.CompactFunc(all, func(a, b listing) bool { return a.id == b.id })
	out := make([]GeneralPractitioner, len(all))
	for i, l := range all {
		out[i] = l.GeneralPractitioner
	}
	return out
}

func date(t time.Time) *fhir.Date {
	if t.IsZero() {
		return nil
	}
	d := fhir.DateOf(t)
	return &d
}

// WellFormed tells whether a search can be asked. A name has no digits, so that
// no identity number typed into an open search goes anywhere.
func (q SearchQuery) WellFormed() bool {
	_, err := strconv.ParseUint(q.Municipality, 10, 16)
	return err == nil && len(q.Municipality) == 4 && !strings.ContainsAny(q.Name, "0123456789")
}

package fastlegeregister

import "helsegraf/mocks/world"

// List is a GP's list as other registers know it.
type List struct {
	ID      int
	HerID   int // of the doctor, in the address register; 0 when nobody is named
	Given   string
	Middle  string
	Family  string
	HPR     int // 0 for a list without a doctor
	Office  string
	Number  int // of the office's organization
	Phone   int
	Address world.Address
	Waiting int // people on the waiting list
}

// Lists are all lists that are in use.
type Lists struct {
	w         *world.World
	directory *directory
}

// NewLists makes the lists that the stand-in for Fastlegeregisteret has.
func NewLists(w *world.World) *Lists { return &Lists{w, newFLRDirectory(w)} }

// All returns every list in use, in the order of their ids.
func (l *Lists) All() []List {
	var all []List
	for _, one := range l.directory.lists {
		if one.until.IsZero() {
			all = append(all, one.shown())
		}
	}
	return all
}

// Of returns the list that a person is on; ok is false for a person without a GP.
func (l *Lists) Of(p *world.Person) (list List, ok bool) {
	for _, m := range l.directory.memberships(l.w, p.Number) {
		if m.holds(l.w.Now()) {
			return m.list.shown(), true
		}
	}
	return List{}, false
}

// Full returns the list in a person's municipality that has a waiting list.
func (l *Lists) Full(p *world.Person) List { return l.directory.home(p, full).shown() }

// Open returns the list in a person's municipality that has free places.
func (l *Lists) Open(p *world.Person) List { return l.directory.home(p, openList).shown() }

func (l *list) shown() List {
	s := List{ID: l.id, HerID: l.herID(), Office: l.office.displayName, Number: l.office.number, Phone: l.office.phone, Address: l.office.address, Waiting: l.waiting}
	if s.Office == "" {
		s.Office = l.office.name
	}
	for _, c := range l.cycles {
		if c.until.IsZero() && c.relationship.value == "LPFL" {
			s.Given, s.Middle, s.Family, s.HPR = c.doctor.given, c.doctor.middle, c.doctor.family, c.doctor.hpr
		}
	}
	return s
}

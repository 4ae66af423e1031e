package fastlegeregister

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"helsegraf/mocks/world"
)

// code is a coded value. Of the code lists, only 7750 and FAAA of 7751 are public;
// values that begin with X are made up.
type code struct {
	value, text string
	list        int
	group       string
}

type doctor struct {
	number, given, middle, family string
	born                          time.Time
	hpr                           int
}

type office struct {
	displayName, name string
	number            int // negative for historical offices
	phone             int
	address           world.Address
}

func (o *office) municipality() code {
	return code{o.address.Municipality, o.address.MunicipalityName, 3402, "kommune"}
}

// cycle is a period in which a doctor serves a list.
type cycle struct {
	id            int
	list          *list
	doctor        *doctor
	relationship  code
	substituteFor int
	from, until   time.Time
	percent       int
}

// list is a GP's list (GPContract).
type list struct {
	id                int
	office            *office
	cycles            []cycle
	capacity, waiting int
	places            int
	placesTold        bool // not every read fills in the number of free places
	status            code
	from, until       time.Time
}

// herID is the doctor's id in the address register. A list without a doctor has it
// only if exactly one substitute stands in.
func (l *list) herID() int {
	var regular, substitutes []cycle
	for _, c := range l.cycles {
		if c.until.IsZero() && c.relationship.value == "LPFL" {
			regular = append(regular, c)
		}
		if c.until.IsZero() && c.relationship.value == "LPVI" {
			substitutes = append(substitutes, c)
		}
	}
	if len(regular) == 0 && len(substitutes) == 1 {
		regular = substitutes
	}
	if len(regular) == 0 {
		return 0
	}
	return regular[0].doctor.hpr - 1_000_000
}

// membership is a period in which a person is on a list.
type membership struct {
	id          int
	patient     string
	list        *list
	from, until time.Time
}

// holds reports whether the membership, half-open as in the register, covers a time.
func (m membership) holds(at time.Time) bool {
	return !m.from.After(at) && (m.until.IsZero() || m.until.After(at))
}

// start is when the scheme of regular GPs began (fastlegeordningen).
func start(w *world.World) time.Time { return time.Date(2001, 6, 1, 0, 0, 0, 0, w.Zone()) }

// directory is all the lists and their doctors.
type directory struct {
	lists   []*list
	doctors []*doctor
}

// Kinds of the first lists of each municipality, in order; the rest are open.
const (
	openList       = iota // changed doctor in 2021
	full                  // closed, with people waiting
	noDoctor              // two substitutes and no doctor of its own
	onLeave               // the doctor is away, with a substitute
	noPlaces              // open by status, but full
	substituteList        // no doctor, one substitute
	shared                // a second doctor shares the list
	placesUntold
	closedDown // ended in 2016 with its office
	kinds
)

func newFLRDirectory(w *world.World) *directory {
	d := &directory{}
	for i, m := range world.Municipalities {
		r := w.Dice("fastlegeregister", m.Number)
		var office *office
		for kind := range kinds {
			if kind%3 == 0 {
				office = newOffice(r, m)
			}
			d.add(w, r, kind, 70_000+100*i+kind, office)
		}
	}
	return d
}

func newOffice(r *rand.Rand, m world.Municipality) *office {
	place := world.Pick(r, []string{"Eksempelvik", "Prøvetorget", "Testhaugen", "Mønsterbukta", "Liksomdalen", "Synteselva"})
	o := &office{displayName: place + " legesenter", name: place + " Legesenter AS", phone: 55_500_000 + r.IntN(100_000), address: world.AddressIn(r, m)}
	if r.IntN(4) == 0 {
		o.displayName = "" // leaves only the registered name
	}
	for o.number == 0 {
		// Synthetic organization numbers begin with 3.
		eight := fmt.Sprintf("31%06d", r.IntN(1_000_000))
		if digit, ok := world.CheckDigit(eight, 3, 2, 7, 6, 5, 4, 3, 2); ok {
			_, _ = fmt.Sscan(eight+digit, &o.number)
		}
	}
	return o
}

func (d *directory) add(w *world.World, r *rand.Rand, kind, id int, office *office) {
	since := start(w).AddDate(r.IntN(4), r.IntN(12), 0)
	handover := time.Date(2021, 9, 1, 0, 0, 0, 0, w.Zone())
	l := &list{id: id, office: office, from: since, capacity: 800 + 50*r.IntN(14), placesTold: true, status: code{"FAAA", "Åpen", 7751, "flrv2_statuscode"}}
	closed := code{"XLUK", "Lukket", 7751, "flrv2_statuscode"}
	l.places = 5 + r.IntN(60)
	regular := code{"LPFL", "Fastlege", 7750, "flrv2_relationship"}
	substitute := code{"LPVI", "Vikar", 7750, "flrv2_relationship"}
	serve := func(as code, from, until time.Time, substituteFor int) *doctor {
		doctor := d.newDoctor(w, r)
		l.cycles = append(l.cycles, cycle{id: 10*id + len(l.cycles), list: l, doctor: doctor, relationship: as, substituteFor: substituteFor, from: from, until: until, percent: 100})
		return doctor
	}
	var open time.Time
	switch kind {
	case openList:
		serve(regular, since, handover, 0)
		serve(regular, handover, open, 0)
	case full:
		serve(regular, since, open, 0)
		l.status, l.places, l.waiting = closed, 0, 20+r.IntN(200)
	case noDoctor:
		serve(regular, since, handover, 0)
		serve(substitute, handover, open, 0)
		serve(substitute, handover.AddDate(1, 0, 0), open, 0)
		l.status, l.places = closed, 0
	case onLeave:
		away := serve(regular, since, open, 0)
		serve(substitute, handover, open, away.hpr)
	case noPlaces:
		serve(regular, since, open, 0)
		l.places, l.waiting = 0, 1+r.IntN(20)
	case substituteList:
		serve(regular, since, handover, 0)
		serve(substitute, handover, open, 0)
		l.status, l.places = closed, 0
	case shared:
		serve(regular, since, open, 0)
		serve(code{"LPDL", "Delelege", 7750, "flrv2_relationship"}, handover, open, 0)
	case placesUntold:
		serve(regular, since, open, 0)
		l.placesTold = false
	case closedDown:
		gone := *office
		gone.number, l.office = -gone.number%1_000_000, &gone
		l.from, l.until = start(w), time.Date(2016, 6, 1, 0, 0, 0, 0, w.Zone())
		serve(regular, l.from, l.until, 0)
		l.status, l.places = closed, 0
	}
	d.lists = append(d.lists, l)
}

func (d *directory) newDoctor(w *world.World, r *rand.Rand) *doctor {
	doctor := &doctor{family: world.Pick(r, world.Families), born: w.Today().AddDate(-32-r.IntN(35), -r.IntN(12), -r.IntN(28)), hpr: 9_100_000 + len(d.doctors)}
	woman := r.IntN(2) == 0
	if doctor.given = world.Pick(r, world.Men); woman {
		doctor.given = world.Pick(r, world.Women)
	}
	if r.IntN(3) == 0 {
		doctor.middle = world.Pick(r, []string{"Tenkt", "Prøve", "Mønster"})
	}
	// Individual numbers from the top, since the population gets them from the bottom.
	for individual := 499; doctor.number == ""; individual-- {
		if (individual%2 == 0) == woman {
			doctor.number, _ = world.WithCheckDigits(fmt.Sprintf("%02d%02d%02d%03d", doctor.born.Day(), int(doctor.born.Month())+80, doctor.born.Year()%100, individual))
			if !world.ValidNumber(doctor.number) {
				doctor.number = ""
			}
		}
	}
	d.doctors = append(d.doctors, doctor)
	return doctor
}

// cyclesOf returns the lists a doctor serves or has served.
func (d *directory) cyclesOf(doctor *doctor) []cycle {
	var all []cycle
	for _, l := range d.lists {
		for _, c := range l.cycles {
			if c.doctor == doctor {
				all = append(all, c)
			}
		}
	}
	return all
}

// memberships returns the lists a person is and has been on, newest first; none for
// people outside the population, or for asle, who never had a GP.
func (d *directory) memberships(w *world.World, number string) []membership {
	p := w.Person(number)
	if p == nil || p.Key == "asle" {
		return nil
	}
	r := w.Dice("fastlegeregister", number)
	if p.Key == "" && r.IntN(33) == 0 {
		return nil
	}
	month := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, w.Zone()) }
	current := membership{patient: number, list: d.home(p, world.Pick(r, []int{openList, full, noDoctor, onLeave, noPlaces, substituteList, shared, placesUntold}))}
	current.from = month(w.Today().AddDate(-r.IntN(7), -r.IntN(12), 0))
	earlier := r.IntN(4)
	switch p.Key {
	case "line":
		// Two years before the list's present doctor took over.
		current.list, current.from, earlier = d.home(p, openList), time.Date(2019, 3, 1, 0, 0, 0, 0, w.Zone()), 3
	case "berit":
		current.list, earlier = d.home(p, onLeave), 4
	case "bodil":
		current.list = d.home(p, substituteList)
	case "ulf":
		current.list = d.home(p, noDoctor)
	case "gunnar":
		current.list = d.home(p, shared)
	case "david":
		current.from, current.until, earlier = month(p.Died.AddDate(-5, 0, 0)), p.Died, 2
	}
	all := []membership{current}
	for len(all) <= earlier {
		before := &all[len(all)-1]
		m := membership{patient: number, until: before.from, from: month(before.from.AddDate(-2-r.IntN(5), -r.IntN(12), 0)), list: d.lists[r.IntN(len(world.Municipalities))*kinds+shared]}
		if m.until.Year() < 2016 {
			m.list = d.home(p, closedDown)
		}
		all = append(all, m)
	}
	// Nobody is on a list before they are born.
	first := p.Born
	if first.Before(start(w)) {
		first = start(w)
	}
	all = slices.DeleteFunc(all, func(m membership) bool { return !m.until.IsZero() && !m.until.After(first) })
	for i := range all {
		all[i].id = 55_500_000 + r.IntN(1_000_000)
		if all[i].from.Before(first) {
			all[i].from = first
		}
	}
	return all
}

// home returns the list of that kind in the person's municipality.
func (d *directory) home(p *world.Person, kind int) *list {
	at := slices.IndexFunc(world.Municipalities, func(m world.Municipality) bool { return m.Number == p.Address.Municipality })
	return d.lists[max(0, at)*kinds+kind]
}

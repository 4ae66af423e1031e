package mocks

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// flrCode is a coded value. Of the lists only 7750 and FAAA of 7751 are public;
// values that begin with X are made up.
type flrCode struct {
	value, text string
	list        int
	group       string
}

type flrDoctor struct {
	number, given, middle, family string
	born                          time.Time
	hpr                           int
}

type flrOffice struct {
	displayName, name string
	number            int // negative for historical offices
	phone             int
	address           Address
}

func (o *flrOffice) municipality() flrCode {
	return flrCode{o.address.Municipality, o.address.MunicipalityName, 3402, "kommune"}
}

// flrCycle is a doctor's time on a list.
type flrCycle struct {
	id            int
	list          *flrList
	doctor        *flrDoctor
	relationship  flrCode
	substituteFor int
	from, until   time.Time
	percent       int
}

// flrList is a GP's list (GPContract).
type flrList struct {
	id                int
	office            *flrOffice
	cycles            []flrCycle
	capacity, waiting int
	places            int
	placesTold        bool // not every read fills in the free places
	status            flrCode
	from, until       time.Time
}

// herID is the doctor's id in the address register; of a list without one it
// is there when exactly one substitute stands in.
func (l *flrList) herID() int {
	var regular, substitutes []flrCycle
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

// flrMembership is a person's time on a list.
type flrMembership struct {
	id          int
	patient     string
	list        *flrList
	from, until time.Time
}

// holds: half-open, as the register counts.
func (m flrMembership) holds(at time.Time) bool {
	return !m.from.After(at) && (m.until.IsZero() || m.until.After(at))
}

// flrStart is when the scheme of regular GPs began (fastlegeordningen).
func flrStart(w *World) time.Time { return time.Date(2001, 6, 1, 0, 0, 0, 0, w.Zone()) }

// flrDirectory are the lists there are, and their doctors.
type flrDirectory struct {
	lists   []*flrList
	doctors []*flrDoctor
}

// What the lists of each municipality are, in their order; the rest are open.
const (
	flrOpen       = iota // changed doctor in 2021
	flrFull              // closed, with people waiting
	flrNoDoctor          // two substitutes and nobody whose list it is
	flrOnLeave           // the doctor is away and has a substitute
	flrNoPlaces          // open by its status, and full
	flrSubstitute        // no doctor, one substitute
	flrShared            // a second doctor shares the list
	flrPlacesUntold
	flrClosedDown // ended in 2016 with its office
	flrKinds
)

func newFLRDirectory(w *World) *flrDirectory {
	d := &flrDirectory{}
	for i, m := range municipalities {
		r := w.source("fastlegeregister", m.number)
		var office *flrOffice
		for kind := range flrKinds {
			if kind%3 == 0 {
				office = flrNewOffice(r, m)
			}
			d.add(w, r, kind, 70_000+100*i+kind, office)
		}
	}
	return d
}

func flrNewOffice(r *rand.Rand, m municipality) *flrOffice {
	place := pick(r, []string{"Eksempelvik", "Prøvetorget", "Testhaugen", "Mønsterbukta", "Liksomdalen", "Synteselva"})
	o := &flrOffice{displayName: place + " legesenter", name: place + " Legesenter AS", phone: 55_500_000 + r.IntN(100_000), address: address(r, m)}
	if r.IntN(4) == 0 {
		o.displayName = "" // then the registered name is all there is
	}
	for o.number == 0 {
		// Numbers of synthetic businesses begin with 3.
		eight := fmt.Sprintf("31%06d", r.IntN(1_000_000))
		if digit, ok := checkDigit(eight, 3, 2, 7, 6, 5, 4, 3, 2); ok {
			_, _ = fmt.Sscan(eight+digit, &o.number)
		}
	}
	return o
}

func (d *flrDirectory) add(w *World, r *rand.Rand, kind, id int, office *flrOffice) {
	since := flrStart(w).AddDate(r.IntN(4), r.IntN(12), 0)
	handover := time.Date(2021, 9, 1, 0, 0, 0, 0, w.Zone())
	l := &flrList{id: id, office: office, from: since, capacity: 800 + 50*r.IntN(14), placesTold: true, status: flrCode{"FAAA", "Åpen", 7751, "flrv2_statuscode"}}
	closed := flrCode{"XLUK", "Lukket", 7751, "flrv2_statuscode"}
	l.places = 5 + r.IntN(60)
	regular := flrCode{"LPFL", "Fastlege", 7750, "flrv2_relationship"}
	substitute := flrCode{"LPVI", "Vikar", 7750, "flrv2_relationship"}
	serve := func(as flrCode, from, until time.Time, substituteFor int) *flrDoctor {
		doctor := d.newDoctor(w, r)
		l.cycles = append(l.cycles, flrCycle{id: 10*id + len(l.cycles), list: l, doctor: doctor, relationship: as, substituteFor: substituteFor, from: from, until: until, percent: 100})
		return doctor
	}
	var open time.Time
	switch kind {
	case flrOpen:
		serve(regular, since, handover, 0)
		serve(regular, handover, open, 0)
	case flrFull:
		serve(regular, since, open, 0)
		l.status, l.places, l.waiting = closed, 0, 20+r.IntN(200)
	case flrNoDoctor:
		serve(regular, since, handover, 0)
		serve(substitute, handover, open, 0)
		serve(substitute, handover.AddDate(1, 0, 0), open, 0)
		l.status, l.places = closed, 0
	case flrOnLeave:
		away := serve(regular, since, open, 0)
		serve(substitute, handover, open, away.hpr)
	case flrNoPlaces:
		serve(regular, since, open, 0)
		l.places, l.waiting = 0, 1+r.IntN(20)
	case flrSubstitute:
		serve(regular, since, handover, 0)
		serve(substitute, handover, open, 0)
		l.status, l.places = closed, 0
	case flrShared:
		serve(regular, since, open, 0)
		serve(flrCode{"LPDL", "Delelege", 7750, "flrv2_relationship"}, handover, open, 0)
	case flrPlacesUntold:
		serve(regular, since, open, 0)
		l.placesTold = false
	case flrClosedDown:
		gone := *office
		gone.number, l.office = -gone.number%1_000_000, &gone
		l.from, l.until = flrStart(w), time.Date(2016, 6, 1, 0, 0, 0, 0, w.Zone())
		serve(regular, l.from, l.until, 0)
		l.status, l.places = closed, 0
	}
	d.lists = append(d.lists, l)
}

func (d *flrDirectory) newDoctor(w *World, r *rand.Rand) *flrDoctor {
	doctor := &flrDoctor{family: pick(r, families), born: w.Today().AddDate(-32-r.IntN(35), -r.IntN(12), -r.IntN(28)), hpr: 9_100_000 + len(d.doctors)}
	woman := r.IntN(2) == 0
	if doctor.given = pick(r, men); woman {
		doctor.given = pick(r, women)
	}
	if r.IntN(3) == 0 {
		doctor.middle = pick(r, []string{"Tenkt", "Prøve", "Mønster"})
	}
	// Individual numbers from the top: the population is given them from below.
	for individual := 499; doctor.number == ""; individual-- {
		if (individual%2 == 0) == woman {
			doctor.number, _ = withCheckDigits(fmt.Sprintf("%02d%02d%02d%03d", doctor.born.Day(), int(doctor.born.Month())+80, doctor.born.Year()%100, individual))
			if !validNumber(doctor.number) {
				doctor.number = ""
			}
		}
	}
	d.doctors = append(d.doctors, doctor)
	return doctor
}

// cyclesOf are the lists a doctor serves or has served.
func (d *flrDirectory) cyclesOf(doctor *flrDoctor) []flrCycle {
	var all []flrCycle
	for _, l := range d.lists {
		for _, c := range l.cycles {
			if c.doctor == doctor {
				all = append(all, c)
			}
		}
	}
	return all
}

// memberships are the lists a person is and has been on, newest first; nobody
// the population does not know, and not asle, who never had a GP.
func (d *flrDirectory) memberships(w *World, number string) []flrMembership {
	p := w.Person(number)
	if p == nil || p.Key == "asle" {
		return nil
	}
	r := w.source("fastlegeregister", number)
	if p.Key == "" && r.IntN(33) == 0 {
		return nil
	}
	month := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, w.Zone()) }
	current := flrMembership{patient: number, list: d.home(p, pick(r, []int{flrOpen, flrFull, flrNoDoctor, flrOnLeave, flrNoPlaces, flrSubstitute, flrShared, flrPlacesUntold}))}
	current.from = month(w.Today().AddDate(-r.IntN(7), -r.IntN(12), 0))
	earlier := r.IntN(4)
	switch p.Key {
	case "line":
		// Two years before the list got its present doctor.
		current.list, current.from, earlier = d.home(p, flrOpen), time.Date(2019, 3, 1, 0, 0, 0, 0, w.Zone()), 3
	case "berit":
		current.list, earlier = d.home(p, flrOnLeave), 4
	case "bodil":
		current.list = d.home(p, flrSubstitute)
	case "ulf":
		current.list = d.home(p, flrNoDoctor)
	case "gunnar":
		current.list = d.home(p, flrShared)
	case "david":
		current.from, current.until, earlier = month(p.Died.AddDate(-5, 0, 0)), p.Died, 2
	}
	all := []flrMembership{current}
	for len(all) <= earlier {
		before := &all[len(all)-1]
		m := flrMembership{patient: number, until: before.from, from: month(before.from.AddDate(-2-r.IntN(5), -r.IntN(12), 0)), list: d.lists[r.IntN(len(municipalities))*flrKinds+flrShared]}
		if m.until.Year() < 2016 {
			m.list = d.home(p, flrClosedDown)
		}
		all = append(all, m)
	}
	// Nobody is on a list before they are born.
	first := p.Born
	if first.Before(flrStart(w)) {
		first = flrStart(w)
	}
	all = slices.DeleteFunc(all, func(m flrMembership) bool { return !m.until.IsZero() && !m.until.After(first) })
	for i := range all {
		all[i].id = 55_500_000 + r.IntN(1_000_000)
		if all[i].from.Before(first) {
			all[i].from = first
		}
	}
	return all
}

// home is the list of the kind in the person's municipality.
func (d *flrDirectory) home(p *Person, kind int) *flrList {
	at := slices.IndexFunc(municipalities, func(m municipality) bool { return m.number == p.Address.Municipality })
	return d.lists[max(0, at)*flrKinds+kind]
}

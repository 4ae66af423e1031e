package flo

import (
	"math/rand/v2"
	"strconv"
	"time"

	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/world"
)

// most is how many changes a person has in a calendar year.
const most = 2

// status is how a person stands.
type status struct {
	Number  string  `json:"innbyggerFnr"`
	Used    int     `json:"antallByttet"`
	Most    int     `json:"maks"`
	Extra   bool    `json:"ekstraBytte"`
	Pending *change `json:"paagaaende"`
	Waiting *place  `json:"venteliste"`
}

// change is a change that has not taken effect.
type change struct {
	ID            string `json:"bytteId"`
	EffectiveOn   string `json:"gyldigFra"`
	UndoableUntil string `json:"angrefrist"`
	list
}

// place is a place on a waiting list.
type place struct {
	Position int `json:"nummer"`
	Total    int `json:"antall"`
	list
}

// list is the list that a person changes to, or waits for.
type list struct {
	ID           int           `json:"avtaleId"`
	Practitioner *practitioner `json:"fastlege"`
	Office       office        `json:"legekontor"`
}

type practitioner struct {
	Given  string `json:"fornavn"`
	Middle string `json:"mellomnavn,omitempty"`
	Family string `json:"etternavn"`
	HPR    string `json:"hprNummer"`
}

type office struct {
	Name       string `json:"navn"`
	Phone      string `json:"telefon"`
	Street     string `json:"adresse"`
	PostalCode string `json:"postnr"`
	City       string `json:"poststed"`
}

// statusOf returns how a person stands, always the same. line has changed once and
// waits for another GP, and gunnar has a change to come.
func (f register) statusOf(p *world.Person) status {
	r := f.World.Dice("flo", p.Number)
	s := status{Number: p.Number, Used: used(p, r), Most: most, Extra: r.IntN(12) == 0}
	waits, changes := r.IntN(10) == 0, r.IntN(15) == 0
	switch p.Key {
	case "":
	case "line":
		s.Extra, waits, changes = false, true, false
	case "gunnar":
		s.Extra, waits, changes = false, false, true
	default:
		s.Extra, waits, changes = false, false, false
	}
	if full := f.lists.Full(p); waits && full.Waiting > 0 {
		s.Waiting = &place{list: shown(full), Total: full.Waiting, Position: 1 + r.IntN(full.Waiting)}
	}
	if changes && s.Used > 0 {
		s.Pending = f.change(f.lists.Open(p), world.GUID(r))
	}
	return s
}

// Changed reports whether a person has changed GP this year.
func Changed(w *world.World, p *world.Person) bool { return used(p, w.Dice("flo", p.Number)) > 0 }

// used is how many changes a person has made this year: the first throw of the dice.
func used(p *world.Person, r *rand.Rand) int {
	n := r.IntN(most + 1)
	switch p.Key {
	case "":
		return n
	case "line":
		return 1
	case "gunnar":
		return most
	}
	return 0
}

// change is a change made today.
func (f register) change(to fastlegeregister.List, id string) *change {
	today := f.World.Today()
	effective := time.Date(today.Year(), today.Month()+1, 1, 0, 0, 0, 0, f.World.Zone())
	return &change{ID: id, EffectiveOn: effective.Format(time.DateOnly), UndoableUntil: effective.AddDate(0, 0, -1).Format(time.DateOnly), list: shown(to)}
}

func shown(l fastlegeregister.List) list {
	s := list{ID: l.ID, Office: office{l.Office, strconv.Itoa(l.Phone), l.Address.Street, l.Address.PostalCode, l.Address.City}}
	if l.HPR != 0 {
		s.Practitioner = &practitioner{l.Given, l.Middle, l.Family, strconv.Itoa(l.HPR)}
	}
	return s
}

package world

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
	_ "time/tzdata" // machines without a zone database still know Norwegian time
)

// World is the synthetic population and the clock the stand-ins share.
// It does not change after New.
type World struct {
	now      func() time.Time
	zone     *time.Location
	forms    uint64
	people   []*Person
	byNumber map[string]*Person
	byKey    map[string]*Person
	taken    map[string]int // identity numbers in use, by date
}

// Options configure a World. The zero value has only the personas, and uses the
// machine's clock.
type Options struct {
	// Now is the clock; ages and dates of the personas are relative to it.
	Now func() time.Time
	// People is how many people there are besides the personas.
	People int
	// Forms is the seed for rewriting answers in equivalent forms; 0 leaves them as they
	// are.
	Forms uint64
	// Wards is how many wards gunnar has besides viktor; 0 is 50.
	Wards int
}

// New makes a World. The same options give the same people.
func New(o Options) (*World, error) {
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		return nil, fmt.Errorf("load Norwegian time: %w", err)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	w := &World{now: o.Now, zone: zone, forms: o.Forms, byNumber: map[string]*Person{}, byKey: map[string]*Person{}, taken: map[string]int{}}
	w.addPersonas(cmp.Or(o.Wards, wardsOfGunnar))
	w.addPopulation(o.People)
	return w, nil
}

// Now is the current time in Norway.
func (w *World) Now() time.Time { return w.now().In(w.zone) }

// Zone is Norwegian time.
func (w *World) Zone() *time.Location { return w.zone }

// Forms returns dice for the form of an answer, seeded by the words; nil when answers
// are not rewritten.
func (w *World) Forms(words ...string) *rand.Rand {
	if w.forms == 0 {
		return nil
	}
	return w.Dice(append(words, "form", strconv.FormatUint(w.forms, 10))...)
}

// Today is the last midnight in Norway.
func (w *World) Today() time.Time {
	n := w.Now()
	return time.Date(n.Year(), n.Month(), n.Day(), 0, 0, 0, 0, w.zone)
}

// People returns everyone, personas first.
func (w *World) People() []*Person { return w.people }

// Personas returns the people with a key, in presentation order.
func (w *World) Personas() []*Person {
	var out []*Person
	for _, p := range w.people {
		if p.Key != "" {
			out = append(out, p)
		}
	}
	return out
}

// Person returns the person with this identity number, or nil.
func (w *World) Person(number string) *Person { return w.byNumber[number] }

// Persona returns the person with this key, or nil.
func (w *World) Persona(key string) *Person { return w.byKey[key] }

// Stranger returns the number of somebody other than the given person.
func (w *World) Stranger(number string) string {
	for _, p := range w.people {
		if p.Number != number {
			return p.Number
		}
	}
	return ""
}

// add puts p into the population with a new identity number.
func (w *World) add(p *Person) *Person {
	p.Number = w.number(p.Born, p.Woman)
	if p.Confidentiality == "" {
		p.Confidentiality = "Unclassified"
	}
	if p.Sharing == nil {
		p.Sharing = map[string]bool{"PATIENT_CARE": true, "STATISTICS": true, "PREVENTION": true, "PREPAREDNESS": true, "ANALYSIS": true, "RESEARCH": false}
	}
	w.people = append(w.people, p)
	w.byNumber[p.Number] = p
	if p.Key != "" {
		w.byKey[p.Key] = p
	}
	return p
}

package mocks

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"log/slog"
	"math/rand/v2"
	"time"
	_ "time/tzdata" // machines without a zone database still know Norwegian time
)

// World is the synthetic population and the clock the stand-ins share.
// It does not change after NewWorld.
type World struct {
	now      func() time.Time
	zone     *time.Location
	log      *slog.Logger
	people   []*Person
	byNumber map[string]*Person
	byKey    map[string]*Person
	taken    map[string]int // identity numbers given out, by date
}

// WorldOptions are how a World is made. The zero value has the personas and
// nobody else, by the machine's clock.
type WorldOptions struct {
	// Now is the clock; ages and dates of the personas are counted from it.
	Now func() time.Time
	// People is how many there are beside the personas.
	People int
	// Wards is how many gunnar is guardian of beside viktor; 0 is 50.
	Wards int
	// Log takes what the stand-ins have to say; nil discards it.
	Log *slog.Logger
}

// NewWorld makes the population. The same options give the same people.
func NewWorld(o WorldOptions) (*World, error) {
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		return nil, fmt.Errorf("load Norwegian time: %w", err)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	w := &World{now: o.Now, zone: zone, log: o.Log, byNumber: map[string]*Person{}, byKey: map[string]*Person{}, taken: map[string]int{}}
	w.addPersonas(cmp.Or(o.Wards, wardsOfGunnar))
	w.addPopulation(o.People)
	return w, nil
}

// Now is the time in Norway.
func (w *World) Now() time.Time { return w.now().In(w.zone) }

// Today is the last midnight in Norway.
func (w *World) Today() time.Time {
	n := w.Now()
	return time.Date(n.Year(), n.Month(), n.Day(), 0, 0, 0, 0, w.zone)
}

// People are everyone, the personas first.
func (w *World) People() []*Person { return w.people }

// Personas are those with a key, in the order they are presented.
func (w *World) Personas() []*Person {
	var out []*Person
	for _, p := range w.people {
		if p.Key != "" {
			out = append(out, p)
		}
	}
	return out
}

// Person is the one with this identity number, or nil.
func (w *World) Person(number string) *Person { return w.byNumber[number] }

// Persona is the one with this key, or nil.
func (w *World) Persona(key string) *Person { return w.byKey[key] }

// source is a random source that is the same each time for the same words, so
// that what a register says of a person does not change between runs.
func (w *World) source(words ...string) *rand.Rand {
	h := fnv.New64a()
	for _, word := range words {
		_, _ = h.Write([]byte(word))
		_, _ = h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(h.Sum64(), 0x48656c7365)) //nolint:gosec // must be repeatable
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

// number makes the next free identity number for a birthday: month +80, an
// individual number of the right century and sex, and check digits that hold.
func (w *World) number(born time.Time, woman bool) string {
	date := fmt.Sprintf("%02d%02d%02d", born.Day(), int(born.Month())+80, born.Year()%100)
	first := 0
	if born.Year() >= 2000 {
		first = 500
	}
	key := fmt.Sprint(date, woman)
	for n := w.taken[key]; n < 500; n++ {
		individual := first + n
		if (individual%2 == 0) != woman {
			continue
		}
		if s, ok := withCheckDigits(fmt.Sprintf("%s%03d", date, individual)); ok {
			w.taken[key] = n + 1
			return s
		}
	}
	// Some two hundred people of each sex fit on a day; the generator spreads
	// birthdays over ninety years.
	panic("mocks: a birthday is full")
}

// withCheckDigits adds the two check digits; false when there are none.
func withCheckDigits(nine string) (string, bool) {
	first, ok := checkDigit(nine, 3, 7, 6, 1, 8, 9, 4, 5, 2)
	if !ok {
		return "", false
	}
	second, ok := checkDigit(nine+first, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
	return nine + first + second, ok
}

func checkDigit(s string, weights ...int) (string, bool) {
	sum := 0
	for i, weight := range weights {
		sum += weight * int(s[i]-'0')
	}
	d := (11 - sum%11) % 11
	return fmt.Sprint(d), d < 10
}

// validNumber tells whether a register would take s for an identity number.
func validNumber(s string) bool {
	if len(s) != 11 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	again, ok := withCheckDigits(s[:9])
	return ok && again == s
}

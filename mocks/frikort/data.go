package frikort

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"helsegraf/mocks/world"
)

// citizenYear is one year of a citizen's co-payments (egenandeler).
type citizenYear struct {
	Number     string      `json:"borgerIdent"`
	Year       int         `json:"aar"`
	Ceiling    *kroner     `json:"egenandelstak,omitempty"`
	Sum        *kroner     `json:"sumGodkjent,omitempty"`
	Left       *kroner     `json:"gjenstaar,omitempty"`
	Card       card        `json:"frikort"`
	CoPayments []egenandel `json:"egenandeler,omitzero"` // absent for people who have opted out
	Refunds    []back      `json:"refusjon,omitempty"`
}

// card is the exemption card; Status is INGEN, INNVILGET or RESERVERT.
type card struct {
	Status  string `json:"status"`
	Granted string `json:"innvilgetDato,omitempty"`
	Until   string `json:"gyldigTil,omitempty"`
}

type egenandel struct {
	ID       string `json:"id"`
	Date     string `json:"dato"`
	Type     string `json:"behandlertype"`
	Provider string `json:"behandlerNavn"`
	Amount   kroner `json:"belop"`
	Paid     bool   `json:"betalt"`
	Counts   string `json:"tellerFra,omitempty"` // the day of payment
	Source   string `json:"innsendtVia"`         // an unrequested member
}

type back struct {
	Amount  kroner `json:"belop"`
	PaidOn  string `json:"utbetaltDato"`
	Account string `json:"kontonummerMaskert"`
}

// kroner is an amount in øre, written as kroner with two decimals.
type kroner int

func (k kroner) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "%d.%02d", k/100, k%100), nil }

// ceilings are the amounts after which no more is paid (egenandelstak), by the year
// they took effect.
var ceilings = []struct {
	year   int
	amount kroner
}{{2019, 2369_00}, {2020, 2460_00}, {2022, 2921_00}, {2023, 3040_00}, {2024, 3165_00}, {2025, 3278_00}}

func ceiling(year int) *kroner {
	var found *kroner
	for i := range ceilings {
		if ceilings[i].year <= year {
			found = &ceilings[i].amount
		}
	}
	return found
}

// visits are services with co-payments; a year is drawn from them.
var visits = []struct {
	code, provider string
	amount         kroner
}{
	{"LE", "Eksempeltorget legesenter", 188_00},
	{"PO", "Prøvedal sykehus, poliklinikk", 403_00},
	{"LR", "Prøvedal sykehus, radiologi", 292_00},
	{"FT", "Testbakken fysioterapi", 211_00},
	{"A", "Mønsterhjørnet apotek", 312_40},
	{"PS", "Psykolog Uekte Antattsen", 403_00},
	{"PR", "Liksomreiser", 166_00},
	{"LE", "Påfunnsvingen legevakt", 367_00},
	{"S", "Prøvedal sykehusapotek", 274_95},
	{"B", "Demobandasjisten", 149_50},
}

const (
	reserved      = "ylva"  // opted out of the automatic card
	minstepensjon = "berit" // pays nothing at pharmacies, with or without a card
	heavy         = "line"  // reaches the ceiling this year and did last year
)

// year returns Helfo's data on a person's year; none for an unknown person.
func (f *register) year(p *world.Person, year int) citizenYear {
	y := citizenYear{Year: year, Ceiling: ceiling(year), Card: card{Status: "INGEN"}, CoPayments: []egenandel{}}
	if p != nil && p.Key == reserved {
		y.Card.Status, y.CoPayments = "RESERVERT", nil
		return y
	}
	if p != nil {
		f.fill(&y, p)
	}
	var sum kroner
	for _, e := range y.CoPayments {
		if e.Paid {
			sum += e.Amount
		}
	}
	y.Sum = &sum
	if y.Ceiling == nil {
		return y
	}
	left := max(0, *y.Ceiling-sum)
	y.Left = &left
	if left == 0 {
		last := y.CoPayments[len(y.CoPayments)-1].Date
		y.Card = card{Status: "INNVILGET", Granted: last, Until: fmt.Sprintf("%d-12-31", year)}
	}
	if over := sum - *y.Ceiling; over > 0 {
		y.Refunds = []back{{over, y.Card.Granted, "*******1234"}}
	}
	return y
}

// fill makes a year of a person's co-payments, oldest first. Children under 16 and
// dead people pay none, and holders of a card no more.
func (f *register) fill(y *citizenYear, p *world.Person) {
	r := f.World.Dice("frikort", p.Number, fmt.Sprint(y.Year))
	today := f.World.Today()
	first := time.Date(y.Year, time.January, 1, 0, 0, 0, 0, f.World.Zone())
	days := first.AddDate(1, 0, 0).Sub(first)
	heavy := p.Key == heavy && y.Year >= today.Year()-1 || p.Key == "" && r.IntN(8) == 0
	visited := r.IntN(8)
	if heavy {
		// All of them in the past part of the year, so that the ceiling is reached whatever
		// the date.
		visited, days = 16, min(days, today.Sub(first))
	}
	var sum kroner
	begin := r.IntN(len(visits))
	for i, after := range moments(r, visited, days) {
		day := first.Add(after)
		if day.After(today) || day.Before(p.Born.AddDate(16, 0, 0)) || !p.Died.IsZero() && day.After(p.Died) {
			continue
		}
		e := egenandelOn(r, day, (begin+i)%len(visits))
		e.Paid = i != 1 // the second invoice is unpaid
		if e.Paid {
			e.Counts, sum = e.Date, sum+e.Amount
		}
		y.CoPayments = append(y.CoPayments, e)
		if y.Ceiling != nil && sum >= *y.Ceiling {
			return
		}
	}
}

func egenandelOn(r *rand.Rand, day time.Time, visit int) egenandel {
	v := visits[visit]
	return egenandel{ID: world.GUID(r), Date: day.Format(time.DateOnly), Type: v.code, Provider: v.provider, Amount: v.amount, Source: "BKM"}
}

// moments returns n moments of a period, in order.
func moments(r *rand.Rand, n int, stretch time.Duration) []time.Duration {
	out := make([]time.Duration, n)
	for i := range out {
		out[i] = time.Duration(r.Float64() * float64(stretch))
	}
	slices.Sort(out)
	return out
}

// isExempt answers Helfo's exemption check. A card counts for the whole of its year;
// people who have opted out never have one; pensioners with the minimum pension
// (minstepensjonister) are exempt at pharmacies and suppliers of dressings.
func (f *register) isExempt(p *world.Person, service string, day time.Time) bool {
	if p == nil || p.Key == reserved {
		return false
	}
	if p.Key == minstepensjon && slices.Contains([]string{"A", "S", "B"}, service) {
		return true
	}
	return f.year(p, day.Year()).Card.Status == "INNVILGET"
}

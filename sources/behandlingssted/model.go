package behandlingssted

import (
	"cmp"
	"slices"
	"strings"

	"helsegraf/sources/fhir"
)

// Treatment is a treatment or examination (behandling).
type Treatment struct {
	ID       fhir.RecordID // belongs to no person
	Name     *string
	Synonyms []string // other words for it
	Group    *string  // the group it belongs to
}

// TreatmentProvider is a place that gives a treatment (behandlingssted).
type TreatmentProvider struct {
	Key               string // its place among the others; not for showing
	Place             *fhir.Organization
	RegionNames       []string // the register's names of health regions
	Municipality      *string  // its name
	WaitingTimes      []WaitingTime
	Ownership         *Ownership
	Choosable         *bool // public, or private with an agreement
	AssessesReferrals *bool
	Treated           *int // how many were treated in TreatedYear
	TreatedYear       *int
}

// WaitingTime is how long people wait for one kind of care (ventetid).
type WaitingTime struct {
	Kind  *string // the register's word: Utredning, Behandling …
	Weeks *int
}

// Ownership is who owns a place.
type Ownership string

// The kinds of ownership.
const (
	Public  Ownership = "PUBLIC"
	Private Ownership = "PRIVATE"
)

// Sort is what stands first among providers.
type Sort string

// The orders.
const (
	ShortestWait Sort = "SHORTEST_WAIT"
	Name         Sort = "NAME"
)

// Wait is the shortest wait in weeks; false when none is known.
func (p *TreatmentProvider) Wait() (weeks int, ok bool) {
	for _, w := range p.WaitingTimes {
		if w.Weeks != nil && (!ok || *w.Weeks < weeks) {
			weeks, ok = *w.Weeks, true
		}
	}
	return weeks, ok
}

// Sorted are the providers in an order; those without a known wait stand last by
// it. The list is a new one.
func Sorted(all []TreatmentProvider, by Sort) []TreatmentProvider {
	all = slices.Clone(all) // by name already
	if by == ShortestWait {
		slices.SortStableFunc(all, func(a, b TreatmentProvider) int {
			x, known := a.Wait()
			y, knownToo := b.Wait()
			switch {
			case known != knownToo:
				return map[bool]int{true: -1, false: 1}[known]
			default:
				return cmp.Compare(x, y)
			}
		})
	}
	return all
}

// Mentions reports whether each word of a search begins a word of the treatment's
// name or of another word for it.
func (t *Treatment) Mentions(matches func(in, search string) bool, search string) bool {
	in := strings.Join(t.Synonyms, " ")
	if t.Name != nil {
		in = *t.Name + " " + in
	}
	return matches(in, search)
}

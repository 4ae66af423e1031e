package contract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Criticality is what a change means to clients.
type Criticality string

// The criticalities, worst first.
const (
	Breaking  Criticality = "BREAKING"
	Dangerous Criticality = "DANGEROUS"
	Safe      Criticality = "SAFE"
)

// Criticalities are all of them, worst first.
func Criticalities() []Criticality { return []Criticality{Breaking, Dangerous, Safe} }

// Change is one difference between two versions of a schema.
type Change struct {
	Criticality Criticality `json:"criticality"`
	// Rule is the change's type by graphql-inspector's name.
	Rule string `json:"rule"`
	// Coordinate is what changes, as GraphQL's specification writes it; of a
	// directive that something carries, it is the carrier's and then the
	// directive's.
	Coordinate string `json:"coordinate"`
	// Message goes on where the coordinate ends: "is removed".
	Message string `json:"message"`
	// Breaks are the documents that this change breaks, by client.
	Breaks []Use `json:"breaks,omitempty"`
	// Within reports that it is part of something that is new, and goes without
	// saying.
	Within bool `json:"within,omitempty"`

	// touches is what a document uses that the change breaks.
	touches []string
}

// Use is the documents of a client that use something, by their labels.
type Use struct {
	Client    string   `json:"client"`
	Documents []string `json:"documents"`
}

// sorted puts the worst first and then goes by coordinate.
func sorted(changes []Change) []Change {
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(
			slices.Index(Criticalities(), a.Criticality)-slices.Index(Criticalities(), b.Criticality),
			strings.Compare(a.Coordinate, b.Coordinate), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Message, b.Message),
		)
	})
	return changes
}

// place is something in a schema of which changes are told.
type place struct {
	*differ
	at  string
	new bool // all of it, so that nobody uses it yet
}

// in is a part of the place.
func (p place) in(format string, name string) place {
	p.at = fmt.Sprintf(format, p.at, name)
	return p
}

// fresh is the place as part of something new.
func (p place) fresh() place {
	p.new = true
	return p
}

// tell notes a change, as critical as its rule is.
func (p place) tell(rule string, args ...any) *Change {
	return p.tellAs(rules[rule].criticality, rule, args...)
}

// tellIf notes a change that is safe under a condition.
func (p place) tellIf(safe bool, rule string, args ...any) *Change {
	if safe {
		return p.tellAs(Safe, rule, args...)
	}
	return p.tell(rule, args...)
}

// tellAs notes a change of some criticality. What is new breaks nobody.
func (p place) tellAs(level Criticality, rule string, args ...any) *Change {
	if p.new {
		level = Safe
	}
	element, _, _ := strings.Cut(p.at, " @")
	p.changes = append(p.changes, Change{
		Criticality: level, Rule: rule, Coordinate: p.at, Message: fmt.Sprintf(rules[rule].message, args...),
		Within: p.new, touches: []string{element},
	})
	return &p.changes[len(p.changes)-1]
}

// touching replaces what a document uses that the change breaks.
func (c *Change) touching(coordinates ...string) { c.touches = coordinates }

// itself reports that the change is the new thing and not a part of it.
func (c *Change) itself() { c.Within = false }

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
	// Coordinate is the changed schema coordinate; for an applied directive,
	// the element's followed by the directive's.
	Coordinate string `json:"coordinate"`
	// Message continues the coordinate: "is removed".
	Message string `json:"message"`
	// Breaks are the documents that this change breaks, by client.
	Breaks []Use `json:"breaks,omitempty"`
	// Within: it is part of something new, and need not be listed.
	Within bool `json:"within,omitempty"`

	// touches are the coordinates that a broken document uses.
	touches []string
}

// Use is a client's documents that use something, by label.
type Use struct {
	Client    string   `json:"client"`
	Documents []string `json:"documents"`
}

// sorted orders by criticality, worst first, and then by coordinate.
func sorted(changes []Change) []Change {
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(
			slices.Index(Criticalities(), a.Criticality)-slices.Index(Criticalities(), b.Criticality),
			strings.Compare(a.Coordinate, b.Coordinate), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Message, b.Message),
		)
	})
	return changes
}

// place is a schema element whose changes are recorded.
type place struct {
	*differ
	at  string
	new bool // all of it is new, so nobody uses it yet
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

// tell records a change with its rule's criticality.
func (p place) tell(rule string, args ...any) *Change {
	return p.tellAs(rules[rule].criticality, rule, args...)
}

// tellIf records a change that is safe under a condition.
func (p place) tellIf(safe bool, rule string, args ...any) *Change {
	if safe {
		return p.tellAs(Safe, rule, args...)
	}
	return p.tell(rule, args...)
}

// tellAs records a change with the given criticality. New elements break
// nobody.
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

// touching replaces the coordinates that a broken document uses.
func (c *Change) touching(coordinates ...string) { c.touches = coordinates }

// itself marks the change as the new element and not a part of it.
func (c *Change) itself() { c.Within = false }

package policy

import "time"

// First is the first day on which somebody may have been born.
func (b Birth) First() time.Time { return b.earliest }

// Uncertain reports whether the day is not known.
func (b Birth) Uncertain() bool { return !b.earliest.Equal(b.latest) }

// Rules is how many rows the law has.
func Rules() int { return len(law) }

// RuleWants is what row i wants.
func RuleWants(i int) string { return law[i].wants }

// Without is how the law decides when row i is struck out.
func Without(i int) func(Request, Facts, time.Time) Decision {
	return by(append(append([]rule(nil), law[:i]...), law[i+1:]...))
}

// Flipped is how the law decides when row i says the opposite.
func Flipped(i int) func(Request, Facts, time.Time) Decision {
	rules := append([]rule(nil), law...)
	rules[i].fails = func(c evaluation) Code { return unless(law[i].fails(c) != Open, NotAvailableOnBehalf) }
	return by(rules)
}

// Swapped is how the law decides when rows i and i+1 change places, and
// numbers; false when there is nothing to notice: of one number, 7 and 7b are
// about different relations, the two about age answer alike, and a row about
// people and one about projects are never asked of the same question.
func Swapped(i int) (func(Request, Facts, time.Time) Decision, bool) {
	if i+1 == len(law) {
		return nil, false
	}
	a, b := law[i], law[i+1]
	if a.number == b.number && (a.applies == ofPeople && b.applies != always || a.applies == ofProjects && b.applies == ofPeople) {
		return nil, false
	}
	rules := append([]rule(nil), law...)
	rules[i], rules[i+1] = rules[i+1], rules[i]
	rules[i].number, rules[i+1].number = rules[i+1].number, rules[i].number
	return by(rules), true
}

func by(rules []rule) func(Request, Facts, time.Time) Decision {
	return func(q Request, f Facts, now time.Time) Decision { return decide(rules, q, f, now) }
}

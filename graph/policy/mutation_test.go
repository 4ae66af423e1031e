package policy_test

import (
	"testing"
	"time"

	"helsegraf/graph/policy"
)

// Every rule has rows of the truth table that hold it: they notice when it is
// struck out, says the opposite, or is asked too early.
func TestEveryRuleIsHeld(t *testing.T) {
	t.Parallel()
	for i := range policy.Rules() {
		t.Run(policy.RuleWants(i), func(t *testing.T) {
			t.Parallel()
			if n := noticing(policy.Without(i)); n == 0 {
				t.Error("no row notices that the rule is gone")
			}
			if n := noticing(policy.Flipped(i)); n == 0 {
				t.Error("no row notices that the rule says the opposite")
			}
			if swapped, ok := policy.Swapped(i); ok && noticing(swapped) == 0 {
				t.Error("no row notices that the rule changed places with the next")
			}
		})
	}
}

// noticing is how many rows of the truth table are not as another law decides.
func noticing(law func(policy.Request, policy.Facts, time.Time) policy.Decision) int {
	n := 0
	for _, row := range truths() {
		if d := law(row.w.question(), row.w.f, now); d.Code() != row.want || d.Rule() != row.rule {
			n++
		}
	}
	return n
}

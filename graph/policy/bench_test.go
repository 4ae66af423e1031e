package policy_test

import (
	"testing"

	"helsegraf/graph/policy"
)

func benchmarks() map[string]*world {
	return map[string]*world{
		"self":          self(policy.Medication),
		"self, denied":  self(policy.Medication).but(level(policy.Basis)),
		"parent":        acting(policy.Medication, 9, parent()),
		"power, ending": acting(policy.Medication, 50, until(fullmakt(), midnight(-1, 0, 0))),
		"two relations": acting(policy.Medication, 13, parent(), power(policy.Guardian)),
		"no relation":   acting(policy.Medication, 50),
	}
}

func BenchmarkDecide(b *testing.B) {
	for name, w := range benchmarks() {
		b.Run(name, func(b *testing.B) {
			q := w.question()
			b.ReportAllocs()
			for b.Loop() {
				policy.Decide(q, w.f, now)
			}
		})
	}
}

func BenchmarkReach(b *testing.B) {
	for name, w := range benchmarks() {
		b.Run(name, func(b *testing.B) {
			q := w.question()
			b.ReportAllocs()
			for b.Loop() {
				policy.Reach(q, w.f, now)
			}
		})
	}
}

// A decision is made for every subject and service of a request.
func TestDecideAllocatesNothing(t *testing.T) {
	for name, w := range benchmarks() {
		q := w.question()
		if n := testing.AllocsPerRun(100, func() { policy.Decide(q, w.f, now) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

package sourcetest

import "testing"

// Measured is a piece of work whose cost is watched.
type Measured struct {
	Name string
	// Budget is how many allocations it may take, a little above what it takes.
	Budget int
	Do     func()
}

// Benchmark measures each piece of work, for benchstat to compare.
func Benchmark(b *testing.B, all []Measured) {
	b.Helper()
	for _, m := range all {
		b.Run(m.Name, func(b *testing.B) {
			m.Do() // what is only done once is not what is measured
			b.ReportAllocs()
			for b.Loop() {
				m.Do()
			}
		})
	}
}

// WithinBudget asserts the budgets. Allocations are the same on every machine;
// how long something takes is for benchmarks to tell and fails no test.
func WithinBudget(t *testing.T, all []Measured) {
	t.Helper()
	for _, m := range all {
		t.Run(m.Name, func(t *testing.T) {
			const runs = 20
			if n := testing.AllocsPerRun(runs, m.Do); n > float64(m.Budget*loosened) {
				t.Errorf("%v allocations, more than %d", n, m.Budget*loosened)
			}
		})
	}
}

package behandlingssted_test

import (
	"testing"

	mock "helsegraf/mocks/behandlingssted"
	"helsegraf/sources"
	"helsegraf/sources/behandlingssted"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	c := behandlingssted.New(env.Recorded(t, register), sources.OpenSettings{})
	one := first(t, c)
	return []sourcetest.Measured{
		{Name: "treatments", Budget: 250, Do: func() { first(t, c) }},
		{Name: "places", Budget: 1400, Do: func() {
			if all, err := c.Providers(t.Context(), one); err != nil || len(all.Value) == 0 {
				t.Fatal(all, err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

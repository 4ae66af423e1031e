package timeavtaler_test

import (
	"testing"

	mocktimeavtaler "helsegraf/mocks/timeavtaler"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/timeavtaler"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mocktimeavtaler.New)
	line := granted(t, env.Number(t, "line"))
	c := timeavtaler.New(env.Recorded(t, register, env.Login(t, timeavtaler.Audience, timeavtaler.Scope)), nhn.Options{})
	return []sourcetest.Measured{{Name: "appointments", Budget: 1300, Do: func() {
		if all, err := c.Appointments(t.Context(), line); err != nil || len(all) == 0 {
			t.Fatal(len(all), err)
		}
	}}}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

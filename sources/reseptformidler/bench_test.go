package reseptformidler_test

import (
	"testing"

	mock "helsegraf/mocks/reseptformidler"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	ask := func(v reseptformidler.View) func() {
		c := reseptformidler.New(env.Recorded(t, register, env.Login(t, reseptformidler.Audience, reseptformidler.Scope)), reseptformidler.Options{})
		return func() {
			if list, err := c.Prescriptions(t.Context(), line, v); err != nil || len(list.Prescriptions) == 0 {
				t.Fatal(len(list.Prescriptions), err)
			}
		}
	}
	return []sourcetest.Measured{
		{Name: "current", Budget: 1215, Do: ask(reseptformidler.Current)},
		{Name: "history", Budget: 915, Do: ask(reseptformidler.History)},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

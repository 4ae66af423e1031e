package varsling_test

import (
	"testing"

	mock "helsegraf/mocks/varsling"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/varsling"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	c := varsling.New(env.Recorded(t, register, env.Login(t, varsling.Audience, varsling.Scope)), nhn.Options{})
	return []sourcetest.Measured{{Name: "settings", Budget: 60, Do: func() {
		if s, err := c.Settings(t.Context(), line); err != nil || s.Level == nil {
			t.Fatalf("%+v, %v", s, err)
		}
	}}, {Name: "events", Budget: 600, Do: func() {
		if all, err := c.Events(t.Context(), line, everything, nhn.Window{First: 20}); err != nil || len(all.Rows) < 20 {
			t.Fatalf("%+v, %v", all, err)
		}
	}}}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

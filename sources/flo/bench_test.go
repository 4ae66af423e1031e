package flo_test

import (
	"testing"

	mock "helsegraf/mocks/flo"
	"helsegraf/sources/flo"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	c := flo.New(env.Recorded(t, register, env.Login(t, flo.Audience, flo.Scope)), nhn.Options{})
	return []sourcetest.Measured{{Name: "status", Budget: 80, Do: func() {
		if s, err := c.Status(t.Context(), line); err != nil || s.WaitingList == nil {
			t.Fatalf("%+v, %v", s, err)
		}
	}}}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

package verktoy_test

import (
	"testing"

	mock "helsegraf/mocks/verktoy"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/verktoy"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	c := verktoy.New(env.Recorded(t, register, env.Login(t, verktoy.Audience, verktoy.Scope)), nhn.Options{})
	return []sourcetest.Measured{{Name: "tools", Budget: 160, Do: func() {
		if all, err := c.Tools(t.Context(), line); err != nil || len(all) != 5 {
			t.Fatalf("%+v, %v", all, err)
		}
	}}}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

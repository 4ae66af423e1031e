package henvisninger_test

import (
	"testing"

	mockhenvisninger "helsegraf/mocks/henvisninger"
	"helsegraf/sources/henvisninger"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// measured is the read, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mockhenvisninger.New)
	line := granted(t, env.Number(t, "line"))
	c := henvisninger.New(env.Recorded(t, register, env.Login(t, henvisninger.Audience, henvisninger.Scope)), nhn.Options{})
	return []sourcetest.Measured{{Name: "referrals", Budget: 400, Do: func() {
		if all, err := c.Referrals(t.Context(), line); err != nil || len(all) != 2 {
			t.Fatal(len(all), err)
		}
	}}}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

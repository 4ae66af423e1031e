package pasientreiser_test

import (
	"testing"

	mock "helsegraf/mocks/pasientreiser"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientreiser"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	c := pasientreiser.New(env.Recorded(t, register, env.Login(t, pasientreiser.Audience, pasientreiser.Scope)), nhn.Options{})
	return []sourcetest.Measured{
		{Name: "claims", Budget: 225, Do: func() {
			if all, err := c.Claims(t.Context(), line); err != nil || len(all) != 4 {
				t.Fatalf("%+v, %v", all, err)
			}
		}},
		{Name: "trips", Budget: 90, Do: func() {
			if all, err := c.Trips(t.Context(), line); err != nil || len(all) != 2 {
				t.Fatalf("%+v, %v", all, err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

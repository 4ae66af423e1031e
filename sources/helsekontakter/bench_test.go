package helsekontakter_test

import (
	"testing"

	mockhelsekontakter "helsegraf/mocks/helsekontakter"
	"helsegraf/sources/helsekontakter"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// measured is the read, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mockhelsekontakter.New)
	berit := granted(t, env.Number(t, "berit"))
	c := helsekontakter.New(env.Recorded(t, register, env.Login(t, helsekontakter.Audience, helsekontakter.Scope)), nhn.Options{})
	return []sourcetest.Measured{{Name: "contacts", Budget: 400, Do: func() {
		if all, err := c.Contacts(t.Context(), berit); err != nil || len(all.All) != 4 {
			t.Fatal(len(all.All), err)
		}
	}}}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

package helsearkiv_test

import (
	"testing"

	mockhelsearkiv "helsegraf/mocks/helsearkiv"
	"helsegraf/sources/helsearkiv"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mockhelsearkiv.New)
	line := granted(t, env.Number(t, "line"))
	c := helsearkiv.New(env.Recorded(t, register, env.Login(t, helsearkiv.Audience, helsearkiv.Scope)), nhn.Options{})
	return []sourcetest.Measured{{Name: "documents", Budget: 500, Do: func() {
		if all, err := c.Documents(t.Context(), line, nhn.Window{First: 20}); err != nil || len(all.Rows) == 0 {
			t.Fatal(len(all.Rows), err)
		}
	}}}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

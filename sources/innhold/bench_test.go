package innhold_test

import (
	"testing"

	mock "helsegraf/mocks/innhold"
	"helsegraf/sources"
	"helsegraf/sources/innhold"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	c := innhold.New(env.Recorded(t, register, withKey), sources.OpenSettings{})
	return []sourcetest.Measured{{Name: "articles", Budget: 6000, Do: func() {
		if all, err := c.OfCode(t.Context(), "N89", []innhold.ArticleCodeSystem{innhold.ICPC2}); err != nil || len(all.Value) != 2 {
			t.Fatal(all, err)
		}
	}}}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

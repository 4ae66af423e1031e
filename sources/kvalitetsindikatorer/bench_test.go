package kvalitetsindikatorer_test

import (
	"testing"

	mock "helsegraf/mocks/kvalitetsindikatorer"
	"helsegraf/sources"
	"helsegraf/sources/kvalitetsindikatorer"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	c := kvalitetsindikatorer.New(env.Recorded(t, register, withKey), sources.OpenSettings{})
	one := first(t, c)
	return []sourcetest.Measured{
		{Name: "indicators", Budget: 400, Do: func() { first(t, c) }},
		{Name: "measurements", Budget: 1000, Do: func() {
			if all, err := c.Measurements(t.Context(), one); err != nil || len(all.Value) == 0 {
				t.Fatal(all, err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

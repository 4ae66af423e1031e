package sysvak_test

import (
	"testing"

	mocksysvak "helsegraf/mocks/sysvak"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/sysvak"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mocksysvak.New)
	berit := granted(t, env.Number(t, "berit"))
	c := sysvak.New(env.Recorded(t, register, env.Login(t, sysvak.Audience, sysvak.Scope)), nhn.Options{})
	return []sourcetest.Measured{
		{Name: "vaccinations", Budget: 600, Do: func() {
			if v, err := c.Vaccinations(t.Context(), berit); err != nil || len(v.Given) == 0 {
				t.Fatal(len(v.Given), err)
			}
		}},
		{Name: "recommendations", Budget: 160, Do: func() {
			if all, err := c.Recommendations(t.Context(), berit); err != nil || len(all) == 0 {
				t.Fatal(len(all), err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

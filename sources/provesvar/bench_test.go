package provesvar_test

import (
	"testing"

	mockprovesvar "helsegraf/mocks/provesvar"
	"helsegraf/sources/nhn"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mockprovesvar.New)
	line := granted(t, env.Number(t, "line"))
	c := provesvar.New(env.Recorded(t, register, env.Login(t, provesvar.Audience, provesvar.Scope)), nhn.Options{})
	reports, err := c.Reports(t.Context(), line)
	if err != nil || len(reports.Results) == 0 {
		t.Fatal(len(reports.Results), err)
	}
	return []sourcetest.Measured{
		{Name: "reports", Budget: 400, Do: func() {
			if all, err := c.Reports(t.Context(), line); err != nil || !all.Complete {
				t.Fatal(all.Complete, err)
			}
		}},
		{Name: "findings", Budget: 900, Do: func() {
			f, err := c.Findings(t.Context(), line)
			if err != nil || len(f.Of(&reports.Results[0])) == 0 {
				t.Fatal(err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

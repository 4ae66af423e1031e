package personvern_test

import (
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/personvern"
	"helsegraf/sources/personvern"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, from the Inquiry or Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	client := func() *personvern.Client {
		return personvern.New(env.Recorded(t, "personvern", pvk(t, env)), env.Recorded(t, "personvern", fullmakt(t, env)), nil)
	}
	line, gunnar := sourcetest.Inquiry(env.Number(t, "line")), sourcetest.Inquiry(env.Number(t, "gunnar"))
	given := sourcetest.Grant(t, env.Number(t, "berit"), policy.Privacy)
	hers, his := client(), client()
	return []sourcetest.Measured{
		{Name: "settings", Budget: 85, Do: func() {
			if s, err := hers.Settings(t.Context(), line); err != nil || s.Consent.Level != policy.Full {
				t.Fatal(s.Consent.Level, err)
			}
		}},
		{Name: "powers given", Budget: 60, Do: func() {
			if p, err := hers.PowersGiven(t.Context(), given); err != nil || len(p) != 1 {
				t.Fatal(len(p), err)
			}
		}},
		{Name: "fifty powers received", Budget: 600, Do: func() {
			if p, err := his.PowersReceived(t.Context(), gunnar); err != nil || len(p) < 50 {
				t.Fatal(len(p), err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

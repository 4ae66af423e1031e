package fastlegeregister_test

import (
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/fastlegeregister"
	"helsegraf/sources"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fnr"
	"helsegraf/sources/sourcetest"
)

// measured is each question, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	client := func(o fastlegeregister.Options) *fastlegeregister.Client {
		return newClient(t, env.Recorded(t, register, credentials), o)
	}
	current := func(subjects []fnr.Number, o fastlegeregister.Options) func() {
		var grants []policy.Grant
		for _, n := range subjects {
			grants = append(grants, grant(t, n))
		}
		flr := client(o)
		return func() {
			for _, a := range flr.Current(t.Context(), grants) {
				if kind := sources.KindOf(a.Err); kind != 0 && kind != sources.NotFound {
					t.Fatal(a.Err)
				}
			}
		}
	}
	var fifty []fnr.Number
	for _, p := range env.World.People()[:50] {
		fifty = append(fifty, sourcetest.Number(t, p.Number))
	}
	line := env.Number(t, "line")
	one := client(fastlegeregister.Options{})
	return []sourcetest.Measured{
		{Name: "current", Budget: 150, Do: current([]fnr.Number{line}, fastlegeregister.Options{})},
		{Name: "current, SOAP 1.2", Budget: 170, Do: current([]fnr.Number{line}, fastlegeregister.Options{SOAP12: true})},
		{Name: "current of fifty", Budget: 2700, Do: current(fifty, fastlegeregister.Options{})},
		{Name: "history", Budget: 250, Do: func() {
			if h, err := one.History(t.Context(), grant(t, line)); err != nil || len(h) == 0 {
				t.Fatal(len(h), err)
			}
		}},
		{Name: "search", Budget: 220, Do: func() {
			// By name: a whole municipality is kept.
			if found, err := one.Search(t.Context(), fastlegeregister.SearchQuery{Municipality: "0301", Name: "e"}); err != nil || len(found.Lists) == 0 || !found.Whole {
				t.Fatal(len(found.Lists), err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }

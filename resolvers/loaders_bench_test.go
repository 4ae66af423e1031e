package resolvers

import (
	"context"
	"testing"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/mocks/world"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/sourcetest"
)

// measuredLoaders is the overhead of batches; the calls themselves return at
// once.
func measuredLoaders(t testing.TB) []sourcetest.Measured {
	t.Helper()
	const people = 50
	world, err := world.New(world.Options{Now: sourcetest.Now, People: people})
	if err != nil {
		t.Fatal(err)
	}
	var grants []policy.Grant
	for _, p := range world.People()[:people] {
		grants = append(grants, sourcetest.Grant(t, sourcetest.Number(t, p.Number), policy.Medication))
	}
	r := tabled()
	q := &request{r: r, now: sourcetest.Now()}
	ctx := graph.WithRecordIDs(t.Context(), q)
	fetch := func(grants []policy.Grant, fetch batchFetch[policy.Grant, int]) func() {
		return func() {
			results := loader[policy.Grant, int]{batchFetch: fetch}
			l := loaders{expected: []batch{&results}}
			for _, g := range grants {
				results.expect(g)
			}
			l.start(ctx)
			for _, g := range grants {
				if n, err := results.load(ctx, g); n != 1 || err != nil {
					t.Fatal(n, err)
				}
			}
		}
	}
	oneByOne := each(func(context.Context, policy.Grant) (int, error) { return 1, nil })
	together := many(subjectOf(policy.Medication), func(_ context.Context, grants []policy.Grant) map[fnr.Number]sources.Result[int] {
		results := make(map[fnr.Number]sources.Result[int], len(grants))
		for _, g := range grants {
			n, _ := g.Subject(policy.Medication)
			results[n] = sources.Result[int]{Value: 1}
		}
		return results
	})
	var needs []plan.Need
	for _, field := range []string{
		"Person.generalPractitioner", "Person.prescriptions", "Person.summaryCareRecord", "CriticalInformation.allergies",
		"CriticalInformation.conditions", "HospitalJournal.documents", "ExemptionCard.paid", "ExemptionCard.coPayments",
	} {
		needs = append(needs, plan.Need{Field: field})
	}
	return []sourcetest.Measured{
		{Name: "one", Budget: 35, Do: fetch(grants[:1], oneByOne)},
		{Name: "fifty one by one", Budget: 600, Do: fetch(grants, oneByOne)},
		{Name: "fifty together", Budget: 500, Do: fetch(grants, together)},
		{Name: "batches of a person", Budget: 65, Do: func() {
			var l loaders
			for _, need := range needs {
				l.expect(q, need, grants[0])
			}
			if n := l.size(); n != 10 {
				t.Fatal(n)
			}
		}},
	}
}

func BenchmarkLoaders(b *testing.B) { sourcetest.Benchmark(b, measuredLoaders(b)) }

func TestBudgetsOfLoaders(t *testing.T) { sourcetest.WithinBudget(t, measuredLoaders(t)) }

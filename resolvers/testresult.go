package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/provesvar"
)

type testResultResolver struct{ *Resolver }

// TestResult resolves TestResult.
func (r *Resolver) TestResult() graph.TestResultResolver { return testResultResolver{r} }

// TestResults is a page of the person's test results.
func (r personResolver) TestResults(ctx context.Context, p *graph.Person, category *provesvar.TestResultCategory, since *fhir.Date, first *int, after *string) (*graph.TestResultConnection, error) {
	all, err := r.reports(ctx, p)
	if err != nil {
		return nil, err
	}
	if category != nil || since != nil {
		all = slices.DeleteFunc(slices.Clone(all), func(t provesvar.TestResult) bool {
			return category != nil && t.Category != *category || since != nil && t.TakenOn != nil && *t.TakenOn < *since
		})
	}
	return page(ctx, r.cursors(ctx, "Person.testResults"), all, first, after, placeOfTestResult)
}

// TestResult is the person's test result of an id.
func (r personResolver) TestResult(ctx context.Context, p *graph.Person, id string) (*provesvar.TestResult, error) {
	key, err := requestOf(ctx).keyOf(p, "TestResult", id)
	if err != nil {
		return nil, err
	}
	all, err := r.reports(ctx, p)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(t provesvar.TestResult) bool { return t.ID.Key == key })
	if i < 0 {
		return nil, refused(policy.NotFound)
	}
	return &all[i], nil
}

func (r personResolver) reports(ctx context.Context, p *graph.Person) ([]provesvar.TestResult, error) {
	g, err := grant(ctx, p, policy.TestResult)
	if err != nil {
		return nil, err
	}
	return r.reads.reports.load(ctx, g)
}

// Observations are the findings of a report.
func (r testResultResolver) Observations(ctx context.Context, t *provesvar.TestResult) ([]provesvar.Observation, error) {
	all, err := r.reads.findings.load(ctx, t.Grant)
	if err != nil {
		return nil, err
	}
	return all.Of(t), nil
}

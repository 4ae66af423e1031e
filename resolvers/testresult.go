package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
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
	shown := all.Results
	if category != nil || since != nil {
		shown = slices.DeleteFunc(slices.Clone(shown), func(t provesvar.TestResult) bool {
			return category != nil && t.Category != *category || since != nil && t.TakenOn != nil && *t.TakenOn < *since
		})
	}
	c, err := page(ctx, r.cursors(ctx, "Person.testResults"), shown, first, after, placeOfTestResult)
	if err != nil {
		return nil, err
	}
	if c.Complete = all.Complete; !all.Complete {
		c.TotalCount = nil
	}
	return c, nil
}

// TestResult is one of the person's test results, by id.
func (r personResolver) TestResult(ctx context.Context, p *graph.Person, id string) (*provesvar.TestResult, error) {
	key, err := requestOf(ctx).keyOf(p, "TestResult", id)
	if err != nil {
		return nil, err
	}
	all, err := r.reports(ctx, p)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all.Results, func(t provesvar.TestResult) bool { return t.ID.Key == key })
	switch {
	case i < 0 && !all.Complete: // it may be among those that could not be read
		return nil, sources.Garbled
	case i < 0:
		return nil, refused(policy.NotFound)
	}
	return &all.Results[i], nil
}

func (r personResolver) reports(ctx context.Context, p *graph.Person) (provesvar.Reports, error) {
	g, err := grant(ctx, p, policy.TestResult)
	if err != nil {
		return provesvar.Reports{}, err
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

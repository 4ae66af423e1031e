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
	g, err := grant(ctx, p, policy.TestResult)
	if err != nil {
		return nil, err
	}
	c := r.cursors(ctx, "Person.testResults")
	w, read, err := windowIn(ctx, c, first, after)
	if err != nil {
		return nil, err
	}
	rows, err := r.reads.results.load(ctx, resultsKey{window{g, read}, provesvar.Filter{Category: fhir.Known(category), Since: fhir.Known(since)}})
	if err != nil {
		return nil, err
	}
	return rowsPage(ctx, c, w, rows), nil
}

// resultsIn is the filter in a need's arguments, which have been checked.
func resultsIn(args map[string]any) provesvar.Filter {
	category, _ := args["category"].(string)
	since, _ := args["since"].(string)
	return provesvar.Filter{Category: provesvar.TestResultCategory(category), Since: fhir.Date(since)}
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

// findingsOf fetches the findings of the reports that are read under a Grant: those of
// the pages, or all where one report is named by its id.
func (t *reads) findingsOf(c *provesvar.Client) func(context.Context, policy.Grant) (provesvar.Findings, error) {
	return func(ctx context.Context, g policy.Grant) (provesvar.Findings, error) {
		q := requestOf(ctx)
		if t.reports.of(q).expects(g) {
			return c.Findings(ctx, g)
		}
		var all []provesvar.TestResult
		for _, key := range t.results.of(q).keys {
			if key.grant != g {
				continue
			}
			rows, err := t.results.load(ctx, key)
			if err != nil {
				return provesvar.Findings{}, err
			}
			all = append(all, rows.Values()...)
		}
		return c.FindingsOf(ctx, g, all)
	}
}

// Observations are the findings of a report.
func (r testResultResolver) Observations(ctx context.Context, t *provesvar.TestResult) ([]provesvar.Observation, error) {
	all, err := r.reads.findings.load(ctx, t.Grant)
	if err != nil {
		return nil, err
	}
	return all.Of(t), nil
}

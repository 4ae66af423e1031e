package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/sources/fastlegeregister"
)

// GeneralPractitioners is the open search for GPs. It concerns no person, so
// nothing is decided or logged.
func (r queryResolver) GeneralPractitioners(ctx context.Context, municipality string, acceptsPatients *bool, name *string, first *int, after *string) (*graph.GeneralPractitionerConnection, error) {
	if err := r.reads.search.refused(); err != nil {
		return nil, err
	}
	query := fastlegeregister.SearchQuery{Municipality: municipality, AcceptsPatients: acceptsPatients}
	if name != nil {
		query.Name = *name
	}
	found, err := r.Fastlegeregister.Search(ctx, query)
	if err != nil {
		return nil, err
	}
	c, err := page(ctx, r.ids.openCursors("Query.generalPractitioners"), found.Lists, first, after, placeOfGP)
	if err == nil && !found.Whole {
		c.TotalCount = nil
	}
	return c, err
}

// wrongSearchIn says what is wrong with the arguments of a search.
func wrongSearchIn(args map[string]any) (sentence, bool) {
	municipality, _ := args["municipality"].(string)
	name, _ := args["name"].(string)
	return wrongSearch, !fastlegeregister.SearchQuery{Municipality: municipality, Name: name}.WellFormed()
}

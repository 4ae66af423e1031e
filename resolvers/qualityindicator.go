package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph"
	"helsegraf/sources/kvalitetsindikatorer"
)

// QualityIndicators is the open search for quality indicators.
func (r queryResolver) QualityIndicators(ctx context.Context, search *string, first *int, after *string) (*graph.QualityIndicatorConnection, error) {
	if err := r.reads.indicators.refused(); err != nil {
		return nil, err
	}
	all, err := r.Kvalitetsindikatorer.Indicators(ctx)
	if err != nil {
		return nil, err
	}
	found := all.Value
	if search != nil {
		found = slices.DeleteFunc(slices.Clone(found), func(q kvalitetsindikatorer.QualityIndicator) bool { return !mentions(*q.Title, *search) })
	}
	return openPage(ctx, r.ids.openCursors("Query.qualityIndicators"), all.AsOf, found, first, after, placeOfIndicator)
}

type qualityIndicatorResolver struct{ *Resolver }

// QualityIndicator resolves QualityIndicator.
func (r *Resolver) QualityIndicator() graph.QualityIndicatorResolver {
	return qualityIndicatorResolver{r}
}

// Measurements is a page of what was measured.
func (r qualityIndicatorResolver) Measurements(ctx context.Context, of *kvalitetsindikatorer.QualityIndicator, place, period *string, first *int, after *string) (*graph.QualityMeasurementConnection, error) {
	all, err := r.Kvalitetsindikatorer.Measurements(ctx, *of)
	if err != nil {
		return nil, err
	}
	found := all.Value
	if place != nil || period != nil {
		found = slices.DeleteFunc(slices.Clone(found), func(m kvalitetsindikatorer.QualityMeasurement) bool {
			return place != nil && !mentions(*m.Location.Name, *place) || period != nil && *m.Period != *period
		})
	}
	return openPage(ctx, r.ids.openCursors("QualityIndicator.measurements"), all.AsOf, found, first, after, placeOfMeasurement)
}

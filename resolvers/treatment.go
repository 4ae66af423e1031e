package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph"
	"helsegraf/sources/behandlingssted"
	"helsegraf/sources/pasientjournal"
)

// Treatments is the open search for treatments.
func (r queryResolver) Treatments(ctx context.Context, search *string, first *int, after *string) (*graph.TreatmentConnection, error) {
	if err := r.reads.treatments.refused(); err != nil {
		return nil, err
	}
	all, err := r.Behandlingssted.Treatments(ctx)
	if err != nil {
		return nil, err
	}
	found := all.Value
	if search != nil {
		found = slices.DeleteFunc(slices.Clone(found), func(t behandlingssted.Treatment) bool { return !t.Mentions(mentions, *search) })
	}
	return openPage(ctx, r.ids.openCursors("Query.treatments"), all.AsOf, found, first, after, placeOfTreatment)
}

type treatmentResolver struct{ *Resolver }

// Treatment resolves Treatment.
func (r *Resolver) Treatment() graph.TreatmentResolver { return treatmentResolver{r} }

// Providers is a page of the places that give the treatment.
func (r treatmentResolver) Providers(ctx context.Context, of *behandlingssted.Treatment, region *pasientjournal.Region, by behandlingssted.Sort, first *int, after *string) (*graph.TreatmentProviderConnection, error) {
	all, err := r.Behandlingssted.Providers(ctx, *of)
	if err != nil {
		return nil, err
	}
	found := behandlingssted.Sorted(all.Value, by)
	if region != nil {
		found = slices.DeleteFunc(found, func(p behandlingssted.TreatmentProvider) bool {
			return !slices.Contains(regionsOf(p.RegionNames), *region)
		})
	}
	at := placeByName
	if by == behandlingssted.ShortestWait {
		at = placeByWait
	}
	return openPage(ctx, r.ids.openCursors("Treatment.providers"), all.AsOf, found, first, after, at)
}

type treatmentProviderResolver struct{ *Resolver }

// TreatmentProvider resolves TreatmentProvider.
func (r *Resolver) TreatmentProvider() graph.TreatmentProviderResolver {
	return treatmentProviderResolver{r}
}

// Regions are the health regions of the place.
func (treatmentProviderResolver) Regions(_ context.Context, p *behandlingssted.TreatmentProvider) ([]pasientjournal.Region, error) {
	return regionsOf(p.RegionNames), nil
}

// regionsOf are health regions by the register's names; nil when one is unknown.
func regionsOf(names []string) []pasientjournal.Region {
	known := map[string]pasientjournal.Region{"HelseNord": "NORD", "HelseMidt": "MIDT", "HelseVest": "VEST", "HelseSorOst": "SOR_OST", "HelseSørØst": "SOR_OST"}
	var out []pasientjournal.Region
	for _, name := range names {
		region, ok := known[name]
		if !ok {
			return nil
		}
		out = append(out, region)
	}
	return out
}

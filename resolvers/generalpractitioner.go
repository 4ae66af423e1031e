package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/sources/fastlegeregister"
)

type personGeneralPractitionerResolver struct{ *Resolver }

// PersonGeneralPractitioner resolves PersonGeneralPractitioner.
func (r *Resolver) PersonGeneralPractitioner() graph.PersonGeneralPractitionerResolver {
	return personGeneralPractitionerResolver{r}
}

// History is a page of the person's previous GPs.
func (r personGeneralPractitionerResolver) History(ctx context.Context, gp *fastlegeregister.PersonGeneralPractitioner, first *int, after *string) (*graph.Connection[fastlegeregister.GeneralPractitionerPeriod], error) {
	periods, err := r.reads.history.load(ctx, gp.Grant)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "PersonGeneralPractitioner.history"), periods, first, after, placeOfPeriod)
}

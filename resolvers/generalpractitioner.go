package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/sources/dialog"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
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

// DigitalServices are what the practice offers; nil when no doctor of the list can
// be written to.
func (r personGeneralPractitionerResolver) DigitalServices(ctx context.Context, gp *fastlegeregister.PersonGeneralPractitioner) ([]dialog.DigitalService, error) {
	return r.reads.digitalServices.load(ctx, gp.Grant)
}

// DigitalServicesClosedUntil is the last day on which they are closed.
func (r personGeneralPractitionerResolver) DigitalServicesClosedUntil(ctx context.Context, gp *fastlegeregister.PersonGeneralPractitioner) (*fhir.Date, error) {
	return r.reads.closedUntil.load(ctx, gp.Grant)
}

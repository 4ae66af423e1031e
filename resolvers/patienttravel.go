package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

type patientTravelResolver struct{ *Resolver }

// PatientTravel resolves PatientTravel.
func (r *Resolver) PatientTravel() graph.PatientTravelResolver { return patientTravelResolver{r} }

// PatientTravel is a handle: its lists are fetched one by one.
func (personResolver) PatientTravel(ctx context.Context, p *graph.Person) (*graph.PatientTravel, error) {
	g, err := grant(ctx, p, policy.PatientTravel)
	if err != nil {
		return nil, err
	}
	return &graph.PatientTravel{Grant: g}, nil
}

// Claims is a page of the person's travel claims.
func (r patientTravelResolver) Claims(ctx context.Context, t *graph.PatientTravel, first *int, after *string) (*graph.TravelClaimConnection, error) {
	all, err := r.reads.travelClaims.load(ctx, t.Grant)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "PatientTravel.claims"), all, first, after, placeOfClaim)
}

// Trips is a page of the transport ordered for the person.
func (r patientTravelResolver) Trips(ctx context.Context, t *graph.PatientTravel, first *int, after *string) (*graph.OrderedTripConnection, error) {
	all, err := r.reads.orderedTrips.load(ctx, t.Grant)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "PatientTravel.trips"), all, first, after, placeOfTrip)
}

package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/sysvak"
)

// Vaccinations is a page of the vaccinations given.
func (r personResolver) Vaccinations(ctx context.Context, p *graph.Person, first *int, after *string) (*graph.VaccinationConnection, error) {
	all, err := r.vaccinations(ctx, p)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "Person.vaccinations"), all.Given, first, after, placeOfVaccination)
}

// VaccinationsNotGiven is a page of those offered and not given.
func (r personResolver) VaccinationsNotGiven(ctx context.Context, p *graph.Person, first *int, after *string) (*graph.VaccinationNotGivenConnection, error) {
	all, err := r.vaccinations(ctx, p)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "Person.vaccinationsNotGiven"), all.NotGiven, first, after, placeOfVaccination)
}

func (r personResolver) vaccinations(ctx context.Context, p *graph.Person) (sysvak.Vaccinations, error) {
	g, err := grant(ctx, p, policy.Vaccination)
	if err != nil {
		return sysvak.Vaccinations{}, err
	}
	return r.reads.vaccinations.load(ctx, g)
}

// VaccineRecommendations is a page of the vaccines recommended for the person.
func (r personResolver) VaccineRecommendations(ctx context.Context, p *graph.Person, first *int, after *string) (*graph.VaccineRecommendationConnection, error) {
	g, err := grant(ctx, p, policy.Vaccination)
	if err != nil {
		return nil, err
	}
	all, err := r.reads.recommendations.load(ctx, g)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "Person.vaccineRecommendations"), all, first, after, placeOfRecommendation)
}

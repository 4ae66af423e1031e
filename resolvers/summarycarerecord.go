package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/sources/kjernejournal"
)

type criticalInformationResolver struct{ *Resolver }

// CriticalInformation resolves CriticalInformation.
func (r *Resolver) CriticalInformation() graph.CriticalInformationResolver {
	return criticalInformationResolver{r}
}

// Allergies are the allergies on record.
func (r criticalInformationResolver) Allergies(ctx context.Context, c *kjernejournal.CriticalInformation) ([]kjernejournal.Allergy, error) {
	return r.reads.allergies.load(ctx, c.Grant())
}

// Conditions are the critical conditions on record.
func (r criticalInformationResolver) Conditions(ctx context.Context, c *kjernejournal.CriticalInformation) ([]kjernejournal.CriticalCondition, error) {
	return r.reads.conditions.load(ctx, c.Grant())
}

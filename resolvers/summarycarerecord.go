package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/sources/kjernejournal"
)

type (
	criticalInformationResolver struct{ *Resolver }
	allergyResolver             struct{ *Resolver }
	criticalConditionResolver   struct{ *Resolver }
)

// CriticalInformation resolves CriticalInformation.
func (r *Resolver) CriticalInformation() graph.CriticalInformationResolver {
	return criticalInformationResolver{r}
}

// Allergy resolves Allergy.
func (r *Resolver) Allergy() graph.AllergyResolver { return allergyResolver{r} }

// CriticalCondition resolves CriticalCondition.
func (r *Resolver) CriticalCondition() graph.CriticalConditionResolver {
	return criticalConditionResolver{r}
}

// Allergies are the allergies on record.
func (r criticalInformationResolver) Allergies(ctx context.Context, c *kjernejournal.CriticalInformation) ([]kjernejournal.Allergy, error) {
	return r.reads.allergies.load(ctx, c.Grant())
}

// Conditions are the critical conditions on record.
func (r criticalInformationResolver) Conditions(ctx context.Context, c *kjernejournal.CriticalInformation) ([]kjernejournal.CriticalCondition, error) {
	return r.reads.conditions.load(ctx, c.Grant())
}

// ID is the entry's id for this client.
func (r allergyResolver) ID(ctx context.Context, a *kjernejournal.Allergy) (string, error) {
	return r.ids.seal(requestOf(ctx).actor.Client(), allergyID, []byte(a.Key)), nil
}

// ID is the entry's id for this client.
func (r criticalConditionResolver) ID(ctx context.Context, c *kjernejournal.CriticalCondition) (string, error) {
	return r.ids.seal(requestOf(ctx).actor.Client(), conditionID, []byte(c.Key)), nil
}

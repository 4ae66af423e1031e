package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/kjernejournal"
)

type summaryCareRecordResolver struct{ *Resolver }

// SummaryCareRecord resolves SummaryCareRecord.
func (r *Resolver) SummaryCareRecord() graph.SummaryCareRecordResolver {
	return summaryCareRecordResolver{r}
}

// Visits is a page of the contacts with specialist care.
func (r summaryCareRecordResolver) Visits(ctx context.Context, s *kjernejournal.SummaryCareRecord, first *int, after *string) (*graph.VisitConnection, error) {
	return ofRecordPage(ctx, r.cursors(ctx, "SummaryCareRecord.visits"), s, &r.reads.visits, first, after, placeOfVisit)
}

// AccessLog is a page of who has looked into the record.
func (r summaryCareRecordResolver) AccessLog(ctx context.Context, s *kjernejournal.SummaryCareRecord, first *int, after *string) (*graph.RecordAccessConnection, error) {
	return ofRecordPage(ctx, r.cursors(ctx, "SummaryCareRecord.accessLog"), s, &r.reads.recordAccess, first, after, placeOfRecordAccess)
}

// ofRecordPage is a page of a list of the record; nil when there is no record.
func ofRecordPage[T any](ctx context.Context, c cursors, s *kjernejournal.SummaryCareRecord, from *read[policy.Grant, []T], first *int, after *string, at func(place, *T) place) (*graph.Connection[T], error) {
	if s.CriticalInformation == nil {
		return nil, nil //nolint:nilnil // as the schema says
	}
	all, err := from.load(ctx, s.Grant)
	if err != nil {
		return nil, err
	}
	return page(ctx, c, all, first, after, at)
}

// OwnEntries is a page of what the person has entered, of all kinds. The register has
// three searches for them, and without one of them the list would be short.
func (r summaryCareRecordResolver) OwnEntries(ctx context.Context, s *kjernejournal.SummaryCareRecord, first *int, after *string) (*graph.OwnEntryConnection, error) {
	if s.CriticalInformation == nil {
		return nil, nil //nolint:nilnil // as the schema says
	}
	var parts [][]kjernejournal.OwnEntry
	for _, from := range []*read[policy.Grant, []kjernejournal.OwnEntry]{&r.reads.ownContacts, &r.reads.ownIllnesses, &r.reads.ownNeeds} {
		part, err := from.load(ctx, s.Grant)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return page(ctx, r.cursors(ctx, "SummaryCareRecord.ownEntries"), kjernejournal.MergeOwn(parts...), first, after, placeOfOwnEntry)
}

// DonorCard is the person's donor card; nil when there is none.
func (r personResolver) DonorCard(ctx context.Context, p *graph.Person) (*kjernejournal.DonorCard, error) {
	g, err := grant(ctx, p, policy.DonorCard)
	if err != nil {
		return nil, err
	}
	return r.reads.donorCard.load(ctx, g)
}

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

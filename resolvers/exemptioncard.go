package resolvers

import (
	"context"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/frikort"
)

type exemptionCardResolver struct{ *Resolver }

// ExemptionCard resolves ExemptionCard. Its fields come from two operations of
// the register, and only those whose fields are selected are called.
func (r *Resolver) ExemptionCard() graph.ExemptionCardResolver { return exemptionCardResolver{r} }

// exemptionCard is the handle on one year's card.
func (r *Resolver) exemptionCard(g policy.Grant, year int) *graph.ExemptionCard {
	return &graph.ExemptionCard{Grant: g, Year: year, Ceiling: r.Frikort.Card(year).Ceiling}
}

// yearOf is the year of an argument, or the current one in Norway.
func yearOf(arg any, now time.Time) int {
	switch year := arg.(type) {
	case *int:
		if year != nil {
			return *year
		}
	case int64:
		return int(year)
	case int:
		return year
	}
	return now.Year()
}

func (r exemptionCardResolver) official(ctx context.Context, c *graph.ExemptionCard) (frikort.ExemptionCard, error) {
	return r.reads.cardStatus.load(ctx, yearKey{c.Grant, c.Year})
}

func (r exemptionCardResolver) list(ctx context.Context, c *graph.ExemptionCard) (frikort.ExemptionCard, error) {
	return r.reads.coPayments.load(ctx, yearKey{c.Grant, c.Year})
}

// Status is whether the person has a card.
func (r exemptionCardResolver) Status(ctx context.Context, c *graph.ExemptionCard) (*frikort.ExemptionCardStatus, error) {
	card, err := r.official(ctx, c)
	return card.Status, err
}

// ValidUntil is the last day of the card.
func (r exemptionCardResolver) ValidUntil(ctx context.Context, c *graph.ExemptionCard) (*fhir.Date, error) {
	card, err := r.official(ctx, c)
	return card.ValidUntil, err
}

// ValidFrom is the day the card was granted.
func (r exemptionCardResolver) ValidFrom(ctx context.Context, c *graph.ExemptionCard) (*fhir.Date, error) {
	card, err := r.list(ctx, c)
	return card.ValidFrom, err
}

// Paid is the amount approved so far.
func (r exemptionCardResolver) Paid(ctx context.Context, c *graph.ExemptionCard) (*fhir.Money, error) {
	card, err := r.list(ctx, c)
	return card.Paid, err
}

// Remaining is the amount left to the ceiling.
func (r exemptionCardResolver) Remaining(ctx context.Context, c *graph.ExemptionCard) (*fhir.Money, error) {
	card, err := r.list(ctx, c)
	return card.Remaining, err
}

// CoPayments is a page of the year's co-payments.
func (r exemptionCardResolver) CoPayments(ctx context.Context, c *graph.ExemptionCard, first *int, after *string) (*graph.Connection[frikort.CoPayment], error) {
	card, err := r.list(ctx, c)
	if err != nil || card.CoPayments == nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "ExemptionCard.coPayments"), card.CoPayments, first, after, placeOfCoPayment)
}

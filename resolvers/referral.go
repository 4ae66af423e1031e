package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/henvisninger"
)

// Referrals is a page of the person's referrals.
func (r personResolver) Referrals(ctx context.Context, p *graph.Person, first *int, after *string) (*graph.ReferralConnection, error) {
	all, err := r.referrals(ctx, p)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "Person.referrals"), all, first, after, placeOfReferral)
}

// Referral is one of the person's referrals, by id.
func (r personResolver) Referral(ctx context.Context, p *graph.Person, id string) (*henvisninger.Referral, error) {
	key, err := requestOf(ctx).keyOf(p, "Referral", id)
	if err != nil {
		return nil, err
	}
	all, err := r.referrals(ctx, p)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(one henvisninger.Referral) bool { return one.ID.Key == key })
	if i < 0 {
		return nil, refused(policy.NotFound)
	}
	return &all[i], nil
}

func (r personResolver) referrals(ctx context.Context, p *graph.Person) ([]henvisninger.Referral, error) {
	g, err := grant(ctx, p, policy.Referral)
	if err != nil {
		return nil, err
	}
	return r.reads.referrals.load(ctx, g)
}

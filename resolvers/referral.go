package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/henvisninger"
	"helsegraf/sources/timeavtaler"
)

type referralResolver struct{ *Resolver }

// Referral resolves Referral.
func (r *Resolver) Referral() graph.ReferralResolver { return referralResolver{r} }

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

// Appointments are those made because of the referral. Everything the person has is
// in one response, which the person's own list uses too.
func (r referralResolver) Appointments(ctx context.Context, of *henvisninger.Referral) ([]timeavtaler.Appointment, error) {
	g, err := grantFor(ctx, decisionKey{subject: of.ID.Subject, service: policy.Appointment})
	if err != nil {
		return nil, err
	}
	all, err := r.reads.appointments.load(ctx, g)
	if err != nil {
		return nil, err
	}
	out := []timeavtaler.Appointment{}
	for _, a := range all {
		if a.BasedOn(of.ID.Key) {
			out = append(out, a)
		}
	}
	return out, nil
}

package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/sources"
)

type mutationResolver struct{ *Resolver }

// Mutation resolves Mutation. Every field is a row of the table of changes.
func (r *Resolver) Mutation() graph.MutationResolver { return mutationResolver{r} }

// SetConsentLevel gives consent at a level.
func (r mutationResolver) SetConsentLevel(ctx context.Context, in graph.SetConsentLevelInput) (*graph.Changed, error) {
	return r.changes.setConsentLevel.make(ctx, in)
}

// WithdrawConsent ends the viewer's consent.
func (r mutationResolver) WithdrawConsent(ctx context.Context, in graph.WithdrawConsentInput) (*graph.Changed, error) {
	return r.changes.withdrawConsent.make(ctx, in)
}

// BlockService blocks a service.
func (r mutationResolver) BlockService(ctx context.Context, in graph.BlockServiceInput) (*graph.Changed, error) {
	return r.changes.blockService.make(ctx, in)
}

// UnblockService lifts the block of a service.
func (r mutationResolver) UnblockService(ctx context.Context, in graph.UnblockServiceInput) (*graph.Changed, error) {
	return r.changes.unblockService.make(ctx, in)
}

// BlockEverything sets akuttsperre.
func (r mutationResolver) BlockEverything(ctx context.Context, in graph.BlockEverythingInput) (*graph.Changed, error) {
	return r.changes.blockEverything.make(ctx, in)
}

// SetYouthAccess sets a parent's agreement that a child logs in.
func (r mutationResolver) SetYouthAccess(ctx context.Context, in graph.SetYouthAccessInput) (*graph.Changed, error) {
	return r.changes.setYouthAccess.make(ctx, in)
}

// ReserveSummaryCareRecord opts out of the summary care record.
func (r mutationResolver) ReserveSummaryCareRecord(ctx context.Context, in graph.ReserveSummaryCareRecordInput) (*graph.Changed, error) {
	return r.changes.reserveSummaryCareRecord.make(ctx, in)
}

// WithdrawReservation opts in again.
func (r mutationResolver) WithdrawReservation(ctx context.Context, in graph.WithdrawReservationInput) (*graph.Changed, error) {
	return r.changes.withdrawReservation.make(ctx, in)
}

// SetSharing allows or refuses sharing for a purpose.
func (r mutationResolver) SetSharing(ctx context.Context, in graph.SetSharingInput) (*graph.Changed, error) {
	return r.changes.setSharing.make(ctx, in)
}

// GivePower gives a power of attorney.
func (r mutationResolver) GivePower(ctx context.Context, in graph.GivePowerInput) (*graph.Changed, error) {
	return r.changes.givePower.make(ctx, in)
}

// ChangePower puts a power in the place of another.
func (r mutationResolver) ChangePower(ctx context.Context, in graph.ChangePowerInput) (*graph.Changed, error) {
	return r.changes.changePower.make(ctx, in)
}

// EndPower ends a power that the viewer has given or holds.
func (r mutationResolver) EndPower(ctx context.Context, in graph.EndPowerInput) (*graph.Changed, error) {
	return r.changes.endPower.make(ctx, in)
}

// afterwards is the directive of what a mutation reads when it is done: from here on
// the request is another, which reads the facts anew and decides by them. Behind
// @defer that happens when the receipt has left.
func (r *Resolver) afterwards(ctx context.Context, _ any, next graphql.Resolver) (any, error) {
	before := requestOf(ctx)
	if before.r == nil || before.plan.After == nil {
		return nil, sources.Internal
	}
	before.once.Do(func() {
		q := &request{r: r, actor: before.actor, now: r.now().In(r.norway), plan: before.plan.After, follows: true}
		ctx := graph.WithRecordIDs(ctx, q)
		q.refuse(ctx)
		q.read(ctx)
		q.start(ctx)
		before.after.Store(q)
	})
	return next(graph.WithRecordIDs(ctx, before.after.Load()))
}

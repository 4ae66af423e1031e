package resolvers

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fnr"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/personvern"
)

// Fetches that need more than a register's client: another read, or the request.

// currentGP fetches the GPs of several people, and keeps with each the grant it
// was released under, which the history needs.
func (r *Resolver) currentGP(ctx context.Context, grants []policy.Grant) map[fnr.Number]sources.Result[*fastlegeregister.PersonGeneralPractitioner] {
	results := r.Fastlegeregister.Current(ctx, grants)
	for _, g := range grants {
		subject, _ := g.Subject(policy.GPInformation)
		if gp := results[subject].Value; gp != nil {
			gp.Grant = g
		}
	}
	return results
}

// ofGP fetches what concerns a person's GP, by the GP's HER-id, which only
// Fastlegeregisteret has; the zero value when it names nobody.
func ofGP[T any](t *reads, ask func(context.Context, string) (T, error)) func(context.Context, policy.Grant) (T, error) {
	return func(ctx context.Context, g policy.Grant) (none T, err error) {
		gp, err := t.generalPractitioner.load(ctx, g)
		if err != nil || gp.HerID == nil {
			return none, err
		}
		return ask(ctx, *gp.HerID)
	}
}

// ofRecord fetches a part of the summary care record: the register requires the
// record itself to be read first.
func ofRecord[T any](t *reads, fetch func(context.Context, kjernejournal.CriticalInformation) ([]T, error)) func(context.Context, policy.Grant) ([]T, error) {
	return func(ctx context.Context, g policy.Grant) ([]T, error) {
		record, err := t.summaryCareRecord.load(ctx, g)
		if err != nil || record.CriticalInformation == nil {
			return nil, err
		}
		return fetch(ctx, *record.CriticalInformation)
	}
}

// powersReceived are the powers a person holds; the actor's own were read in
// wave one. Without the actor's relations nobody can be named, and an empty list
// would be wrong.
func (r *Resolver) powersReceived(ctx context.Context, g policy.Grant) ([]personvern.Power, error) {
	q := requestOf(ctx)
	if q.people.read != policy.OnFile {
		return nil, refused(policy.ConsentSourceUnavailable)
	}
	if g.Self() {
		return q.people.powers.Value, nil
	}
	return r.Personvern.PowersReceived(ctx, g.Inquiry())
}

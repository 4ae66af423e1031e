package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/personvern"
)

// powerReceived is the type of a power to who holds it, as powerGiven is to who gave
// it.
const powerReceived = "PowerReceived"

// powers are the changes of powers of attorney. They are always the viewer's own.
func (t *changes) powers(there bool) {
	tie(t, &t.givePower, change[graph.GivePowerInput]{
		field: "givePower", service: policy.Privacy, kind: policy.GivePower,
		hindered: func(q *request, in graph.GivePowerInput) (*problem, error) {
			return q.hinderedTerms(in.Services, in.ValidUntil), nil
		},
		carryOut: func(ctx context.Context, q *request, w policy.Warrant, a attempt, in graph.GivePowerInput) (sources.Outcome, graph.ProblemCode, error) {
			holder := personvern.Holder{Number: in.HolderNumber, LastName: in.HolderLastName}
			return changed(q.r.Personvern.GivePower(ctx, w, holder, a.terms(in.Services, in.Mode, in.ValidUntil)))
		},
		look: func(ctx context.Context, q *request, subject fnr.Number, a attempt, _ graph.GivePowerInput) bool {
			return q.gave(ctx, subject, a)
		},
	}, there)
	tie(t, &t.changePower, change[graph.ChangePowerInput]{
		field: "changePower", service: policy.Privacy, kind: policy.GivePower,
		hindered: func(q *request, in graph.ChangePowerInput) (*problem, error) {
			if _, _, err := q.ownPower(in.Power, powerGiven); err != nil {
				return nil, err
			}
			return q.hinderedTerms(in.Services, in.ValidUntil), nil
		},
		carryOut: func(ctx context.Context, q *request, w policy.Warrant, a attempt, in graph.ChangePowerInput) (sources.Outcome, graph.ProblemCode, error) {
			key, _, err := q.ownPower(in.Power, powerGiven)
			if err != nil {
				return sources.OutcomeNotDone, "", err
			}
			return changed(q.r.Personvern.ChangePower(ctx, w, key, a.terms(in.Services, in.Mode, in.ValidUntil)))
		},
		look: func(ctx context.Context, q *request, subject fnr.Number, a attempt, _ graph.ChangePowerInput) bool {
			return q.gave(ctx, subject, a)
		},
	}, there)
	tie(t, &t.endPower, change[graph.EndPowerInput]{
		field: "endPower", service: policy.Privacy, closes: true,
		hindered: func(q *request, in graph.EndPowerInput) (*problem, error) {
			_, _, err := q.ownPower(in.Power, powerGiven, powerReceived)
			return nil, err
		},
		carryOut: func(ctx context.Context, q *request, w policy.Warrant, a attempt, in graph.EndPowerInput) (sources.Outcome, graph.ProblemCode, error) {
			key, typ, err := q.ownPower(in.Power, powerGiven, powerReceived)
			if err != nil {
				return sources.OutcomeNotDone, "", err
			}
			return changed(q.r.Personvern.EndPower(ctx, w, key, typ == powerReceived, a.reference, a.at))
		},
		look: func(ctx context.Context, q *request, subject fnr.Number, _ attempt, in graph.EndPowerInput) bool {
			key, typ, err := q.ownPower(in.Power, powerGiven, powerReceived)
			if err != nil {
				return false
			}
			var powers []personvern.Power
			if typ == powerReceived {
				powers, err = q.r.Personvern.PowersReceived(ctx, q.actor.Inquiry())
			} else {
				powers, err = q.powersGiven(ctx, subject)
			}
			return err == nil && !slices.ContainsFunc(powers, func(p personvern.Power) bool { return p.Key == key })
		},
	}, there)
}

// hinderedTerms is what is wrong with the terms of a power, on any register.
func (q *request) hinderedTerms(services []policy.Service, until *fhir.Date) *problem {
	covered := func(s policy.Service) bool { return s.ByProxy() && q.r.delegable.Has(s) }
	for _, s := range services {
		if !covered(s) {
			return &problem{graph.ProblemNotDelegable, "services"}
		}
	}
	switch {
	case len(services) == 0:
		return &problem{graph.ProblemNotDelegable, "services"}
	case until != nil && *until < fhir.DateOf(q.now):
		return &problem{graph.ProblemDateInPast, "validUntil"}
	}
	return nil
}

func (a attempt) terms(services []policy.Service, mode policy.Mode, until *fhir.Date) personvern.Terms {
	return personvern.Terms{Services: services, Mode: mode, From: fhir.DateOf(a.at), Until: until, At: a.at, Reference: a.reference}
}

// ownPower is the register's key and the type of a power that is named by its id.
// One that the viewer has neither given nor holds is not found.
func (q *request) ownPower(id string, types ...string) (key, typ string, err error) {
	for _, typ := range types {
		if r, ok := q.r.ids.openRecord(q.actor.Client(), typ, id); ok && r.Subject == q.actor.Number() {
			return r.Key, typ, nil
		}
	}
	return "", "", refused(policy.NotFound)
}

// powersGiven reads the powers that somebody has given, if they may be read.
func (q *request) powersGiven(ctx context.Context, subject fnr.Number) ([]personvern.Power, error) {
	g, ok := q.decide(subject, policy.Privacy, policy.Read).Grant()
	if !ok {
		return nil, sources.Denied
	}
	return q.r.Personvern.PowersGiven(ctx, g)
}

// gave reports whether a power was given by this attempt.
func (q *request) gave(ctx context.Context, subject fnr.Number, a attempt) bool {
	powers, err := q.powersGiven(ctx, subject)
	return err == nil && slices.ContainsFunc(powers, func(p personvern.Power) bool { return p.Reference == a.reference })
}

// power is the power that a change has given; nil if it has given none, or that
// has ended since. It resolves the payloads of both changes.
func (r *Resolver) power(ctx context.Context, of *graph.Changed) (*graph.PowerGiven, error) {
	g, err := grant(ctx, of.About, policy.Privacy)
	if err != nil {
		return nil, err
	}
	powers, err := r.reads.powersGiven.load(ctx, g)
	if err != nil {
		return nil, err
	}
	for _, p := range powers {
		if of.Reference != "" && p.Reference == of.Reference {
			out := powerGivenOf(p)
			return &out, nil
		}
	}
	return nil, nil
}

type (
	givePowerPayloadResolver   struct{ *Resolver }
	changePowerPayloadResolver struct{ *Resolver }
)

// GivePowerPayload resolves GivePowerPayload.
func (r *Resolver) GivePowerPayload() graph.GivePowerPayloadResolver {
	return givePowerPayloadResolver{r}
}

// ChangePowerPayload resolves ChangePowerPayload.
func (r *Resolver) ChangePowerPayload() graph.ChangePowerPayloadResolver {
	return changePowerPayloadResolver{r}
}

// Power is the power given.
func (r givePowerPayloadResolver) Power(ctx context.Context, of *graph.Changed) (*graph.PowerGiven, error) {
	return r.power(ctx, of)
}

// Power is the power as changed.
func (r changePowerPayloadResolver) Power(ctx context.Context, of *graph.Changed) (*graph.PowerGiven, error) {
	return r.power(ctx, of)
}

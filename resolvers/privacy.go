package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/personvern"
	"helsegraf/sources/usagelog"
)

type (
	privacyResolver     struct{ *Resolver }
	reservationResolver struct{ *Resolver }
)

// Privacy resolves Privacy.
func (r *Resolver) Privacy() graph.PrivacyResolver { return privacyResolver{r} }

// Reservation resolves Reservation.
func (r *Resolver) Reservation() graph.ReservationResolver { return reservationResolver{r} }

// settings are what Personvern said of the person in wave one.
func (personResolver) settings(ctx context.Context, p *graph.Person) (personvern.Settings, error) {
	a, ok := requestOf(ctx).people.settings[p.Subject()]
	if !ok {
		return personvern.Settings{}, refused(policy.ConsentSourceUnavailable)
	}
	return a.Value, a.Err
}

// ConsentLevel is the person's consent level.
func (r personResolver) ConsentLevel(ctx context.Context, p *graph.Person) (*policy.Level, error) {
	s, err := r.settings(ctx, p)
	if err != nil {
		return nil, err
	}
	return &s.Consent.Level, nil
}

// Privacy is the person's settings.
func (r personResolver) Privacy(ctx context.Context, p *graph.Person) (*graph.Privacy, error) {
	g, err := grant(ctx, p, policy.Privacy)
	if err != nil {
		return nil, err
	}
	s, err := r.settings(ctx, p)
	if err != nil {
		return nil, err
	}
	return &graph.Privacy{
		Grant: g, Consent: &s.Consent, Blocks: s.Blocks, InactiveSince: s.InactiveSince,
		Reservation: s.Reservation, Sharing: s.Sharing,
	}, nil
}

// PowersGiven are the powers the person has given.
func (r privacyResolver) PowersGiven(ctx context.Context, p *graph.Privacy) ([]graph.PowerGiven, error) {
	powers, err := r.reads.powersGiven.load(ctx, p.Grant)
	if err != nil {
		return nil, err
	}
	out := make([]graph.PowerGiven, 0, len(powers))
	for _, power := range powers {
		out = append(out, powerGivenOf(power))
	}
	return out, nil
}

func powerGivenOf(p personvern.Power) graph.PowerGiven {
	return graph.PowerGiven{
		ID: fhir.RecordID{Subject: p.Giver, Key: p.Key}, Holder: named(p), Services: p.Services, Mode: modeOf(p),
		AllServices: &p.AllServices, ValidFrom: &p.ValidFrom, ValidUntil: p.ValidUntil,
	}
}

// PowersReceived are the powers the person holds.
func (r privacyResolver) PowersReceived(ctx context.Context, p *graph.Privacy) ([]graph.PowerReceived, error) {
	powers, err := r.reads.powersReceived.load(ctx, p.Grant)
	if err != nil {
		return nil, err
	}
	out := make([]graph.PowerReceived, 0, len(powers))
	for _, power := range powers {
		if _, code := requestOf(ctx).reach(power.Giver); code != policy.Open {
			// Ended long ago, or given by somebody at a confidential address.
			continue
		}
		bySubject := power.Relation == policy.PowerOfAttorney
		out = append(out, graph.PowerReceived{
			ID: fhir.RecordID{Subject: power.Holder, Key: power.Key}, Giver: named(power), GivenBySubject: &bySubject, Services: power.Services,
			Mode: modeOf(power), ValidFrom: &power.ValidFrom, ValidUntil: power.ValidUntil,
		})
	}
	return out, nil
}

func named(p personvern.Power) *usagelog.Actor {
	return &usagelog.Actor{Name: p.Name, Relation: &p.Relation}
}

// modeOf is the highest mode a power allows.
func modeOf(p personvern.Power) *policy.Mode {
	mode := policy.Read
	if p.Write || p.AllServices || p.Named != nil && *p.Named == policy.Write {
		mode = policy.Write
	}
	return &mode
}

// Register is the register reserved against.
func (reservationResolver) Register(_ context.Context, r *personvern.Reservation) (graph.Register, error) {
	return graph.Register(r.Register), nil
}

// UsageLog is who has used the person's services, or what the holder of one power of
// attorney has.
func (r personResolver) UsageLog(ctx context.Context, p *graph.Person, power *string, first *int, after *string) (*graph.UsageLogConnection, error) {
	g, err := grant(ctx, p, policy.Privacy)
	if err != nil {
		return nil, err
	}
	key := ""
	if power != nil {
		if key, err = requestOf(ctx).keyOf(p, powerGiven, *power); err != nil {
			return nil, err
		}
	}
	c := r.cursors(ctx, "Person.usageLog")
	w, read, err := windowIn(ctx, c, first, after)
	if err != nil {
		return nil, err
	}
	rows, err := r.reads.usageLog.load(ctx, usageKey{window{g, read}, key})
	if err != nil {
		return nil, err
	}
	out := rowsPage(ctx, c, w, rows)
	if out.TotalCount == nil && rows.Complete {
		out.TotalCount = rows.Total // nothing in the log is hidden
	}
	return out, nil
}

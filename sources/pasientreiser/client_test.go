package pasientreiser_test

import (
	"context"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/pasientreiser"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientreiser"
	"helsegraf/sources/sourcetest"
)

const register = "pasientreiser"

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.PatientTravel, relation...)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	for operation, ask := range map[string]func(context.Context, *pasientreiser.Client) error{
		"soknader":   func(ctx context.Context, c *pasientreiser.Client) error { _, err := c.Claims(ctx, line); return err },
		"rekvirerte": func(ctx context.Context, c *pasientreiser.Client) error { _, err := c.Trips(ctx, line); return err },
	} {
		t.Run(operation, sourcetest.Contract{
			Env: env, Register: register, Operation: operation, Configure: env.Login(t, pasientreiser.Audience, pasientreiser.Scope), Secrets: []string{"sykehus"},
			Ask: func(ctx context.Context, c *sources.Client) error {
				return ask(ctx, pasientreiser.New(c, nhn.Options{}))
			},
		}.Run)
	}
}

// The stand-in shows every status there is, and the rules hold for everybody.
func TestEverybody(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := pasientreiser.New(env.Client(t, register, env.Login(t, pasientreiser.Audience, pasientreiser.Scope)), nhn.Options{})
	statuses, trips := map[pasientreiser.TravelClaimStatus]int{}, 0
	for _, p := range env.World.People()[:60] {
		g := granted(t, sourcetest.Number(t, p.Number))
		all, err := c.Claims(t.Context(), g)
		if err != nil {
			t.Fatal(err)
		}
		for i, one := range all {
			statuses[*one.Status]++
			if (one.SubmittedAt == nil) != (*one.Status == pasientreiser.Draft) || (one.Amount == nil) != (one.DecidedOn == nil) || (one.AppealUntil == nil) != (one.DecidedOn == nil) {
				t.Errorf("%+v", one)
			}
			if i > 0 && one.CreatedAt.After(*all[i-1].CreatedAt) {
				t.Error("not the last begun first")
			}
		}
		ordered, err := c.Trips(t.Context(), g)
		if err != nil {
			t.Fatal(err)
		}
		trips += len(ordered)
		for i, one := range ordered {
			if one.PickUpAt.Before(sourcetest.Now()) || i > 0 && one.PickUpAt.Before(*ordered[i-1].PickUpAt) {
				t.Errorf("%+v", one)
			}
		}
	}
	if len(statuses) != 8 || trips == 0 {
		t.Errorf("%v, %d trips: the stand-in shows too little", statuses, trips)
	}
}

func TestLabels(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := pasientreiser.New(env.Client(t, register, env.Login(t, pasientreiser.Audience, pasientreiser.Scope)), nhn.Options{})
	dina := env.Number(t, "dina")
	for want, g := range map[int]policy.Grant{1: granted(t, dina), 0: granted(t, dina, policy.Parent)} {
		if all, err := c.Trips(t.Context(), g); err != nil || len(all) != want {
			t.Errorf("%d trips, want %d, %v", len(all), want, err)
		}
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := pasientreiser.New(env.Client(t, register, env.Login(t, pasientreiser.Audience, pasientreiser.Scope)), nhn.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.Referral)} {
		if _, err := c.Claims(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Claims: %v", err)
		}
		if _, err := c.Trips(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Trips: %v", err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

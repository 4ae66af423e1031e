package personvern_test

import (
	"context"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/personvern"
	"helsegraf/mocks/world"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/personvern"
	"helsegraf/sources/sourcetest"
)

func start(t *testing.T) (*sourcetest.Env, *personvern.Client) {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	return env, personvern.New(env.Client(t, "personvern", pvk(t, env)), env.Client(t, "personvern", fullmakt(t, env)), env.Client(t, "personvern", writes(t, env)))
}

func pvk(t testing.TB, env *sourcetest.Env) func(*sources.Config) {
	return env.Login(t, "nhn:pvk", "nhn:pvk/personverninnstillinger-read")
}

func fullmakt(t testing.TB, env *sourcetest.Env) func(*sources.Config) {
	return env.Login(t, "nhn:fullmakt", "nhn:fullmakt/read")
}

func writes(t testing.TB, env *sourcetest.Env) func(*sources.Config) {
	return env.Login(t, "nhn:pvk", "nhn:pvk/personverninnstillinger-write")
}

func TestContract(t *testing.T) {
	t.Parallel()
	env := sourcetest.Start(t, mock.New)
	for _, c := range []sourcetest.Contract{
		{Operation: "HentInnbyggersPiForPart", Configure: pvk(t, env), Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := personvern.New(c, nil, nil).Settings(ctx, sourcetest.Inquiry(env.Number(t, "line")))
			return err
		}},
		{Operation: "Fullmaktsgivere", Configure: fullmakt(t, env), Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := personvern.New(nil, c, nil).PowersReceived(ctx, sourcetest.Inquiry(env.Number(t, "gunnar")))
			return err
		}},
		{Operation: "Fullmaktshavere", Configure: fullmakt(t, env), Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := personvern.New(nil, c, nil).PowersGiven(ctx, sourcetest.Grant(t, env.Number(t, "berit"), policy.Privacy))
			return err
		}},
	} {
		t.Run(c.Operation, func(t *testing.T) {
			c.Env, c.Register = env, "personvern"
			c.Run(t)
		})
	}
}

// An example: what has berit chosen, and who may act for her?
func TestSettingsAndPowers(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	berit, line := env.Number(t, "berit"), env.Number(t, "line")

	settings, err := client.Settings(t.Context(), sourcetest.Inquiry(berit))
	if err != nil || settings.Consent.Level != policy.Full || settings.Consent.GivenOn == nil || len(settings.Blocks) != 0 || settings.Reservation != nil {
		t.Errorf("berit's settings: %+v, %v", settings, err)
	}
	given, err := client.PowersGiven(t.Context(), sourcetest.Grant(t, berit, policy.Privacy))
	if err != nil || len(given) != 1 {
		t.Fatalf("berit gave %d powers, %v", len(given), err)
	}
	received, err := client.PowersReceived(t.Context(), sourcetest.Inquiry(line))
	if err != nil || len(received) != 1 {
		t.Fatalf("line holds %d powers, %v", len(received), err)
	}
	g, r := given[0], received[0]
	if g.Key != r.Key || g.Giver != berit || g.Holder != line || g.Name.Full != "Line Testesen" || r.Name.Full != "Berit Prøvdal" {
		t.Error("the two sides of a power differ")
	}
	want := policy.Relationship{
		Relation: policy.PowerOfAttorney, From: env.World.Today().AddDate(-1, 0, 0),
		Named: policy.InBoth(policy.SetOf(policy.Medication, policy.Appointment)),
	}
	if got := r.Relationship(env.World.Now().Location()); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPersonas(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	for key, want := range map[string]policy.Settings{
		"line":  {Level: policy.Full},
		"bodil": {Level: policy.Basis},
		"nils":  {Level: policy.None},
		"arne":  {Level: policy.Full, AllBlocked: true},
		"randi": {Level: policy.Full, Reserved: true},
		"ines":  {Level: policy.Full, Inactive: true},
		"yngve": {Level: policy.Full, YouthAccess: true},
	} {
		want.Standing = policy.OnFile
		if got := personvern.Facts(client.Settings(t.Context(), sourcetest.Inquiry(env.Number(t, key)))); got != want {
			t.Errorf("%s: %+v, want %+v", key, got, want)
		}
	}
	randi, err := client.Settings(t.Context(), sourcetest.Inquiry(env.Number(t, "randi")))
	if err != nil || *randi.Reservation.Since != "2026-11-10" || *randi.Reservation.RestorableUntil != "2026-12-10" || randi.Reservation.Register != "KJERNEJOURNAL" {
		t.Errorf("randi's reservation: %+v, %v", randi.Reservation, err)
	}
	if len(randi.Sharing) != 6 || !randi.Sharing[0].Allowed || randi.Sharing[5] != (personvern.Sharing{Purpose: personvern.Research}) {
		t.Errorf("randi's sharing: %+v", randi.Sharing)
	}
	nobody := sourcetest.Number(t, unused)
	s, err := client.Settings(t.Context(), sourcetest.Inquiry(nobody))
	if got := personvern.Facts(s, err); got != (policy.Settings{Standing: policy.OnFile}) || s.Blocks == nil {
		t.Errorf("somebody unknown: %+v, %v", got, err)
	}
}

// Every block the stand-in can show maps to its service, and to no other.
func TestBlocksOfServices(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	for _, s := range policy.Services() {
		if s == policy.Privacy {
			continue // has no block of its own, and no level to close
		}
		p := env.World.Persona("line")
		p.Blocks = []world.Block{{Service: s.String(), Since: env.World.Today()}}
		got, err := client.Settings(t.Context(), sourcetest.Inquiry(env.Number(t, "line")))
		if facts := personvern.Facts(got, err); facts.Blocked != policy.SetOf(s) || facts.AllBlocked {
			t.Errorf("%s: %+v, %v", s, facts, err)
		}
		if len(got.Blocks) != 1 || *got.Blocks[0].Since != "2026-11-22" {
			t.Errorf("%s: %+v", s, got.Blocks)
		}
	}
}

func TestGuardianOfMany(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	powers, err := client.PowersReceived(t.Context(), sourcetest.Inquiry(env.Number(t, "gunnar")))
	if err != nil || len(powers) != 51 {
		t.Fatalf("%d powers, %v", len(powers), err)
	}
	givers := map[fnr.Number]bool{}
	for _, p := range powers {
		givers[p.Giver] = true
		if r := p.Relationship(sourcetest.Oslo(t)); r.Relation != policy.Guardian || !r.Read || !r.Write || r.All || !r.Until.IsZero() {
			t.Errorf("%+v", r)
		}
	}
	if len(givers) != 51 {
		t.Errorf("%d givers", len(givers))
	}
	if calls := env.Calls(t)["Fullmaktsgivere"].Calls; calls != 1 {
		t.Errorf("%d calls", calls)
	}
}

func TestNobodyIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	_, err := client.Settings(t.Context(), policy.Inquiry{})
	_, err2 := client.PowersReceived(t.Context(), policy.Inquiry{})
	_, err3 := client.PowersGiven(t.Context(), policy.Grant{})
	_, err4 := client.PowersGiven(t.Context(), sourcetest.Grant(t, env.Number(t, "line"), policy.Medication))
	for _, err := range []error{err, err2, err3, err4} {
		if sources.KindOf(err) != sources.Denied {
			t.Errorf("got %v", err)
		}
	}
	if calls := env.Calls(t); len(calls) != 0 {
		t.Errorf("the register was called: %v", calls)
	}
}

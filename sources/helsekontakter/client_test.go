package helsekontakter_test

import (
	"context"
	"testing"

	"helsegraf/graph/policy"
	mockhelsekontakter "helsegraf/mocks/helsekontakter"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/helsekontakter"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

const register = "helsekontakter"

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.HealthContact, relation...)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mockhelsekontakter.New)
	berit := granted(t, env.Number(t, "berit"))
	sourcetest.Contract{
		Env: env, Register: register, Operation: "EpisodeOfCare/_search", Configure: env.Login(t, helsekontakter.Audience, helsekontakter.Scope),
		Secrets: []string{"Hjemmesykepleie", "Modellvik"},
		Ask: func(ctx context.Context, c *sources.Client) error {
			all, err := helsekontakter.New(c, nhn.Options{}).Contacts(ctx, berit)
			if err == nil && !all.Complete {
				return sources.Garbled
			}
			return err
		},
	}.Run(t)
}

// Every kind occurs, berit has home care, gunnar a pathway coordinator, and nils has
// nobody.
func TestEverybody(t *testing.T) {
	env := sourcetest.Start(t, mockhelsekontakter.New)
	c := helsekontakter.New(env.Client(t, register, env.Login(t, helsekontakter.Audience, helsekontakter.Scope)), nhn.Options{})
	of := map[string]map[helsekontakter.HealthContactKind]int{}
	past := 0
	for _, p := range env.World.People() {
		all, err := c.Contacts(t.Context(), granted(t, sourcetest.Number(t, p.Number)))
		if err != nil || !all.Complete {
			t.Fatal(p.Key, all, err)
		}
		kinds := map[helsekontakter.HealthContactKind]int{}
		for _, one := range all.All {
			kinds[one.Kind]++
			if one.Team == nil || one.Organization == nil || one.Since == nil || one.TakesMessages == nil {
				t.Fatalf("%s: %+v", p.Key, one)
			}
			if one.Until != nil {
				past++
				if *one.TakesMessages || *one.TakesBookings {
					t.Errorf("one can write to a contact of the past: %+v", one)
				}
			}
		}
		of[p.Key] = kinds
	}
	if of["berit"][helsekontakter.HomeCare] != 4 || of["gunnar"][helsekontakter.PathwayCoordinator] != 1 || of["line"][helsekontakter.CareTeam] != 2 || len(of["nils"]) != 0 || past == 0 {
		t.Errorf("%v, %d of the past", of, past)
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mockhelsekontakter.New)
	c := helsekontakter.New(env.Client(t, register, env.Login(t, helsekontakter.Audience, helsekontakter.Scope)), nhn.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.GPInformation)} {
		if _, err := c.Contacts(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Error(err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

package sysvak_test

import (
	"context"
	"testing"

	"helsegraf/graph/policy"
	mocksysvak "helsegraf/mocks/sysvak"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/sysvak"
)

const register = "sysvak"

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	if len(relation) == 1 && relation[0] == policy.Self {
		relation = nil
	}
	return sourcetest.Grant(t, subject, policy.Vaccination, relation...)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mocksysvak.New)
	configure := env.Login(t, sysvak.Audience, sysvak.Scope)
	berit := granted(t, env.Number(t, "berit"))
	for operation, ask := range map[string]func(context.Context, *sysvak.Client) error{
		"Immunization/_search": func(ctx context.Context, c *sysvak.Client) error {
			_, err := c.Vaccinations(ctx, berit)
			return err
		},
		"ImmunizationRecommendation/_search": func(ctx context.Context, c *sysvak.Client) error {
			_, err := c.Recommendations(ctx, berit)
			return err
		},
	} {
		t.Run(operation, sourcetest.Contract{
			Env: env, Register: register, Operation: operation, Configure: configure, Secrets: []string{"Influensa", "Prøve legesenter"},
			Ask: func(ctx context.Context, c *sources.Client) error { return ask(ctx, sysvak.New(c, nhn.Options{})) },
		}.Run)
	}
}

// Every person's records are complete and in a stable order, and nils has none.
func TestEverybody(t *testing.T) {
	env := sourcetest.Start(t, mocksysvak.New)
	c := sysvak.New(env.Client(t, register, env.Login(t, sysvak.Audience, sysvak.Scope)), nhn.Options{})
	given, not, years := 0, 0, 0
	for _, p := range env.World.People()[:60] {
		all, err := c.Vaccinations(t.Context(), granted(t, sourcetest.Number(t, p.Number)))
		if err != nil {
			t.Fatal(err)
		}
		if p.Key == "nils" && len(all.Given) > 0 {
			t.Error("nils was vaccinated")
		}
		given, not = given+len(all.Given), not+len(all.NotGiven)
		for i, v := range all.Given {
			if len(*v.On) == len("2006") {
				years++
			}
			if v.Reason != nil || v.AdministeredBy == nil || v.DoseNumber == nil || len(v.Diseases) == 0 || i > 0 && *v.On > *all.Given[i-1].On && len(*v.On) == len(*all.Given[i-1].On) {
				t.Fatalf("%+v", v)
			}
		}
	}
	if given == 0 || not == 0 || years == 0 {
		t.Errorf("%d given, %d not, %d by year: the stand-in shows too little", given, not, years)
	}
	for persona, want := range map[string]int{"berit": 2, "line": 1, "dan": 0} {
		all, err := c.Recommendations(t.Context(), granted(t, env.Number(t, persona)))
		if err != nil || len(all) != want {
			t.Errorf("%s is recommended %d, want %d: %v", persona, len(all), want, err)
		}
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mocksysvak.New)
	c := sysvak.New(env.Client(t, register, env.Login(t, sysvak.Audience, sysvak.Scope)), nhn.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.Medication)} {
		if _, err := c.Vaccinations(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Vaccinations: %v", err)
		}
		if _, err := c.Recommendations(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Recommendations: %v", err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

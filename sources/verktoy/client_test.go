package verktoy_test

import (
	"context"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/verktoy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/verktoy"
)

const register = "verktoy"

func granted(t testing.TB, subject fnr.Number) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.Tools)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	sourcetest.Contract{
		Env: env, Register: register, Operation: "verktoy", Configure: env.Login(t, verktoy.Audience, verktoy.Scope), Secrets: []string{"Mestring"},
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := verktoy.New(c, nhn.Options{}).Tools(ctx, line)
			return err
		},
	}.Run(t)
}

// Nobody has the address of a tool whose terms they have not accepted.
func TestEverybody(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := verktoy.New(env.Client(t, register, env.Login(t, verktoy.Audience, verktoy.Scope)), nhn.Options{})
	courses, open, closed := 0, 0, 0
	for _, p := range env.World.People()[:60] {
		all, err := c.Tools(t.Context(), granted(t, sourcetest.Number(t, p.Number)))
		if err != nil {
			t.Fatal(err)
		}
		for i, one := range all {
			if (one.URL != nil) != *one.TermsAccepted || i > 0 && *one.Title < *all[i-1].Title {
				t.Errorf("%+v", one)
			}
			switch {
			case *one.Course:
				courses++
			case *one.TermsAccepted:
				open++
			default:
				closed++
			}
		}
	}
	if courses == 0 || open == 0 || closed == 0 {
		t.Errorf("%d courses, %d tools and %d with terms: the stand-in shows too little", courses, open, closed)
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := verktoy.New(env.Client(t, register, env.Login(t, verktoy.Audience, verktoy.Scope)), nhn.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.Profile)} {
		if _, err := c.Tools(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Tools: %v", err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

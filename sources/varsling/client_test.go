package varsling_test

import (
	"context"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/varsling"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/varsling"
)

const register = "varsling"

func granted(t testing.TB, subject fnr.Number) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.Profile)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	for operation, ask := range map[string]func(context.Context, *varsling.Client) error{
		"innstillinger": func(ctx context.Context, c *varsling.Client) error {
			_, err := c.Settings(ctx, line)
			return err
		},
		"hendelser": func(ctx context.Context, c *varsling.Client) error {
			_, err := c.Events(ctx, line, everything, nhn.Window{First: 5})
			return err
		},
	} {
		t.Run(operation, sourcetest.Contract{
			Env: env, Register: register, Operation: operation, Configure: env.Login(t, varsling.Audience, varsling.Scope), Secrets: []string{"VIKTIGE", "LEGEMIDLER"},
			Ask: func(ctx context.Context, c *sources.Client) error { return ask(ctx, varsling.New(c, nhn.Options{})) },
		}.Run)
	}
}

var everything = policy.SetOf(policy.Services()...)

// The stand-in shows every level and channel, and people who cannot be reached.
func TestEverybody(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := varsling.New(env.Client(t, register, env.Login(t, varsling.Audience, varsling.Scope)), nhn.Options{})
	levels, channels, reachable := map[varsling.NotificationLevel]int{}, map[varsling.NotificationChannel]int{}, map[bool]int{}
	for _, p := range env.World.People() {
		g := granted(t, sourcetest.Number(t, p.Number))
		s, err := c.Settings(t.Context(), g)
		if err != nil || s.Grant != g || s.Version == nil {
			t.Fatalf("%+v, %v", s, err)
		}
		levels[*s.Level]++
		channels[*s.Channel]++
		reachable[*s.Reachable]++
	}
	if len(levels) != 3 || len(channels) != 3 || len(reachable) != 2 {
		t.Errorf("%v, %v, %v: the stand-in shows too little", levels, channels, reachable)
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := varsling.New(env.Client(t, register, env.Login(t, varsling.Audience, varsling.Scope)), nhn.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.GPInformation)} {
		if _, err := c.Settings(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Settings: %v", err)
		}
		if _, err := c.Events(t.Context(), g, everything, nhn.Window{}); sources.KindOf(err) != sources.Denied {
			t.Errorf("Events: %v", err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

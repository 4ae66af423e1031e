package flo_test

import (
	"context"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/flo"
	"helsegraf/sources"
	"helsegraf/sources/flo"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

const register = "flo"

func granted(t testing.TB, subject fnr.Number) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.ChangeGP)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	sourcetest.Contract{
		Env: env, Register: register, Operation: "status", Configure: env.Login(t, flo.Audience, flo.Scope), Secrets: []string{"legesenter"},
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := flo.New(c, nhn.Options{}).Status(ctx, line)
			return err
		},
	}.Run(t)
}

// Everybody's status keeps the rules, and the stand-in shows what there is to show.
func TestEverybody(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := flo.New(env.Client(t, register, env.Login(t, flo.Audience, flo.Scope)), nhn.Options{})
	pending, waiting := 0, 0
	for _, p := range env.World.People()[:60] {
		s, err := c.Status(t.Context(), granted(t, sourcetest.Number(t, p.Number)))
		if err != nil {
			t.Fatal(err)
		}
		extra := 0
		if *s.ExtraChange {
			extra = 1
		}
		if *s.ChangesUsed < 0 || *s.ChangesUsed+*s.ChangesLeft != 2+extra {
			t.Errorf("%d used, %d left", *s.ChangesUsed, *s.ChangesLeft)
		}
		if s.Pending != nil {
			pending++
			if *s.Pending.EffectiveOn != "2026-12-01" || *s.Pending.UndoableUntil != "2026-11-30" || s.Pending.Office == nil || *s.ChangesUsed == 0 {
				t.Errorf("%+v", s.Pending)
			}
		}
		if s.WaitingList != nil {
			waiting++
			if s.WaitingList.Practitioner == nil || *s.WaitingList.Position > *s.WaitingList.Total {
				t.Errorf("%+v", s.WaitingList)
			}
		}
	}
	if pending == 0 || waiting == 0 {
		t.Errorf("%d changes, %d waiting: the stand-in shows too little", pending, waiting)
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := flo.New(env.Client(t, register, env.Login(t, flo.Audience, flo.Scope)), nhn.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.GPInformation)} {
		if _, err := c.Status(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Status: %v", err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

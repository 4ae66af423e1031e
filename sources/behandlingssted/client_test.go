package behandlingssted_test

import (
	"context"
	"testing"
	"time"

	mock "helsegraf/mocks/behandlingssted"
	"helsegraf/mocks/standin"
	"helsegraf/sources"
	"helsegraf/sources/behandlingssted"
	"helsegraf/sources/sourcetest"
)

const register = "behandlingssted"

// first is a treatment that many places give.
func first(t testing.TB, c *behandlingssted.Client) behandlingssted.Treatment {
	t.Helper()
	all, err := c.Treatments(t.Context())
	if err != nil || len(all.Value) < 10 {
		t.Fatal(all, err)
	}
	return all.Value[0]
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	one := first(t, behandlingssted.New(env.Client(t, register), sources.OpenSettings{}))
	for operation, ask := range map[string]func(context.Context, *behandlingssted.Client) error{
		"Behandlinger": func(ctx context.Context, c *behandlingssted.Client) error {
			_, err := c.Treatments(ctx)
			return err
		},
		"VentetiderForBehandling": func(ctx context.Context, c *behandlingssted.Client) error {
			_, err := c.Providers(ctx, one)
			return err
		},
	} {
		t.Run(operation, sourcetest.Contract{
			Env: env, Register: register, Operation: operation, Secrets: []string{"Kneprotese"}, NoSubject: operation == "Behandlinger",
			Ask: func(ctx context.Context, c *sources.Client) error {
				return ask(ctx, behandlingssted.New(c, sources.OpenSettings{}))
			},
		}.Run)
	}
}

func TestStandIn(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := behandlingssted.New(env.Client(t, register), sources.OpenSettings{Keep: time.Hour})
	owners, unknown := map[behandlingssted.Ownership]int{}, 0
	one := first(t, c)
	all, err := c.Providers(t.Context(), one)
	if err != nil || len(all.Value) < 10 {
		t.Fatal(all, err)
	}
	for _, p := range all.Value {
		owners[*p.Ownership]++
		for _, w := range p.WaitingTimes {
			if w.Weeks == nil {
				unknown++
			}
		}
		if p.Place.OrganizationNumber == nil || p.Place.Address == nil || len(p.RegionNames) != 1 || *p.Ownership == behandlingssted.Public && !*p.Choosable {
			t.Errorf("%+v", p)
		}
	}
	if owners[behandlingssted.Private] == 0 || owners[behandlingssted.Public] == 0 || unknown == 0 {
		t.Errorf("%v, %d unknown: the stand-in shows too little", owners, unknown)
	}
	waits := -1
	for _, p := range behandlingssted.Sorted(all.Value, behandlingssted.ShortestWait) {
		if weeks, ok := p.Wait(); ok && weeks < waits {
			t.Errorf("%d weeks after %d", weeks, waits)
		} else if ok {
			waits = weeks
		}
	}
	for range 3 {
		if _, err := c.Providers(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	if calls := env.Calls(t); calls["VentetiderForBehandling"].Calls != 1 || calls["Behandlinger"].Calls != 1 {
		t.Errorf("%v", calls)
	}
}

// A ping is never answered from memory.
func TestPing(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := behandlingssted.New(env.Client(t, register), sources.OpenSettings{Keep: time.Hour})
	if err := c.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	env.Fault(t, standin.Fault{Operation: "*", Status: 500})
	if err := c.Ping(t.Context()); err == nil {
		t.Error("the register is down")
	}
}

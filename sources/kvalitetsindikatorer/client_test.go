package kvalitetsindikatorer_test

import (
	"context"
	"testing"
	"time"

	mock "helsegraf/mocks/kvalitetsindikatorer"
	"helsegraf/mocks/nhn"
	"helsegraf/sources"
	"helsegraf/sources/kvalitetsindikatorer"
	"helsegraf/sources/sourcetest"
)

const register = "kvalitetsindikatorer"

func withKey(c *sources.Config) {
	c.Authorizer = sources.Key{Header: kvalitetsindikatorer.KeyHeader, Value: nhn.SubscriptionKey}
}

// first is an indicator with measurements.
func first(t testing.TB, c *kvalitetsindikatorer.Client) kvalitetsindikatorer.QualityIndicator {
	t.Helper()
	all, err := c.Indicators(t.Context())
	if err != nil || len(all.Value) < 5 {
		t.Fatal(all, err)
	}
	return all.Value[0]
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	one := first(t, kvalitetsindikatorer.New(env.Client(t, register, withKey), sources.OpenSettings{}))
	for operation, ask := range map[string]func(context.Context, *kvalitetsindikatorer.Client) error{
		"kvalitetsindikatorer": func(ctx context.Context, c *kvalitetsindikatorer.Client) error {
			_, err := c.Indicators(ctx)
			return err
		},
		"attachment": func(ctx context.Context, c *kvalitetsindikatorer.Client) error {
			_, err := c.Measurements(ctx, one)
			return err
		},
	} {
		t.Run(operation, sourcetest.Contract{
			Env: env, Register: register, Operation: operation, Configure: withKey, Secrets: []string{nhn.SubscriptionKey}, NoSubject: true,
			Ask: func(ctx context.Context, c *sources.Client) error {
				return ask(ctx, kvalitetsindikatorer.New(c, sources.OpenSettings{}))
			},
		}.Run)
	}
}

func TestStandIn(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := kvalitetsindikatorer.New(env.Client(t, register, withKey), sources.OpenSettings{Keep: time.Hour})
	all, err := c.Indicators(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	described, none, levels := 0, 0, map[kvalitetsindikatorer.QualityPlaceLevel]int{}
	for _, one := range all.Value {
		if one.Description != nil {
			described++
		}
		of, err := c.Measurements(t.Context(), one)
		if err != nil || len(of.Value) < 20 {
			t.Fatal(of, err)
		}
		for i, m := range of.Value {
			if m.Value == nil {
				none++
			}
			levels[*m.Location.Level]++
			if i > 0 && *m.Period > *of.Value[i-1].Period {
				t.Errorf("%s after %s", *m.Period, *of.Value[i-1].Period)
			}
		}
	}
	if described == 0 || described == len(all.Value) || none == 0 || len(levels) != 3 {
		t.Errorf("%d described, %d without a value, %v", described, none, levels)
	}
	// Without the key, nothing.
	if err := kvalitetsindikatorer.New(env.Client(t, register), sources.OpenSettings{}).Ping(t.Context()); sources.KindOf(err) != sources.Denied {
		t.Error(err)
	}
	if err := c.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

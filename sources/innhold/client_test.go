package innhold_test

import (
	"context"
	"strings"
	"testing"
	"time"

	mock "helsegraf/mocks/innhold"
	"helsegraf/mocks/nhn"
	"helsegraf/sources"
	"helsegraf/sources/innhold"
	"helsegraf/sources/sourcetest"
)

const register = "innhold"

func withKey(c *sources.Config) {
	c.Authorizer = sources.Key{Header: innhold.KeyHeader, Value: nhn.SubscriptionKey}
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	sourcetest.Contract{
		Env: env, Register: register, Operation: "innhold", Configure: withKey, Secrets: []string{nhn.SubscriptionKey}, NoSubject: true,
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := innhold.New(c, sources.OpenSettings{}).OfCode(ctx, "N89", []innhold.ArticleCodeSystem{innhold.ICPC2})
			return err
		},
	}.Run(t)
}

func titles(all []innhold.Article) string {
	var out []string
	for _, a := range all {
		out = append(out, *a.Title)
	}
	return strings.Join(out, ", ")
}

// The list is from A to Å, without what is no longer in force; a code leads to what has
// been written of it in any of its systems. Each is read once while it is fresh.
func TestStandIn(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := innhold.New(env.Client(t, register, withKey), sources.OpenSettings{Keep: time.Hour})
	for range 2 {
		all, err := c.Articles(t.Context())
		want := "Allergi, Diabetes type 2, Diabetes type 2, Fysisk aktivitet, Kosthold ved diabetes, Migraine, Migrene, Oppfølging etter brystkreft, Psykisk helsearbeid for barn og unge, Ærlige samtaler om hjerneslag, Øyekatarr, Åreknuter"
		if got := titles(all.Value); err != nil || got != want {
			t.Fatal(got, err)
		}
	}
	if calls := env.Calls(t)["innhold"].Calls; calls != innhold.ListCalls() {
		t.Errorf("%d calls", calls)
	}
	for code, want := range map[string]string{"T90": "Diabetes type 2, Diabetes type 2, Kosthold ved diabetes", "E11": "Diabetes type 2, Diabetes type 2", "A10BA02": "Diabetes type 2", "T78.4": "Allergi", "A01": ""} {
		all, err := c.OfCode(t.Context(), code, innhold.Systems(code, nil))
		if got := titles(all.Value); err != nil || got != want {
			t.Errorf("%s: %s, %v", code, got, err)
		}
	}
	// Without the key, nothing.
	if err := innhold.New(env.Client(t, register), sources.OpenSettings{}).Ping(t.Context()); sources.KindOf(err) != sources.Denied {
		t.Error(err)
	}
	if err := c.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

// What is no code of a system is of none, and goes nowhere.
func TestSystems(t *testing.T) {
	atc := innhold.ATC
	for code, want := range map[string]int{"T90": 3, "E11": 3, "E11.9": 1, "A10BA02": 1, "A": 1, "A10B": 1, "t90": 0, "": 0, "T9": 0, "T901": 1, "12345678901": 0, "T90 ": 0, "T90&kode=x": 0} {
		if got := innhold.Systems(code, nil); len(got) != want {
			t.Errorf("%s: %v", code, got)
		}
	}
	if got := innhold.Systems("E11.9", &atc); len(got) != 0 {
		t.Error(got)
	}
}

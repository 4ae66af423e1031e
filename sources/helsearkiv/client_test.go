package helsearkiv_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	mockhelsearkiv "helsegraf/mocks/helsearkiv"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/helsearkiv"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

const register = "helsearkiv"

func granted(t testing.TB, subject fnr.Number) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.DocumentArchive)
}

func start(t testing.TB) (*helsearkiv.Client, *sourcetest.Env) {
	t.Helper()
	env := sourcetest.Start(t, mockhelsearkiv.New)
	return helsearkiv.New(env.Client(t, register, env.Login(t, helsearkiv.Audience, helsearkiv.Scope)), nhn.Options{}), env
}

func saveNothing(string, string) error { return nil }

func TestContract(t *testing.T) {
	c, env := start(t)
	line := granted(t, env.Number(t, "line"))
	all, err := c.Documents(t.Context(), line, nhn.Window{})
	if err != nil {
		t.Fatal(err)
	}
	key := all.Rows[0].Key
	for _, contract := range []sourcetest.Contract{
		{Operation: "DocumentReference/_search", Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := helsearkiv.New(c, nhn.Options{}).Documents(ctx, line, nhn.Window{First: 20})
			return err
		}},
		{Operation: "Binary", Streamed: true, Ask: func(ctx context.Context, c *sources.Client) error {
			return helsearkiv.New(c, nhn.Options{}).Content(ctx, line, key, saveNothing, io.Discard)
		}},
	} {
		contract.Env, contract.Register, contract.Configure = env, register, env.Login(t, helsearkiv.Audience, helsearkiv.Scope)
		contract.Secrets = []string{"poliklinikk", "Eksempel sykehus", key}
		t.Run(contract.Operation, contract.Run)
	}
}

// Line has one of each kind and status, nils nothing, and all content is to be had but
// that of what was withdrawn.
func TestDocuments(t *testing.T) {
	c, env := start(t)
	seen := map[string]int{}
	for _, p := range env.World.Personas() {
		g := granted(t, sourcetest.Number(t, p.Number))
		all, err := c.Documents(t.Context(), g, nhn.Window{First: 20})
		if err != nil || !all.Whole || !all.Complete || p.Key == "nils" && len(all.Rows) > 0 {
			t.Fatal(p.Key, all, err)
		}
		for i, d := range all.Values() {
			if d.Title == nil || d.SavedAt == nil || d.From == nil || d.ContentType == nil || i > 0 && d.SavedAt.After(*all.Rows[i-1].Value.SavedAt) {
				t.Fatalf("%s: %+v", p.Key, d)
			}
			seen[string(*d.Kind)]++
			seen[string(*d.Status)]++
			if p.Key != "line" {
				continue
			}
			var media, name string
			var body bytes.Buffer
			err := c.Content(t.Context(), g, d.ID.Key, func(m, n string) error { media, name = m, n; return nil }, &body)
			if *d.Status == helsearkiv.Withdrawn {
				if sources.KindOf(err) != sources.NotFound || body.Len() > 0 {
					t.Errorf("withdrawn: %v", err)
				}
				continue
			}
			if err != nil || media != *d.ContentType || body.Len() < 20 || !strings.HasPrefix(name, strings.ReplaceAll(*d.Title, ",", "-")) {
				t.Errorf("%s: %d bytes of %s, %v", name, body.Len(), media, err)
			}
		}
	}
	for name := range strings.FieldsSeq("JOURNAL_DOCUMENT ATTACHMENT SUMMONS LETTER FORM CURRENT REPLACED WITHDRAWN") {
		if seen[name] == 0 {
			t.Errorf("nobody has one that is %s: %v", name, seen)
		}
	}
	if err := c.Content(t.Context(), granted(t, env.Number(t, "berit")), "another's", saveNothing, io.Discard); sources.KindOf(err) != sources.NotFound {
		t.Error(err)
	}
}

func TestWithoutGrant(t *testing.T) {
	c, env := start(t)
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.HospitalJournal)} {
		if _, err := c.Documents(t.Context(), g, nhn.Window{First: 1}); sources.KindOf(err) != sources.Denied {
			t.Error(err)
		}
		if err := c.Content(t.Context(), g, "a", saveNothing, io.Discard); sources.KindOf(err) != sources.Denied {
			t.Error(err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

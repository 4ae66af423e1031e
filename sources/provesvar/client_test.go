package provesvar_test

import (
	"context"
	"testing"

	"helsegraf/graph/policy"
	mockprovesvar "helsegraf/mocks/provesvar"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/sourcetest"
)

const register = "provesvar"

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	if len(relation) == 1 && relation[0] == policy.Self {
		relation = nil
	}
	return sourcetest.Grant(t, subject, policy.TestResult, relation...)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mockprovesvar.New)
	configure := env.Login(t, provesvar.Audience, provesvar.Scope)
	line := granted(t, env.Number(t, "line"))
	for operation, ask := range map[string]func(context.Context, *provesvar.Client) error{
		"DiagnosticReport/_search": func(ctx context.Context, c *provesvar.Client) error {
			reports, err := c.Reports(ctx, line)
			if err == nil && !reports.Complete {
				return sources.Garbled // as those are refused who say nothing of it
			}
			return err
		},
		"Observation/_search": func(ctx context.Context, c *provesvar.Client) error {
			_, err := c.Findings(ctx, line)
			return err
		},
	} {
		t.Run(operation, sourcetest.Contract{
			Env: env, Register: register, Operation: operation, Configure: configure, Secrets: []string{"Escherichia", "Modellmo"},
			Ask: func(ctx context.Context, c *sources.Client) error { return ask(ctx, provesvar.New(c, nhn.Options{})) },
		}.Run)
	}
}

// Line has a corrected blood test, a culture as a tree, and an X-ray as text.
func TestReports(t *testing.T) {
	env := sourcetest.Start(t, mockprovesvar.New)
	c := provesvar.New(env.Client(t, register, env.Login(t, provesvar.Audience, provesvar.Scope)), nhn.Options{})
	line := granted(t, env.Number(t, "line"))
	reports, err := c.Reports(t.Context(), line)
	if err != nil || len(reports.Results) != 3 || !reports.Complete {
		t.Fatalf("%+v, %v", reports, err)
	}
	f, err := c.Findings(t.Context(), line)
	if err != nil {
		t.Fatal(err)
	}
	blood, culture, xray := reports.Results[0], reports.Results[1], reports.Results[2]
	if !*blood.Corrected || blood.Category != provesvar.Laboratory || len(blood.Specimens) != 1 || blood.Requester == nil || blood.Laboratory == nil {
		t.Errorf("%+v", blood)
	}
	for _, o := range f.Of(&blood) {
		if o.Quantity == nil || o.ReferenceRange == nil || !o.Status.Is("3") {
			t.Errorf("%+v", o)
		}
	}
	if one, err := c.FindingsOf(t.Context(), line, []provesvar.TestResult{culture}); err != nil || len(one.Of(&culture)) != 1 || len(one.Of(&blood)) != 0 {
		t.Errorf("of one report: %+v, %v", one.Of(&culture), err)
	}
	tree := f.Of(&culture)
	if len(tree) != 1 || len(tree[0].Members) != 1 || len(tree[0].Members[0].Members) != 3 || !tree[0].Members[0].Value.Is("112283007") {
		t.Errorf("%+v", tree)
	}
	if text(xray.Note) == "" || len(f.Of(&xray)) != 0 || xray.Category != provesvar.Imaging {
		t.Errorf("%+v", xray)
	}
	none, err := c.Reports(t.Context(), granted(t, env.Number(t, "nils")))
	if err != nil || none.Results == nil || len(none.Results) > 0 || !none.Complete {
		t.Errorf("nils: %+v, %v", none, err)
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mockprovesvar.New)
	c := provesvar.New(env.Client(t, register, env.Login(t, provesvar.Audience, provesvar.Scope)), nhn.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.Medication)} {
		if _, err := c.Reports(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Reports: %v", err)
		}
		if _, err := c.Findings(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Findings: %v", err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

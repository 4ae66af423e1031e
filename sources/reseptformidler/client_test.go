package reseptformidler_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/reseptformidler"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sourcetest"
)

const (
	register  = "reseptformidler"
	operation = "MedicationStatement/_search"
)

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.Medication, relation...)
}

// start starts the stand-in and returns a function that queries it for a
// persona.
func start(t *testing.T, o reseptformidler.Options) (*sourcetest.Env, func(persona string, v reseptformidler.View, relation ...policy.Relation) reseptformidler.List) {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	c := reseptformidler.New(env.Client(t, register, env.Login(t, reseptformidler.Audience, reseptformidler.Scope)), o)
	return env, func(persona string, v reseptformidler.View, relation ...policy.Relation) reseptformidler.List {
		t.Helper()
		list, err := c.Prescriptions(t.Context(), granted(t, env.Number(t, persona), relation...), v)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	for _, v := range []reseptformidler.View{reseptformidler.Current, reseptformidler.History} {
		t.Run(string(v), sourcetest.Contract{
			Env: env, Register: register, Operation: operation, Configure: env.Login(t, reseptformidler.Audience, reseptformidler.Scope),
			Ask: func(ctx context.Context, c *sources.Client) error {
				_, err := reseptformidler.New(c, reseptformidler.Options{}).Prescriptions(ctx, line, v)
				return err
			},
			Secrets: []string{"Levaxin", "H03AA01", "HPR"},
		}.Run)
	}
}

// Line's open prescriptions have every field in the schema, newest first, and in
// the same order each time although the register shuffles.
func TestCurrent(t *testing.T) {
	env, ask := start(t, reseptformidler.Options{})
	list := ask("line", reseptformidler.Current)
	if calls := env.Calls(t)[operation]; calls.Calls != 1 || !slices.Equal(calls.Subjects, []string{env.World.Persona("line").Number}) {
		t.Errorf("%d calls", calls.Calls)
	}
	if len(list.Prescriptions) != 6 || !list.HasLocked {
		t.Fatalf("%d prescriptions, locked ones %t; want 6 and a locked one", len(list.Prescriptions), list.HasLocked)
	}
	dispensed := 0
	for i, p := range list.Prescriptions {
		m := p.Medication
		if p.ID.Key == "" || p.ID.Subject.IsZero() || p.Source != "RESEPTFORMIDLER" || p.Dosage == nil || p.IssuedOn == nil || p.ValidUntil == nil || p.Refills == nil || p.Remaining == nil {
			t.Errorf("%+v: incomplete", p)
		}
		if m == nil || m.Name == nil || *m.ATC.System != "http://www.whocc.no/atc" || *m.PrescriptionGroup == "" || *p.Use.System != "urn:oid:2.16.578.1.12.4.1.1.9101" {
			t.Errorf("%+v: medication incomplete, or its systems not normalised", m)
		}
		if p.Prescriber == nil || p.Prescriber.Name.Full == "" || len(*p.Prescriber.HPRNumber) != 9 {
			t.Error("who wrote it?")
		}
		if *p.Status.System != "urn:oid:2.16.578.1.12.4.1.1.7408" || (!p.Status.Is("E") && !p.Status.Is("U")) {
			t.Errorf("status %+v", p.Status)
		}
		if i > 0 && *p.IssuedOn > *list.Prescriptions[i-1].IssuedOn {
			t.Error("not the newest first")
		}
		for _, d := range p.Dispenses {
			if d.DispensedOn == nil || *d.DispensedOn < *p.IssuedOn || d.Quantity == nil || d.Quantity.Value == nil || d.Pharmacy == nil || *d.Pharmacy.Name == "" {
				t.Errorf("%+v: incomplete", d)
			}
			dispensed++
		}
		switch *m.ATC.Code {
		case "N06AB10": // recalled while at the pharmacy
			if !p.Status.Is("U") || !p.Recall.Is("2") || *p.Remaining != 0 {
				t.Error("a recalled prescription looks as if it could be collected")
			}
		case "H03AA01":
			if p.Recall != nil || *p.Remaining != 1+*p.Refills-len(p.Dispenses) || !m.Form.Is("53") {
				t.Errorf("Levaxin: %+v", p)
			}
			if got := *p.Reimbursement; !got.Is("200") || *got.Display != "§5-14 §2, E03 Annen hypotyreose" {
				t.Errorf("reimbursement %s %s", *got.Code, *got.Display)
			}
		case "R03AK07":
			if m.Form != nil {
				t.Error("a form outside the code list is not known")
			}
		}
	}
	if dispensed == 0 {
		t.Error("nothing dispensed")
	}
	for range 5 {
		if !reflect.DeepEqual(list, ask("line", reseptformidler.Current)) {
			t.Fatal("the same question gives another answer")
		}
	}
}

func TestHistory(t *testing.T) {
	_, ask := start(t, reseptformidler.Options{})
	list := ask("line", reseptformidler.History)
	var statuses []string
	for _, p := range list.Prescriptions {
		statuses = append(statuses, *p.Status.Code)
		if p.Source != "KJERNEJOURNAL" || *p.Remaining != 0 || (p.Recall != nil) != (p.Status.Is("T")) {
			t.Errorf("%+v", p)
		}
		if p.Status.Is("R") && len(p.Dispenses) != 1+*p.Refills {
			t.Errorf("finished after %d dispenses of %d", len(p.Dispenses), 1+*p.Refills)
		}
	}
	slices.Sort(statuses)
	if !slices.Equal(statuses, []string{"F", "R", "R", "R", "T"}) || list.HasLocked {
		t.Errorf("statuses %v, locked ones %t", statuses, list.HasLocked)
	}
	// After a reservation the history is known to be empty.
	if got := ask("randi", reseptformidler.History).Prescriptions; got == nil || len(got) != 0 {
		t.Errorf("%d prescriptions of somebody reserved", len(got))
	}
	if got := ask("randi", reseptformidler.Current).Prescriptions; len(got) != 3 {
		t.Errorf("%d open prescriptions of somebody reserved, want 3", len(got))
	}
}

// What is withheld from parents and guardians is left out for them, and only the
// subject learns of locked prescriptions.
func TestWhoSeesWhat(t *testing.T) {
	_, ask := start(t, reseptformidler.Options{})
	tests := []struct {
		persona  string
		relation []policy.Relation
		want     int
		locked   bool
	}{
		{"dan", nil, 3, false},
		{"dan", []policy.Relation{policy.Parent}, 2, false},
		{"viktor", nil, 3, false},
		{"viktor", []policy.Relation{policy.Guardian}, 2, false},
		{"viktor", []policy.Relation{policy.PowerOfAttorney}, 3, false},
		{"astrid", []policy.Relation{policy.Assigned}, 4, false},
		{"berit", nil, 14, true},
		{"berit", []policy.Relation{policy.PowerOfAttorney}, 14, false},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %d", tt.persona, tt.relation), func(t *testing.T) {
			list := ask(tt.persona, reseptformidler.Current, tt.relation...)
			if len(list.Prescriptions) != tt.want || list.HasLocked != tt.locked {
				t.Errorf("%d prescriptions, locked ones %t; want %d and %t", len(list.Prescriptions), list.HasLocked, tt.want, tt.locked)
			}
		})
	}
}

func TestPages(t *testing.T) {
	_, whole := start(t, reseptformidler.Options{})
	env, paged := start(t, reseptformidler.Options{PageSize: 4})
	for _, v := range []reseptformidler.View{reseptformidler.Current, reseptformidler.History} {
		if !reflect.DeepEqual(whole("berit", v), paged("berit", v)) {
			t.Errorf("%s: pages give another answer than the whole", v)
		}
	}
	if got := env.Calls(t)[operation].Calls; got != 4+3 {
		t.Errorf("%d pages", got)
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := reseptformidler.New(env.Client(t, register, env.Login(t, reseptformidler.Audience, reseptformidler.Scope)), reseptformidler.Options{})
	line := env.Number(t, "line")
	for _, tt := range []struct {
		name  string
		grant policy.Grant
		view  reseptformidler.View
		want  sources.Kind
	}{
		{"no grant", policy.Grant{}, reseptformidler.Current, sources.Denied},
		{"another service", sourcetest.Grant(t, line, policy.SummaryCareRecord), reseptformidler.Current, sources.Denied},
		{"reserved", reserved(t, line), reseptformidler.History, sources.Denied},
		{"no such view", granted(t, line), "ALL", sources.Invalid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := c.Prescriptions(t.Context(), tt.grant, tt.view); sources.KindOf(err) != tt.want {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
	if _, err := c.Prescriptions(t.Context(), reserved(t, line), reseptformidler.Current); err != nil {
		t.Errorf("a reservation closes what is open: %v", err)
	}
}

// reserved is a grant for a subject without a summary care record.
func reserved(t *testing.T, subject fnr.Number) policy.Grant {
	t.Helper()
	person := policy.Person{
		Citizen:  policy.Citizen{Standing: policy.OnFile, Born: policy.BornOn(sourcetest.Now().AddDate(-40, 0, 0))},
		Settings: policy.Settings{Standing: policy.OnFile, Level: policy.Full, Reserved: true},
	}
	all := policy.SetOf(policy.Services()...)
	g, ok := policy.Decide(policy.Request{
		Actor:   policy.Authenticated(policy.Credentials{Number: subject, Assurance: policy.AssuranceHigh, Read: all}),
		Subject: subject, Service: policy.Medication, Offered: policy.InBoth(all), Delegable: all,
	}, policy.Facts{Actor: person, Subject: person, RelationsRead: policy.OnFile}, sourcetest.Now()).Grant()
	if !ok {
		t.Fatal("not open")
	}
	return g
}

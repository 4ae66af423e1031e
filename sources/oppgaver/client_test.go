package oppgaver_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	mockoppgaver "helsegraf/mocks/oppgaver"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/oppgaver"
	"helsegraf/sources/sourcetest"
)

const register = "oppgaver"

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.Message, relation...)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mockoppgaver.New)
	line := granted(t, env.Number(t, "line"))
	sourcetest.Contract{
		Env: env, Register: register, Operation: "Task/_search", Configure: env.Login(t, oppgaver.Audience, oppgaver.Scope),
		Secrets: []string{"før operasjon", "Eksempel sykehus"},
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := oppgaver.New(c, oppgaver.Options{}).Tasks(ctx, line)
			return err
		},
	}.Run(t)
}

// Every person's tasks are whole and in order, every kind and status occurs, what is a
// child's own is kept from the parents, and nils has none.
func TestEverybody(t *testing.T) {
	env := sourcetest.Start(t, mockoppgaver.New)
	c := oppgaver.New(env.Client(t, register, env.Login(t, oppgaver.Audience, oppgaver.Scope)), oppgaver.Options{})
	now, open := env.World.Now(), 0
	seen := map[string]int{}
	for _, p := range env.World.People() {
		all, err := c.Tasks(t.Context(), granted(t, sourcetest.Number(t, p.Number)))
		if err != nil || (p.Key == "nils") != (len(all) == 0) {
			t.Fatal(p.Key, len(all), err)
		}
		for i, one := range all {
			if one.Kind == nil || one.StatusAt(now) == nil || one.Title == nil || one.Sender == nil || one.Sender.OrganizationNumber == nil || one.SentAt == nil || one.ClosesAt == nil || one.Deadline.After(*one.ClosesAt) {
				t.Fatalf("%s: %+v", p.Key, one)
			}
			if i > 0 && one.Deadline.Before(*all[i-1].Deadline) {
				t.Fatal(p.Key, "not in order")
			}
			seen[string(*one.Kind)]++
			seen[string(*one.StatusAt(now))]++
			if one.OpenAt(now) {
				open++
			}
		}
	}
	for name := range strings.FieldsSeq("FORM LETTER LINK TO_DO READY IN_PROGRESS COMPLETED CANCELLED EXPIRED") {
		if seen[name] == 0 {
			t.Errorf("nobody has one that is %s: %v", name, seen)
		}
	}
	for who, want := range map[string]string{
		"line":   "EXPIRED COMPLETED READY READY IN_PROGRESS CANCELLED READY READY",
		"dina":   "READY READY",
		"parent": "READY READY",
		"dan":    "READY READY",
	} {
		persona, relation := who, []policy.Relation(nil)
		if who == "parent" {
			persona, relation = "dina", []policy.Relation{policy.Parent}
		}
		all, err := c.Tasks(t.Context(), granted(t, env.Number(t, persona), relation...))
		var got []string
		for _, one := range all {
			got = append(got, string(fhir.Known(one.StatusAt(now))))
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: %v, %v", who, got, err)
		}
		hidden := map[string]string{"dina": "Informasjon", "parent": "ungdom"}[who]
		if hidden != "" && slices.ContainsFunc(all, func(one oppgaver.HealthTask) bool { return strings.Contains(*one.Title, hidden) }) {
			t.Errorf("%s sees what is hidden", who)
		}
	}
	if open == 0 {
		t.Error("nothing is open")
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mockoppgaver.New)
	c := oppgaver.New(env.Client(t, register, env.Login(t, oppgaver.Audience, oppgaver.Scope)), oppgaver.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.Appointment)} {
		if _, err := c.Tasks(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Error(err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

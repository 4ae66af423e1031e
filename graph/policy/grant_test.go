package policy_test

import (
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
)

// granted is the Grant of a world in which the answer is yes.
func granted(t *testing.T, w *world) policy.Grant {
	t.Helper()
	g, ok := w.decide().Grant()
	if !ok {
		t.Fatalf("denied: %s", w.decide().Reason())
	}
	return g
}

func TestGrant(t *testing.T) {
	t.Parallel()
	g := granted(t, self(policy.Medication))
	if n, ok := g.Subject(policy.Medication); !ok || n != me {
		t.Error("a grant is for its service")
	}
	if n, ok := g.Subject(policy.HospitalJournal); ok || n != nobody {
		t.Error("and for no other")
	}
	if !g.Opens(me, policy.Medication, policy.Read) || g.Opens(other, policy.Medication, policy.Read) ||
		g.Opens(me, policy.Medication, policy.Write) || g.Opens(me, policy.Tools, policy.Read) {
		t.Error("a grant opens its subject, service and mode")
	}
	if g != granted(t, self(policy.Medication)) {
		t.Error("the same decision gives the same grant")
	}
	var zero policy.Grant
	if _, ok := zero.Subject(0); ok || zero.Opens(nobody, 0, 0) || zero.Self() || zero.TellsSettings() || zero.History() || zero.Identifying() == policy.Open {
		t.Error("the zero grant opens nothing")
	}
	if _, ok := zero.Extract(0); ok {
		t.Error("nor an extract")
	}
	if _, ok := zero.Inquiry().About(); ok {
		t.Error("nor an inquiry")
	}
}

func TestGrantOfExtract(t *testing.T) {
	t.Parallel()
	list := granted(t, self(policy.HealthRegisters))
	g := granted(t, self(policy.HealthRegisters).but(extract(policy.Medication), level(policy.Basis)))
	if n, ok := g.Extract(policy.Medication); !ok || n != me {
		t.Error("a grant for an extract opens it")
	}
	for _, s := range []policy.Service{policy.Vaccination, policy.HealthRegisters, 0} {
		if n, ok := g.Extract(s); ok || n != nobody {
			t.Errorf("it opens the extract of %q", s)
		}
	}
	for _, s := range []policy.Service{policy.Medication, policy.HealthRegisters} {
		if _, ok := g.Subject(s); ok || g.Opens(me, s, policy.Read) {
			t.Errorf("a grant for an extract opens %s", s)
		}
	}
	if _, ok := list.Extract(policy.Medication); ok {
		t.Error("the list of registers opens no extract")
	}
	if !g.History() || granted(t, self(policy.HealthRegisters).but(extract(policy.Medication), reserved)).History() {
		t.Error("the history of an extract closes with a reservation")
	}
}

func TestWhatAGrantTells(t *testing.T) {
	t.Parallel()
	shared := func(w *world) {
		w.f.Subject.Settings.SharesResearch, w.f.Subject.Settings.SharesStatistics = true, true
	}
	for _, row := range []struct {
		name                             string
		w                                *world
		self, tells, history, identifies bool
		purpose                          policy.Purpose
	}{
		{"self", self(policy.Medication), true, true, true, true, policy.ForCare},
		{"self, reserved", self(policy.Medication).but(reserved), true, true, false, true, policy.ForCare},
		{"self, another service", self(policy.HospitalJournal), true, true, false, true, policy.ForCare},
		{"parent", acting(policy.Medication, 9, parent()), false, true, true, true, policy.ForRepresentation},
		{"parent of 15", acting(policy.Vaccination, 15, parent()), false, true, false, true, policy.ForRepresentation},
		{"power", acting(policy.Medication, 50, fullmakt()), false, false, true, true, policy.ForRepresentation},
		{"power, reserved", acting(policy.Medication, 50, fullmakt()).but(reserved), false, false, false, true, policy.ForRepresentation},
		{"guardian of a child", acting(policy.Medication, 9, power(policy.Guardian)), false, false, true, true, policy.ForRepresentation},
		{"parent and guardian of 13", acting(policy.Medication, 13, power(policy.Guardian), parent()), false, true, true, true, policy.ForRepresentation},
		{"parent elsewhere, and guardian", acting(policy.Medication, 13, power(policy.Guardian), policy.Relationship{Relation: policy.Parent}), false, false, true, true, policy.ForRepresentation},
		{"parent with a power from one of 17", acting(policy.Medication, 17, parent(), fullmakt()).but(born(midnight(17, 6, 0))), false, false, true, true, policy.ForRepresentation},
		{"research", analysing(policy.Medication, policy.ForResearch).but(shared), false, false, true, false, policy.ForResearch},
		{"statistics, reserved", analysing(policy.Medication, policy.ForStatistics).but(shared, reserved), false, false, false, false, policy.ForStatistics},
	} {
		g := granted(t, row.w)
		if g.Self() != row.self || g.TellsSettings() != row.tells || g.History() != row.history || g.Purpose() != row.purpose {
			t.Errorf("%s: %t %t %t %d", row.name, g.Self(), g.TellsSettings(), g.History(), g.Purpose())
		}
		if code := g.Identifying(); (code == policy.Open) != row.identifies || !row.identifies && code != policy.IdentifyingField {
			t.Errorf("%s: identifying fields %q", row.name, code)
		}
	}
}

// Only a strong login, and a grant for PRIVACY, let the privacy registers be
// asked.
func TestInquiry(t *testing.T) {
	t.Parallel()
	credentials := self(policy.Medication).c
	about := func(i policy.Inquiry) any {
		if n, ok := i.About(); ok {
			return n
		}
		return nil
	}
	strong := policy.Authenticated(credentials)
	credentials.Assurance = policy.AssuranceSubstantial
	weak := policy.Authenticated(credentials)
	if about(strong.Inquiry()) != me || about(weak.Inquiry()) != nil || about(policy.Actor{}.Inquiry()) != nil {
		t.Error("an inquiry is about an actor with a strong login")
	}
	if i := strong.Inquiry().Related(other, me); len(i) != 2 || about(i[0]) != other || about(i[1]) != me {
		t.Error("from there it goes on to those the registers name")
	}
	if weak.Inquiry().Related(other) != nil {
		t.Error("and from nobody to nobody")
	}
	if about(granted(t, acting(policy.Privacy, 9, parent())).Inquiry()) != other || about(granted(t, self(policy.Medication)).Inquiry()) != nil {
		t.Error("a grant for PRIVACY, and no other, is an inquiry about its subject")
	}
}

func TestActor(t *testing.T) {
	t.Parallel()
	c := policy.Credentials{
		Number: me, Client: policy.Client{ID: "app", Name: "The app"},
		Read: policy.SetOf(policy.Tools, policy.Medication), Write: policy.SetOf(policy.Tools),
	}
	a := policy.Authenticated(c)
	if a.Number() != me || a.Client() != c.Client || a.Covers(policy.Read) != c.Read || a.Covers(policy.Write) != c.Write {
		t.Error("an actor is what the token says")
	}
	if !slices.Equal(a.Covers(policy.Read).List(), []policy.Service{policy.Medication, policy.Tools}) {
		t.Error("a set lists its services in the order of the table")
	}
}

func TestReach(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		w    *world
		want string
		code policy.Code
	}{
		{"oneself", self(0), "SELF", policy.Open},
		{"oneself, dead and blocked, unread", self(0).but(func(w *world) { w.f = policy.Facts{} }), "SELF", policy.Open},
		{"nobody", &world{}, "", policy.Unauthenticated},
		{"weak login", self(0).but(func(w *world) { w.c.Assurance = policy.AssuranceSubstantial }), "", policy.AssuranceTooLow},
		{"client without scopes", acting(0, 50, fullmakt()).but(func(w *world) { w.c.Read, w.c.Write = 0, 0 }), "POWER_OF_ATTORNEY", policy.Open},
		{"settings not read yet", acting(0, 50, fullmakt()).but(func(w *world) { w.f.Subject.Settings, w.f.Actor.Settings = policy.Settings{}, policy.Settings{} }), "POWER_OF_ATTORNEY", policy.Open},
		{"parent of 17", acting(0, 17, parent()), "PARENT", policy.Open},
		{"power that ended lately", acting(0, 50, until(fullmakt(), midnight(0, 0, 29))), "POWER_OF_ATTORNEY", policy.Open},
		{"power that ended", acting(0, 50, until(fullmakt(), midnight(0, 0, 30))), "", policy.NotFound},
		{"several, in order", acting(0, 13, power(policy.Guardian), power(policy.Assigned), parent()), "PARENT ASSIGNED GUARDIAN", policy.Open},
		{"those on record only", acting(0, 13, power(policy.Guardian), policy.Relationship{Relation: policy.Parent}), "GUARDIAN", policy.Open},
		{"dead subject", acting(0, 50, fullmakt()).but(dead), "POWER_OF_ATTORNEY", policy.Open},
		{"confidential", acting(0, 50, fullmakt()).but(confidential), "", policy.NotFound},
		{"not read", acting(0, 50).but(func(w *world) { w.f.RelationsRead = policy.Unread }), "", policy.ConsentSourceUnavailable},
		{"project", acting(0, 50, fullmakt()).but(func(w *world) { w.q.Purpose = policy.ForResearch }), "", policy.NotFound},
		{"project, oneself", self(0).but(func(w *world) { w.q.Purpose = policy.ForStatistics }), "", policy.NotFound},
	} {
		relations, code := policy.Reach(row.w.question(), row.w.f, now)
		var names []string
		for _, r := range relations {
			names = append(names, r.Relation.String())
		}
		if got := strings.Join(names, " "); got != row.want || code != row.code {
			t.Errorf("%s: %q and %q, want %q and %q", row.name, got, code, row.want, row.code)
		}
	}
}

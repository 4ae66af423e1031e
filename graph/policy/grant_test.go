package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

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
	if !g.Opens(me, policy.Medication) || g.Opens(other, policy.Medication) || g.Opens(me, policy.Tools) {
		t.Error("a grant opens its subject and service")
	}
	if g != granted(t, self(policy.Medication)) {
		t.Error("the same decision gives the same grant")
	}
	var zero policy.Grant
	if _, ok := zero.Subject(0); ok || zero.Opens(nobody, 0) || zero.Self() || zero.TellsSettings() || zero.History() || zero.Identifying() == policy.Open {
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
		if _, ok := g.Subject(s); ok || g.Opens(me, s) {
			t.Errorf("a grant for an extract opens %s", s)
		}
	}
	service := granted(t, self(policy.Medication))
	for name, row := range map[string]struct {
		g    policy.Grant
		want bool
	}{"the extract": {g, true}, "the service": {service, true}, "the list of registers": {list, false}, "no grant": {policy.Grant{}, false}} {
		if n, ok := row.g.Plain(policy.Medication); ok != row.want || ok && n != me {
			t.Errorf("what an extract consists of, by %s: %t", name, ok)
		}
		if _, ok := row.g.Plain(policy.Vaccination); ok {
			t.Errorf("%s opens what another extract consists of", name)
		}
	}
	if _, ok := list.Extract(policy.Medication); ok {
		t.Error("the list of registers opens no extract")
	}
	if g.History() || !granted(t, self(policy.HealthRegisters).but(extract(policy.Medication), history)).History() {
		t.Error("the history of an extract is asked for by itself")
	}
}

// What reads takes no warrant, and what writes takes no grant.
func TestWarrant(t *testing.T) {
	t.Parallel()
	read := acting(policy.ChangeGP, 50, power(policy.Guardian)).decide()
	written := acting(policy.ChangeGP, 50, power(policy.Guardian)).but(write).decide()
	if w, ok := read.Warrant(); ok || w != (policy.Warrant{}) {
		t.Error("a decision to read warrants writing")
	}
	if g, ok := written.Grant(); ok || g != (policy.Grant{}) {
		t.Error("a decision to write grants reading")
	}
	w, ok := written.Warrant()
	by, relation := w.By()
	if n, of := w.Subject(policy.ChangeGP); !ok || !of || n != other || by != me || relation != policy.Guardian {
		t.Error("a warrant is about its subject, by the relation that opened it")
	}
	if n, ok := w.Subject(policy.Medication); ok || n != nobody {
		t.Error("and for no other service")
	}
	if _, ok := (policy.Warrant{}).Subject(0); ok {
		t.Error("the zero warrant is about somebody")
	}
}

func TestWhatAGrantTells(t *testing.T) {
	t.Parallel()
	shared := func(w *world) {
		w.f.Subject.Settings.SharesResearch, w.f.Subject.Settings.SharesStatistics = true, true
	}
	for _, row := range []struct {
		name                    string
		w                       *world
		self, tells, identifies bool
		purpose                 policy.Purpose
	}{
		{"self", self(policy.Medication), true, true, true, policy.ForCare},
		{"self, reserved", self(policy.Medication).but(reserved), true, true, true, policy.ForCare},
		{"parent", acting(policy.Medication, 9, parent()), false, true, true, policy.ForRepresentation},
		{"parent of 15", acting(policy.Vaccination, 15, parent()), false, true, true, policy.ForRepresentation},
		{"power", acting(policy.Medication, 50, fullmakt()), false, false, true, policy.ForRepresentation},
		{"guardian of a child", acting(policy.Medication, 9, power(policy.Guardian)), false, false, true, policy.ForRepresentation},
		{"parent and guardian of 13", acting(policy.Medication, 13, power(policy.Guardian), parent()), false, true, true, policy.ForRepresentation},
		{"parent elsewhere, and guardian", acting(policy.Medication, 13, power(policy.Guardian), policy.Relationship{Relation: policy.Parent}), false, false, true, policy.ForRepresentation},
		{"parent with a power from one of 17", acting(policy.Medication, 17, parent(), fullmakt()).but(born(midnight(17, 6, 0))), false, false, true, policy.ForRepresentation},
		{"research", analysing(policy.Medication, policy.ForResearch).but(shared), false, false, false, policy.ForResearch},
		{"statistics", analysing(policy.Medication, policy.ForStatistics).but(shared), false, false, false, policy.ForStatistics},
	} {
		g := granted(t, row.w)
		if g.Self() != row.self || g.TellsSettings() != row.tells || g.History() || g.Purpose() != row.purpose {
			t.Errorf("%s: %t %t %d", row.name, g.Self(), g.TellsSettings(), g.Purpose())
		}
		if code := g.Identifying(); (code == policy.Open) != row.identifies || !row.identifies && code != policy.IdentifyingField {
			t.Errorf("%s: identifying fields %q", row.name, code)
		}
	}
	if g := granted(t, self(policy.Medication).but(history)); !g.History() || !g.Opens(me, policy.Medication) {
		t.Error("a grant for the history opens it, and what is current")
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
		Session: policy.Session{7}, Read: policy.SetOf(policy.Tools, policy.Medication), Write: policy.SetOf(policy.Tools),
	}
	a := policy.Authenticated(c)
	if a.Number() != me || a.Client() != c.Client || a.Session() != c.Session || a.Covers(policy.Read) != c.Read || a.Covers(policy.Write) != c.Write {
		t.Error("an actor is what the token says")
	}
	if !slices.Equal(a.Covers(policy.Read).List(), []policy.Service{policy.Medication, policy.Tools}) {
		t.Error("a set lists its services in the order of the table")
	}
}

func TestReach(t *testing.T) {
	t.Parallel()
	const hidden = policy.NotFound
	for _, row := range []struct {
		name        string
		w           *world
		want, lives string // relations, and those by which the actor may act
		code        policy.Code
	}{
		{"oneself", self(0), "SELF", "SELF", policy.Open},
		{"oneself, dead and blocked, unread", self(0).but(func(w *world) { w.f = policy.Facts{} }), "SELF", "SELF", policy.Open},
		{"nobody", &world{}, "", "", policy.Unauthenticated},
		{"A7 weak login", self(0).but(func(w *world) { w.c.Assurance = policy.AssuranceSubstantial }), "", "", policy.AssuranceTooLow},
		{"nothing offered", self(0).but(offering(policy.Read)), "SELF", "SELF", policy.Open},
		{"client without scopes", acting(0, 50, fullmakt()).but(func(w *world) { w.c.Read, w.c.Write = 0, 0 }), "POWER_OF_ATTORNEY", "POWER_OF_ATTORNEY", policy.Open},
		{"settings not read yet", acting(0, 50, fullmakt()).but(func(w *world) { w.f.Subject.Settings, w.f.Actor.Settings = policy.Settings{}, policy.Settings{} }), "POWER_OF_ATTORNEY", "POWER_OF_ATTORNEY", policy.Open},
		{"power that ended lately", acting(0, 50, until(fullmakt(), midnight(0, 0, 29))), "POWER_OF_ATTORNEY", "POWER_OF_ATTORNEY", policy.Open},
		{"power that ended", acting(0, 50, until(fullmakt(), midnight(0, 0, 30))), "", "", hidden},
		{"several, in order", acting(0, 13, power(policy.Guardian), power(policy.Assigned), parent()), "PARENT ASSIGNED GUARDIAN", "PARENT ASSIGNED GUARDIAN", policy.Open},
		{"those on record only", acting(0, 13, power(policy.Guardian), policy.Relationship{Relation: policy.Parent}), "GUARDIAN", "GUARDIAN", policy.Open},
		{"confidential", acting(0, 50, fullmakt()).but(confidential), "", "", hidden},
		{"not read", acting(0, 50).but(func(w *world) { w.f.RelationsRead = policy.Unread }), "", "", policy.ConsentSourceUnavailable},
		{"project", acting(0, 50, fullmakt()).but(func(w *world) { w.q.Purpose = policy.ForResearch }), "", "", policy.PurposeClosed},
		{"project, oneself", analysing(0, policy.ForStatistics).but(func(w *world) { w.q.Subject = me }), "", "", policy.PurposeClosed},
		{"an analyst, as somebody", self(0).but(func(w *world) { w.c.Purpose = policy.ForStatistics }), "", "", policy.PurposeClosed},

		{"A11 of 16 tomorrow", acting(0, 16, parent()).but(born(midnight(16, 0, -1))), "PARENT", "PARENT", policy.Open},
		{"A11 of 16 today", acting(0, 16, parent()).but(born(midnight(16, 0, 0))), "PARENT", "", policy.Open},
		{"A11 of 16 for 29 days", acting(0, 16, parent()).but(born(midnight(16, 0, 29))), "PARENT", "", policy.Open},
		{"A11 of 16 for 30 days", acting(0, 16, parent()).but(born(midnight(16, 0, 30))), "", "", hidden},
		{"A11 of 17", acting(0, 17, parent()), "", "", hidden},
		{"A11 of 25", acting(0, 25, parent()), "", "", hidden},
		{"A11 of 17, who gave a power", acting(0, 17, parent(), fullmakt()), "POWER_OF_ATTORNEY", "POWER_OF_ATTORNEY", policy.Open},
		{"A11 of 16 lately, and a guardian", acting(0, 16, parent(), power(policy.Guardian)).but(born(midnight(16, 0, 3))), "PARENT GUARDIAN", "GUARDIAN", policy.Open},

		{"A6 dead today", acting(0, 50, fullmakt()).but(died(midnight(0, 0, 0))), "POWER_OF_ATTORNEY", "", policy.Open},
		{"A6 dead for 30 days", acting(0, 50, fullmakt()).but(died(midnight(0, 0, 30))), "POWER_OF_ATTORNEY", "", policy.Open},
		{"A6 dead for 31 days", acting(0, 50, fullmakt()).but(died(midnight(0, 0, 31))), "", "", hidden},
		{"A6 dead for 11 years", acting(0, 50, power(policy.Guardian)).but(died(midnight(11, 0, 0))), "", "", hidden},
		{"A6 dead on an unknown day", acting(0, 50, fullmakt()).but(died(time.Time{})), "", "", hidden},
		{"A6 a child dead lately", acting(0, 9, parent()).but(died(midnight(0, 0, 2))), "PARENT", "", policy.Open},
		{"A6 a child dead long ago", acting(0, 9, parent()).but(died(midnight(2, 0, 0))), "", "", hidden},
		{"A6 the actor dead lately", acting(0, 50, fullmakt()).but(actor(func(p *policy.Person) { p.Citizen.Deceased, p.Citizen.Died = true, midnight(0, 0, 2) })), "POWER_OF_ATTORNEY", "", policy.Open},
		{"A6 the actor dead long ago", acting(0, 50, fullmakt()).but(actor(func(p *policy.Person) { p.Citizen.Deceased = true })), "", "", hidden},
	} {
		relations, code := policy.Reach(row.w.question(), row.w.f, now)
		if got := names(relations); got != row.want || code != row.code {
			t.Errorf("%s: known %q and %q, want %q and %q", row.name, got, code, row.want, row.code)
		}
		relations, code = policy.Represented(row.w.question(), row.w.f, now)
		if got := names(relations); got != row.lives || code != row.code {
			t.Errorf("%s: represented %q and %q, want %q and %q", row.name, got, code, row.lives, row.code)
		}
	}
}

func names(relations []policy.Relationship) string {
	var all []string
	for _, r := range relations {
		all = append(all, r.Relation.String())
	}
	return strings.Join(all, " ")
}

// A part of HEALTH_CONTACT is read under the Grant that a field of its other service
// has, and under no other.
func TestGrantOfPart(t *testing.T) {
	t.Parallel()
	g := granted(t, acting(policy.HealthContact, 50, fullmakt()).but(part(policy.GPInformation)))
	if g != granted(t, acting(policy.GPInformation, 50, fullmakt())) {
		t.Error("a grant of its own")
	}
	if _, ok := g.Subject(policy.HealthContact); ok {
		t.Error("it opens the contacts too")
	}
}

package policy_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"helsegraf/graph/policy"
)

// labels are one code of list 9603 of each kind.
var labels = []string{"N", "NORS", "NORN_FORANS", "NORN_UNGDOM", "NORN_KUT", "NORU", "NORN_NEW"}

// check holds a property of random worlds.
func check(t *testing.T, property func(t *rapid.T, w *world, at time.Time, p pick)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		p := pick(func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "pick") })
		w, at := random(p)
		property(t, w, at, p)
	})
}

func TestNoFactsDeny(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T, w *world, at time.Time, _ pick) {
		for name, forget := range map[string]change{
			"all":                func(w *world) { w.f = policy.Facts{} },
			"the actor":          func(w *world) { w.f.Actor.Citizen.Standing = policy.Unread },
			"the actor's own":    func(w *world) { w.f.Actor.Settings.Standing = policy.Unread },
			"the subject":        func(w *world) { w.subject().Citizen.Standing = policy.Unread },
			"the subject's own":  func(w *world) { w.subject().Settings.Standing = policy.Unread },
			"whom they act for":  func(w *world) { w.f.RelationsRead = policy.Unread },
			"the relations":      func(w *world) { w.f.Relations = nil },
			"what there is":      func(w *world) { w.q.Offered = policy.ByMode{} },
			"the project":        func(w *world) { w.f.Project = policy.Project{} },
			"the analyst's":      func(w *world) { w.f.Actor = policy.Person{} },
			"what they may":      func(w *world) { w.c.Read, w.c.Write = 0, 0 },
			"who they are":       func(w *world) { w.c.Number = nobody },
			"whom it is about":   func(w *world) { w.q.Subject = nobody },
			"how they logged in": func(w *world) { w.c.Assurance = 0 },
		} {
			analyst := w.q.Purpose > policy.ForRepresentation
			switch name {
			case "whom they act for", "the relations":
				if analyst || w.self() {
					continue // not asked
				}
			case "the project":
				if !analyst {
					continue
				}
			}
			if w.but(forget).at(at).Allowed() {
				t.Errorf("open without %s", name)
			}
		}
	})
}

// What closes something for somebody opens nothing for anybody.
func TestClosingOpensNothing(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T, w *world, at time.Time, p pick) {
		service := policy.Service(1 + p(21))
		closings := map[string]func(*policy.Person){
			"a block":              func(x *policy.Person) { x.Settings.Blocked |= policy.SetOf(service) },
			"akuttsperre":          func(x *policy.Person) { x.Settings.AllBlocked = true },
			"a lower level":        func(x *policy.Person) { x.Settings.Level -= min(1, x.Settings.Level) },
			"inactivity":           func(x *policy.Person) { x.Settings.Inactive = true },
			"a reservation":        func(x *policy.Person) { x.Settings.Reserved = true },
			"no ungdomstilgang":    func(x *policy.Person) { x.Settings.YouthAccess = false },
			"no sharing":           func(x *policy.Person) { x.Settings.SharesResearch, x.Settings.SharesStatistics = false, false },
			"death":                func(x *policy.Person) { x.Citizen.Deceased, x.Citizen.Died = true, at.AddDate(0, 0, -p(40)) },
			"moving abroad":        func(x *policy.Person) { x.Citizen.Emigrated = true },
			"confidential address": func(x *policy.Person) { x.Citizen.Confidential = true },
			"unknown to the state": func(x *policy.Person) { x.Citizen = policy.Citizen{Standing: policy.Missing} },
		}
		for name, closing := range closings {
			for _, closed := range []*world{
				w.but(func(w *world) { closing(&w.f.Actor) }),
				w.but(func(w *world) { closing(&w.f.Subject) }),
			} {
				before, after := w.at(at), closed.at(at)
				if after.Allowed() && !before.Allowed() {
					t.Errorf("%s opens what %s closed", name, before.Reason())
				}
			}
		}
		narrower := w.but(func(w *world) {
			w.q.Delegable &^= policy.SetOf(service)
			w.q.Offered[p(2)] &^= policy.SetOf(service)
			w.c.Read &^= policy.SetOf(service)
			for i := range w.f.Relations {
				r := &w.f.Relations[i]
				r.Named[p(2)] &^= policy.SetOf(service)
				r.All, r.Read, r.Write = r.All && p.one(2), r.Read && p.one(2), r.Write && p.one(2)
				r.SharesAddress = r.SharesAddress && p.one(2)
			}
		})
		if narrower.at(at).Allowed() && !w.at(at).Allowed() {
			t.Error("a narrower power opens something")
		}
	})
}

// Nobody gets more than the subject has, but for what a parent sees of NORN_UNGDOM, who
// acts for somebody inactive, and ungdomstilgang, which is the parent's to give.
func TestNobodyGetsMoreThanTheSubject(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T, w *world, at time.Time, p pick) {
		if w.self() || w.q.Purpose > policy.ForRepresentation || !w.at(at).Allowed() {
			return
		}
		theirs, reads := w.at(at).Grant()
		own := w.but(func(w *world) {
			w.c.Number, w.f.Actor = w.q.Subject, w.f.Subject
			w.f.Actor.Settings.Inactive = false
			w.f.Actor.Citizen.Born = policy.BornOn(at.In(norway()).AddDate(-40, 0, 0))
		}).at(at)
		mine, _ := own.Grant()
		if w.q.Change == policy.SetYouthAccess {
			if by, _ := w.at(at).Relation(); own.Allowed() || by != policy.Parent {
				t.Fatalf("ungdomstilgang is given by a %s, and by the subject: %t", by, own.Allowed())
			}
			return
		}
		if !own.Allowed() {
			t.Fatalf("open to a representative, and to the subject %s", own.Reason())
		}
		if theirs.History() && !mine.History() || theirs.ShowsReservedPrescription() && !mine.ShowsReservedPrescription() || theirs.Self() {
			t.Error("a representative sees more")
		}
		asParent := slices.ContainsFunc(w.f.Relations, func(r policy.Relationship) bool { return r.Relation == policy.Parent })
		for _, label := range labels {
			if theirs.Shows(label) && !mine.Shows(label) && (label != "NORN_UNGDOM" || !asParent) {
				t.Errorf("a representative sees records of %s", label)
			}
		}
		// One more relation shows no record that was hidden.
		more := w.but(func(w *world) {
			r := []policy.Relationship{parent(), fullmakt(), power(policy.Assigned), power(policy.Guardian)}[p(4)]
			w.f.Relations = append(w.f.Relations, r)
		})
		g, ok := more.at(at).Grant()
		if ok != reads || !more.at(at).Allowed() {
			t.Fatal("one more relation closes")
		}
		for _, label := range labels {
			if g.Shows(label) && !theirs.Shows(label) {
				t.Errorf("one more relation shows records of %s", label)
			}
		}
	})
}

// A grant is minted when and only when the decision allows, and opens nothing
// else.
func TestGrantIffAllowed(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T, w *world, at time.Time, _ pick) {
		d := w.at(at)
		if open := d.Allowed(); open != (d.Code() == policy.Open) || open != (d.Rule() == 0) {
			t.Fatalf("%t, but %q by rule %d", open, d.Code(), d.Rule())
		}
		g, ok := d.Grant()
		warrant, writes := d.Warrant()
		if ok != (d.Allowed() && w.q.Mode == policy.Read) || !ok && g != (policy.Grant{}) || ok && g.History() != (w.q.History && w.q.Part == 0) {
			t.Fatalf("a grant to read (%t) in mode %s", ok, w.q.Mode)
		}
		if writes != (d.Allowed() && w.q.Mode == policy.Write) || !writes && warrant != (policy.Warrant{}) {
			t.Fatalf("a warrant to write (%t) in mode %s", writes, w.q.Mode)
		}
		for _, s := range policy.Services() {
			_, opens := g.Subject(s)
			_, extract := g.Extract(s)
			if opens != (ok && s == cmp.Or(w.q.Part, w.q.Service) && w.q.Extract == 0) || extract != (ok && w.q.Extract == s) {
				t.Errorf("a grant for %s opens %s", w.q.Service, s)
			}
			if g.Opens(w.q.Subject, s) != opens || g.Opens(nobody, s) {
				t.Errorf("a grant for %s opens %s", w.q.Service, s)
			}
			if n, ok := warrant.Subject(s); ok != (writes && s == w.q.Service) || ok && n != w.q.Subject {
				t.Errorf("a warrant for %s is for %s", w.q.Service, s)
			}
		}
	})
}

// A representative who is not the parent of a minor is told the same whatever
// the subject has chosen, but for whether it is open; and the same whether
// somebody does not exist, is not related or is confidential.
func TestSettingsAreNotTold(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T, w *world, at time.Time, p pick) {
		if w.self() {
			return
		}
		type told struct {
			code    policy.Code
			remedy  policy.Remedy
			changes time.Time
			known   bool
		}
		hear := func(w *world) told {
			d := w.at(at)
			relations, _ := policy.Reach(w.question(), w.f, at)
			return told{d.Code(), d.Remedy(), d.ChangesOn(), relations != nil}
		}
		minor := w.f.Subject.Citizen.Standing == policy.OnFile && policy.Age(w.f.Subject.Citizen.Born.First(), at) < 16
		if w.f.Subject.Settings.Standing == policy.OnFile && !minor {
			w = w.but(func(w *world) { w.f.Subject.Citizen.Died = at.AddDate(0, 0, -p(31)) }) // who died before that is gone
			one := hear(w)
			two := hear(w.but(func(w *world) {
				w.f.Subject.Settings = randomPerson(p, func(int, int) time.Time { return at }, []int{0}).Settings
				w.f.Subject.Settings.Standing = policy.OnFile
				w.f.Subject.Citizen.Deceased, w.f.Subject.Citizen.Emigrated = p.one(2), p.one(2)
			}))
			if one.code == policy.Open {
				one.code = policy.NotAvailableOnBehalf
			}
			if two.code == policy.Open {
				two.code = policy.NotAvailableOnBehalf
			}
			if one != two {
				t.Errorf("a representative hears %+v and %+v", one, two)
			}
		}
		absent := hear(w.but(func(w *world) { w.f.Subject, w.f.Relations, w.q.Subject = policy.Person{}, nil, nobody }))
		for name, hide := range map[string]change{
			"unrelated":    func(w *world) { w.f.Relations = nil },
			"confidential": func(w *world) { w.f.Subject.Citizen = policy.Citizen{Standing: policy.OnFile, Confidential: true} },
			"unknown":      unknown,
		} {
			if got := hear(w.but(hide)); got != absent && w.q.Purpose <= policy.ForRepresentation {
				t.Errorf("somebody %s: %+v, nobody: %+v", name, got, absent)
			}
		}
	})
}

package policy_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"helsegraf/graph/policy"
)

// The answer changes by itself on the day it says, and on no day before. Day
// by day it is asked what the relations open, or whether the actor has come of
// age: the subject's settings are as they are.
func TestChangesOnTheDay(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T, w *world, at time.Time, p pick) {
		d := w.at(at)
		if !w.self() {
			if d.Rule() != 0 && d.Rule() < 6 || d.Code() == policy.ConsentSourceUnavailable || w.q.Purpose > policy.ForRepresentation {
				if !d.ChangesOn().IsZero() {
					t.Error("a day is told of somebody of whom nothing may be told")
				}
				return
			}
			// So that only the relations decide.
			w = w.but(func(w *world) {
				w.f.Subject.Settings = person(0).Settings
				w.f.Subject.Citizen.Deceased, w.f.Subject.Citizen.Emigrated = false, false
				w.f.Actor.Citizen.Emigrated, w.f.Actor.Settings.AllBlocked = false, false
			})
		}
		last := d.ChangesOn()
		if last.IsZero() {
			last = at.AddDate(20, 0, 0)
		}
		open := w.at(at).Allowed()
		for range 20 {
			then := at.Add(time.Duration(float64(last.Sub(at)) * float64(p(1000)) / 1000))
			if w.at(then).Allowed() != open {
				t.Fatalf("asked at %v, changed at %v already", at, then)
			}
		}
		if w.at(last.Add(-1)).Allowed() != open {
			t.Error("changed before the day")
		}
		if !d.ChangesOn().IsZero() && w.at(last).Allowed() == open {
			t.Error("does not change on the day")
		}
	})
}

// The order in which relations stand on record says nothing.
func TestOrderOfRelations(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T, w *world, at time.Time, _ pick) {
		turned := w.but(func(w *world) { slices.Reverse(w.f.Relations) })
		if a, b := w.at(at), turned.at(at); a.Code() != b.Code() || a.Reason() != b.Reason() || a.Rule() != b.Rule() || !a.ChangesOn().Equal(b.ChangesOn()) {
			t.Errorf("%q and %q", a.Reason(), b.Reason())
		}
		one, _ := w.at(at).Relation()
		other, _ := turned.at(at).Relation()
		if one != other {
			t.Errorf("by %s and by %s", one, other)
		}
	})
}

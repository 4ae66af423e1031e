package policy_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"helsegraf/graph/policy"
)

// An age is told when it is the same whatever the day.
func TestAgeOfAYear(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		born  policy.Birth
		at    time.Time
		age   int
		known bool
	}{
		{"a day", policy.BornOn(midnight(16, 0, 0)), now, 16, true},
		{"a year, on its last day", policy.BornIn(2010, norway()), time.Date(2026, 12, 31, 0, 0, 0, 0, norway()), 16, true},
		{"a year, the moment before", policy.BornIn(2010, norway()), time.Date(2026, 12, 30, 23, 59, 59, 0, norway()), 0, false},
		{"a year, on its first day", policy.BornIn(2010, norway()), time.Date(2026, 1, 1, 0, 0, 0, 0, norway()), 0, false},
		{"a year, a moment earlier and in UTC", policy.BornIn(2010, norway()), time.Date(2025, 12, 31, 22, 59, 59, 0, time.UTC), 15, true},
		{"this year", policy.BornIn(now.Year(), norway()), now, 0, true},
	} {
		if age, known := row.born.Age(row.at); known != row.known || known && age != row.age {
			t.Errorf("%s: %d, %t", row.name, age, known)
		}
	}
}

// A day is told on which something changes when the year tells it; never one
// that would follow from the day of birth.
func TestChangesOfAYear(t *testing.T) {
	t.Parallel()
	tomorrow, nextYear := midnight(0, 0, -1), midnight(-1, 0, 0)
	for _, row := range []struct {
		name string
		w    *world
		want time.Time
	}{
		{"too young, by a day unknown", self(policy.Medication).but(yearOnly(10)), time.Time{}},
		{"a child grows out of a service", acting(policy.Medication, 8, parent()).but(yearOnly(9)), time.Time{}},
		{"an adult's power ends", acting(policy.Medication, 50, until(fullmakt(), tomorrow)).but(yearOnly(50)), tomorrow},
		{"a ward's power ends before they come of age", acting(policy.Medication, 8, until(power(policy.Guardian), tomorrow)).but(yearOnly(9)), tomorrow},
		{"a power ends after the child grew out", acting(policy.Medication, 10, parent(), until(power(policy.Guardian), nextYear)).but(yearOnly(11)), time.Time{}},
		{"what is open by a power that may never have been given", acting(policy.Medication, 17, until(fullmakt(), tomorrow)).but(yearOnly(17)), time.Time{}},
		{"a holder comes of age", acting(policy.Medication, 50, fullmakt()).but(actorYearOnly(17)), time.Time{}},
	} {
		if got := row.w.decide().ChangesOn(); !got.Equal(row.want) {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
	}
	// What is open is decided anew all the same: a child of 10 or 11 may be 12 on
	// New Year's Day.
	d := acting(policy.Medication, 10, parent()).but(yearOnly(11)).decide()
	if want := time.Date(2027, 1, 1, 0, 0, 0, 0, norway()); !d.Allowed() || !d.Lapses().Equal(want) {
		t.Errorf("open %t until %v, want %v", d.Allowed(), d.Lapses(), want)
	}
}

// days are those in a year on which it may matter to be born, or the day
// before or after: its first and last, and the birthdays of ages, thirty days
// after one, and the first day of a power.
func days(year int, w *world, at time.Time) []time.Time {
	out := []time.Time{time.Date(year, 1, 1, 0, 0, 0, 0, norway()), time.Date(year, 12, 31, 0, 0, 0, 0, norway())}
	matters := []time.Time{at, at.AddDate(0, 0, -30)}
	for _, r := range w.f.Relations {
		matters = append(matters, r.From)
	}
	for _, m := range matters {
		for _, near := range []int{-1, 0, 1} {
			_, month, day := m.In(norway()).AddDate(0, 0, near).Date()
			if d := time.Date(year, month, day, 0, 0, 0, 0, norway()); !slices.ContainsFunc(out, d.Equal) && !d.After(at) {
				out = append(out, d)
			}
		}
	}
	return out
}

// onDays are the worlds that w may be, in which every day of birth is known.
func onDays(w *world, at time.Time) []*world {
	all := []*world{w}
	for _, person := range []func(*world) *policy.Citizen{
		func(w *world) *policy.Citizen { return &w.f.Actor.Citizen },
		func(w *world) *policy.Citizen { return &w.f.Subject.Citizen },
	} {
		born := person(w).Born
		if !born.Uncertain() {
			continue
		}
		var next []*world
		for _, one := range all {
			for _, day := range days(born.First().Year(), w, at) {
				next = append(next, one.but(func(w *world) { person(w).Born = policy.BornOn(day) }))
			}
		}
		all = next
	}
	return all
}

// What is answered of a year is true of every day in it, and AGE_UNKNOWN is
// answered where two days differ: the reference is asked of all days that may
// matter.
func TestYearIsNeverAGuess(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(20261122, 16))
	unknown, sure := map[int]int{}, 0 // by rule
	for range max(cases/100, 6000) {
		w, at := random(r.IntN)
		year := at.In(norway()).Year()
		if r.IntN(3) > 0 && w.f.Actor.Citizen.Standing == policy.OnFile {
			w.f.Actor.Citizen.Born = policy.BornIn(year-[]int{12, 13, 14, 15, 16, 17, 18, 19, 40, 40, 40}[r.IntN(11)], norway())
		}
		if !w.self() && r.IntN(3) > 0 && w.f.Subject.Citizen.Standing == policy.OnFile {
			w.f.Subject.Citizen.Born = policy.BornIn(year-[]int{0, 9, 11, 12, 13, 15, 16, 17, 18, 50, 50}[r.IntN(11)], norway())
		}
		d, worlds := w.at(at), onDays(w, at)
		first := reference(worlds[0], at)
		differs := false
		for _, one := range worlds {
			v := reference(one, at)
			differs = differs || v.code != first.code || v.rule != first.rule
			switch {
			case d.Allowed() && v.rule != 0, !d.Allowed() && d.Code() != policy.AgeUnknown && v.reason != d.Reason():
				t.Fatalf("%q (%q) by rule %d is a guess: born %v and %v it is %+v\n%+v\n%+v",
					d.Code(), d.Reason(), d.Rule(), one.f.Actor.Citizen.Born, one.f.Subject.Citizen.Born, v, w.q, w.f)
			case d.Code() != policy.AgeUnknown && d.Code() != policy.NotAvailableOnBehalf && v.code != d.Code():
				t.Fatalf("%q is told, and on a day %q\n%+v\n%+v", d.Code(), v.code, w.q, w.f)
			case !d.ChangesOn().IsZero() && !v.changes.Equal(d.ChangesOn()):
				t.Fatalf("told to change on %v, and on a day %v\n%+v\n%+v", d.ChangesOn(), v.changes, w.q, w.f)
			}
		}
		switch {
		case d.Code() != policy.AgeUnknown:
			sure++
		case !differs && len(w.f.Relations) < 2: // of several relations each is decided by itself
			t.Fatalf("the day decides nothing: it is %+v\n%+v\n%+v", first, w.q, w.f)
		default:
			unknown[d.Rule()]++
		}
	}
	if unknown[4] < 50 || unknown[5] < 5 || unknown[6] < 5 || unknown[7] < 5 || unknown[8] < 5 || sure < 1000 {
		t.Errorf("%v decided by the day, and %d not: too few to tell", unknown, sure)
	}
}

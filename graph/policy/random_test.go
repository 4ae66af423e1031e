package policy_test

import (
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/graph/policy"
)

// pick is a number below n: from rapid where a failure is to be made small,
// from a fast generator where there are many.
type pick func(n int) int

func (p pick) one(in int) bool { return p(in) == 0 }

// moments are times at which to ask: in the middle of a day, and at the edges
// of days on which birthdays fall.
var moments = []time.Time{
	now,
	midnight(0, 0, 0),
	time.Date(2027, 2, 28, 23, 59, 59, 0, norway()),
	time.Date(2027, 3, 1, 0, 0, 0, 0, norway()),
	time.Date(2028, 2, 29, 0, 0, 0, 0, norway()),
	time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC), // New Year in Norway
}

// random is a question with facts about which anything may be out of order,
// but mostly little is, so that every rule is reached.
func random(p pick) (*world, time.Time) {
	at := moments[p(len(moments))]
	y, m, d := at.In(norway()).Date()
	day := func(years, days int) time.Time { return time.Date(y-years, m, d-days, 0, 0, 0, 0, norway()) }
	services := policy.Services()

	w := self(services[p(len(services))])
	if p.one(40) {
		w.q.Service = policy.Service(p(40))
		w.c.Read = ^policy.ServiceSet(0)
	}
	if p.one(6) {
		w.q.Service, w.q.Extract = policy.HealthRegisters, []policy.Service{policy.Medication, policy.SummaryCareRecord, policy.Vaccination, policy.Tools}[p(4)]
	}
	w.q.Mode = policy.Mode(p(2))
	if p.one(6) {
		w.q.History = true
		if p.one(2) && w.q.Extract == 0 {
			w.q.Service = policy.Medication
		}
	}
	if p.one(6) {
		w.q.Part = []policy.Service{policy.GPInformation, policy.SummaryCareRecord, policy.SummaryCareRecord, policy.GPDialogue, policy.GPDialogue, policy.Tools}[p(6)]
		switch {
		case p.one(4):
		case w.q.Part == policy.GPDialogue:
			w.q.Service, w.q.Mode = policy.Message, policy.Read
		default:
			w.q.Service, w.q.Mode = []policy.Service{policy.HealthContact, policy.HealthContact, policy.Medication}[p(3)], policy.Read
		}
	}
	if p.one(6) {
		w.q.Change = policy.Change(p(4))
		if !p.one(4) {
			w.q.Service, w.q.Mode, w.q.Extract, w.q.History, w.q.Part = policy.Privacy, policy.Write, 0, false, 0
		}
	}
	set := func() policy.ServiceSet { return policy.ServiceSet(p(1 << 22)) }
	if p.one(8) {
		w.q.Delegable = set()
	}
	if p.one(16) {
		w.c.Read, w.c.Write = set(), set()
	}
	if p.one(50) {
		w.c.Assurance = policy.Assurance(p(3))
	}
	if p.one(50) {
		w.c.Number = nobody
	}
	if p.one(24) {
		w.q.Offered = policy.ByMode{set(), set()}
	}
	if p.one(12) {
		w.q.Purpose = policy.Purpose(p(5))
		w.c.Purpose = w.q.Purpose
	}
	if p.one(50) {
		w.c.Purpose = policy.Purpose(p(5))
	}
	w.f.Project = policy.Project{Standing: policy.OnFile, From: day(1, 0), Participant: !p.one(12)}
	switch p(12) {
	case 0:
		w.f.Project.Standing = policy.Standing(p(3))
	case 1:
		w.f.Project.From = day(0, p(3)-1)
	case 2:
		w.f.Project.From = time.Time{}
	case 3:
		w.f.Project.Until = day(0, p(3)-1)
	}
	w.f.Actor = randomPerson(p, day, []int{12, 13, 14, 15, 16, 17, 18, 40, 40, 40, 40})
	if p.one(4) {
		return w, at // for oneself
	}
	w.q.Subject = other
	if p.one(60) {
		w.q.Subject = nobody
	}
	w.f.Subject = randomPerson(p, day, []int{0, 8, 8, 11, 12, 12, 13, 15, 16, 16, 17, 18, 50, 50})
	if p.one(12) {
		w.f.Subject.Citizen.Born = policy.BornOn(day(16, 28+p(4))) // 16 for about as long as parents are told of
	}
	if p.one(40) {
		w.f.RelationsRead = policy.Standing(p(3))
	}
	for range 1 + p(4)*p(2) {
		r := policy.Relationship{
			Relation:      []policy.Relation{policy.Parent, policy.Parent, policy.PowerOfAttorney, policy.Assigned, policy.Guardian}[p(5)],
			SharesAddress: !p.one(8), From: day([]int{1, 1, 2, 3, 5, 6}[p(6)], p(3)-1),
			All: p.one(2), Read: p.one(3), Write: p.one(3), FinancialOnly: p.one(16),
		}
		switch p(12) {
		case 0:
			r.From = day(0, p(4)-2)
		case 1:
			r.From = time.Time{}
		case 2:
			r.Relation = policy.Relation(p(6))
		}
		if p.one(3) {
			r.Until = day(0, []int{-400, -30, -1, 0, 1, 29, 30, 31}[p(8)])
		}
		if p.one(3) {
			r.Named = policy.ByMode{set(), set()}
		}
		w.f.Relations = append(w.f.Relations, r)
	}
	return w, at
}

// randomPerson is of one of the ages, give or take a day.
func randomPerson(p pick, day func(years, days int) time.Time, ages []int) policy.Person {
	person := policy.Person{
		Citizen: policy.Citizen{
			Standing: policy.OnFile, Born: policy.BornOn(day(ages[p(len(ages))], p(3)-1)),
			Deceased: p.one(24), Emigrated: p.one(24), Confidential: p.one(24),
		},
		Settings: policy.Settings{
			Standing: policy.OnFile, Level: policy.Full,
			AllBlocked: p.one(16), Inactive: p.one(16), Reserved: p.one(8), YouthAccess: p.one(2),
			SharesResearch: p.one(2), SharesStatistics: p.one(2),
		},
	}
	if !p.one(6) {
		person.Citizen.Died = day(0, []int{0, 1, 29, 30, 31, 32, 400}[p(7)])
	}
	switch p(16) {
	case 0:
		person.Settings.Blocked = policy.ServiceSet(p(1 << 22))
	case 1, 2, 3:
		person.Settings.Level = policy.Level(p(4))
	case 4:
		person.Citizen.Born = policy.BornOn(time.Date(2008+4*p(3), 2, 29, 0, 0, 0, 0, norway()))
	case 5:
		switch p(3) {
		case 0:
			person.Citizen = policy.Citizen{Standing: policy.Standing(p(2) * 2)}
		case 1:
			person.Settings = policy.Settings{}
		case 2:
			person.Settings.Standing = policy.Missing
		}
	}
	return person
}

// rows are a rule's answers.
type rows struct {
	rule int
	code policy.Code
}

// The implementation and the reference agree.
func TestReference(t *testing.T) {
	t.Parallel()
	const workers = 4
	var seen sync.Map // rule and code
	var failed atomic.Bool
	var wait sync.WaitGroup
	for worker := range workers {
		wait.Go(func() {
			r := rand.New(rand.NewPCG(20261122, uint64(worker)))
			for i := range cases / workers {
				w, at := random(r.IntN)
				d, want := w.at(at), reference(w, at)
				if d.Code() != want.code || d.Reason() != want.reason || d.Rule() != want.rule || by(d) != want.by || !d.ChangesOn().Equal(want.changes) || d.Allowed() != (want.rule == 0) {
					if !failed.Swap(true) {
						t.Errorf("case %d of %d: %q (%q) by rule %d, changes %v; the reference %+v\n%+v\n%+v", i, worker, d.Code(), d.Reason(), d.Rule(), d.ChangesOn(), want, w.q, w.f)
					}
					return
				}
				if known, _ := policy.Represented(w.question(), w.f, at); !slices.Equal(relationsOf(known), referenceRepresented(w, at)) {
					if !failed.Swap(true) {
						t.Errorf("case %d of %d: represented %v, the reference %v\n%+v\n%+v", i, worker, known, referenceRepresented(w, at), w.q, w.f)
					}
					return
				}
				seen.LoadOrStore(rows{d.Rule(), d.Reason()}, nil)
			}
		})
	}
	wait.Wait()
	// The cases are of use only if they reach everything there is.
	for _, row := range truths() {
		// Births of which the year alone is known are birth_test.go's.
		if d := row.w.decide(); d.Code() != policy.AgeUnknown && !has(&seen, rows{d.Rule(), d.Reason()}) {
			t.Errorf("%q by rule %d never came up", d.Reason(), d.Rule())
		}
	}
}

// by is the relation of a decision, in words.
func by(d policy.Decision) string {
	if r, ok := d.Relation(); ok {
		return r.String()
	}
	return ""
}

func relationsOf(known []policy.Relationship) []policy.Relation {
	var all []policy.Relation
	for _, r := range known {
		all = append(all, r.Relation)
	}
	return all
}

func has(m *sync.Map, key any) bool {
	_, ok := m.Load(key)
	return ok
}

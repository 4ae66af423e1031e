package policy_test

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// now is a Sunday noon in Norway; every age below is counted from it.
var now = time.Date(2026, 11, 22, 12, 0, 0, 0, norway())

func norway() *time.Location { return time.FixedZone("CET", 3600) }

// midnight is the beginning of a day that long ago.
func midnight(years, months, days int) time.Time {
	return time.Date(2026, 11, 22, 0, 0, 0, 0, norway()).AddDate(-years, -months, -days)
}

// world is one question with its facts.
type world struct {
	q policy.Request
	f policy.Facts
	c policy.Credentials
}

// change is one thing that is not in order.
type change func(*world)

var everything = policy.SetOf(policy.Services()...)

var me, other = number("148378", 400), number("059240", 400)

var nobody fnr.Number

// self is an adult the caller about themselves, with everything in order.
func self(service policy.Service) *world {
	w := &world{c: policy.Credentials{Number: me, Assurance: policy.AssuranceHigh, Read: everything, Write: everything}}
	w.q = policy.Request{Subject: me, Service: service, Offered: policy.InBoth(everything), Delegable: everything}
	w.f = policy.Facts{Actor: person(48), RelationsRead: policy.OnFile}
	return w
}

// acting is the same adult asking about somebody else of that age.
func acting(service policy.Service, age int, relations ...policy.Relationship) *world {
	w := self(service)
	w.q.Subject = other
	w.f.Subject = person(age)
	w.f.Relations = relations
	return w
}

// analysing is somebody the caller for a project of theirs, about one who has
// consented to nothing.
func analysing(service policy.Service, purpose policy.Purpose) *world {
	w := self(service)
	w.q.Subject, w.q.Purpose, w.c.Purpose = other, purpose, purpose
	w.f = policy.Facts{
		Actor: person(40), Subject: person(50),
		Project: policy.Project{Standing: policy.OnFile, From: midnight(1, 0, 0), Participant: true},
	}
	w.f.Subject.Settings.Level = policy.None
	return w
}

func person(age int) policy.Person {
	return policy.Person{
		Citizen:  policy.Citizen{Standing: policy.OnFile, Born: policy.BornOn(midnight(age, 0, 30))},
		Settings: policy.Settings{Standing: policy.OnFile, Level: policy.Full},
	}
}

func (w *world) decide() policy.Decision { return w.at(now) }

func (w *world) at(now time.Time) policy.Decision { return policy.Decide(w.question(), w.f, now) }

func (w *world) question() policy.Request {
	q := w.q
	q.Actor = policy.Authenticated(w.c)
	return q
}

func (w *world) self() bool {
	return w.q.Subject == w.c.Number && !w.c.Number.IsZero() && w.q.Purpose <= policy.ForRepresentation
}

// subject is the person whose data are asked for.
func (w *world) subject() *policy.Person {
	if w.self() {
		return &w.f.Actor
	}
	return &w.f.Subject
}

// but is the same world with something changed.
func (w *world) but(changes ...change) *world {
	c := *w
	c.f.Relations = append([]policy.Relationship(nil), w.f.Relations...)
	for _, change := range changes {
		change(&c)
	}
	return &c
}

// Relations, in order.

func parent() policy.Relationship {
	return policy.Relationship{Relation: policy.Parent, SharesAddress: true}
}

// fullmakt is a power of attorney that names services, or else covers all.
func fullmakt(services ...policy.Service) policy.Relationship {
	return policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(1, 0, 0), All: len(services) == 0, Named: policy.InBoth(policy.SetOf(services...))}
}

// named is a power that names a service in one mode only.
func named(mode policy.Mode, service policy.Service) policy.Relationship {
	r := policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(1, 0, 0)}
	r.Named[mode] = policy.SetOf(service)
	return r
}

// power covers both areas.
func power(relation policy.Relation) policy.Relationship {
	return policy.Relationship{Relation: relation, From: midnight(1, 0, 0), Read: true, Write: true}
}

// innsyn and digital cover one area each.
func innsyn() policy.Relationship {
	return policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(1, 0, 0), Read: true}
}

func digital() policy.Relationship {
	return policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(1, 0, 0), Write: true}
}

func from(r policy.Relationship, from time.Time) policy.Relationship {
	r.From = from
	return r
}

func until(r policy.Relationship, until time.Time) policy.Relationship {
	r.Until = until
	return r
}

// What is not in order with the question.

func write(w *world) { w.q.Mode = policy.Write }

func extract(s policy.Service) change { return func(w *world) { w.q.Extract = s } }

// changing is a change of its own kind, in mode WRITE.
func changing(c policy.Change) change {
	return func(w *world) { w.q.Mode, w.q.Change = policy.Write, c }
}

func history(w *world) { w.q.History = true }

func part(s policy.Service) change { return func(w *world) { w.q.Part = s } }

func offering(mode policy.Mode, s ...policy.Service) change {
	return func(w *world) {
		w.q.Offered = policy.ByMode{}
		w.q.Offered[mode] = policy.SetOf(s...)
	}
}

func delegating(s ...policy.Service) change {
	return func(w *world) { w.q.Delegable = policy.SetOf(s...) }
}

// What is not in order with the subject.

func level(l policy.Level) change { return func(w *world) { w.subject().Settings.Level = l } }

func blocked(s ...policy.Service) change {
	return func(w *world) { w.subject().Settings.Blocked = policy.SetOf(s...) }
}

func born(at time.Time) change {
	return func(w *world) { w.subject().Citizen.Born = policy.BornOn(at) }
}

func akuttsperre(w *world)  { w.subject().Settings.AllBlocked = true }
func inactive(w *world)     { w.subject().Settings.Inactive = true }
func reserved(w *world)     { w.subject().Settings.Reserved = true }
func emigrated(w *world)    { w.subject().Citizen.Emigrated = true }
func confidential(w *world) { w.subject().Citizen.Confidential = true }
func unknown(w *world)      { w.subject().Citizen = policy.Citizen{Standing: policy.Missing} }

// dead is that the subject died yesterday.
func dead(w *world) { died(midnight(0, 0, 1))(w) }

// died is that the subject died on a day; the zero day is not known.
func died(on time.Time) change {
	return func(w *world) { w.subject().Citizen.Deceased, w.subject().Citizen.Died = true, on }
}

// What is not in order with the actor.

func actor(change func(*policy.Person)) change { return func(w *world) { change(&w.f.Actor) } }

func actorAged(age int) change { return func(w *world) { w.f.Actor.Citizen = person(age).Citizen } }

// youth is an actor of 14 with ungdomstilgang.
func youth(w *world) {
	w.f.Actor = person(14)
	w.f.Actor.Settings.YouthAccess = true
}

// number is a synthetic identity number on a date, the month with 80 added.
func number(ddmmyy string, individual int) fnr.Number {
	for ; ; individual++ {
		for check := range 100 {
			n, err := fnr.Parse(ddmmyy + digits(individual, 3) + digits(check, 2))
			if err == nil {
				return n
			}
		}
	}
}

func digits(n, width int) string {
	s := ""
	for range width {
		s = string(rune('0'+n%10)) + s
		n /= 10
	}
	return s
}

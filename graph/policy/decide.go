package policy

import (
	"cmp"
	"slices"
	"time"

	"helsegraf/sources/fnr"
)

// Request is the question a decision answers: may this actor use this service
// of this subject.
type Request struct {
	Actor   Actor
	Subject fnr.Number
	Service Service
	// Extract is, with HEALTH_REGISTERS, the service whose plain extract is
	// requested: MEDICATION, SUMMARY_CARE_RECORD or VACCINATION.
	Extract Service
	// History requests, with MEDICATION or its extract, the part in the summary
	// care record as well.
	History bool
	// Part is the other service that a part belongs to: with HEALTH_CONTACT,
	// GP_INFORMATION or SUMMARY_CARE_RECORD; with MEDICATION, GP_INFORMATION; with
	// MESSAGE, GP_DIALOGUE.
	Part Service
	Mode Mode
	// Change is, with PRIVACY in mode WRITE, a change that a rule treats in a way of
	// its own.
	Change  Change
	Purpose Purpose // a project's purpose; else the zero Purpose

	// What this deployment has: the services that a field or a mutation of the
	// schema offers here, and those that a power of attorney may cover.
	Offered   ByMode
	Delegable ServiceSet
}

// analyst reports whether the request is made for a project.
func (q Request) analyst() bool { return q.Purpose.project() }

// self reports whether the actor is the subject. In a project nobody is, the
// analyst included. Nor is the zero subject of a preview, which is about anyone
// it may concern.
func (q Request) self() bool {
	return !q.Subject.IsZero() && q.Subject == q.Actor.number && !q.analyst()
}

// failing is the first of the requested services for which holds is false; 0
// when it is true for all. An extract, a history and a part each need two
// services: both must be within a representative's reach, and neither closed.
func (q Request) failing(holds func(Service) bool) Service {
	if !holds(q.Service) {
		return q.Service
	}
	if q.Extract != 0 && !holds(q.Extract) {
		return q.Extract
	}
	if q.History && !holds(SummaryCareRecord) {
		return SummaryCareRecord
	}
	if q.Part != 0 && !holds(q.Part) {
		return q.Part
	}
	return 0
}

// Decide decides q from the facts, at the time now. It evaluates the rules in
// order; the first that fails decides. Each relation is decided separately, and
// one that allows is enough.
func Decide(q Request, f Facts, now time.Time) Decision { return decide(law, q, f, now) }

func decide(rules []rule, q Request, f Facts, now time.Time) Decision {
	c := newEvaluation(rules, q, f, now)
	if rule, code := c.firstFailing(1, 5); code != Open {
		return c.deny(rule, code)
	}
	if q.self() || q.analyst() {
		return c.decide(6, 12)
	}
	return c.eachRelation()
}

// Reach decides whether the actor may know of the subject at all: rules 1, 2
// and 5, and a purpose that identifies people (3). It opens a person's handle,
// name, age, relation and access, and returns the relations that are live or
// ended recently, in the order of Relation.
func Reach(q Request, f Facts, now time.Time) ([]Relationship, Code) {
	return reach(q, f, now, func(Relationship) bool { return true })
}

// Represented is Reach with only the relations by which the actor may act: not
// those ended by a death or the child's 16th birthday.
func Represented(q Request, f Facts, now time.Time) ([]Relationship, Code) {
	return reach(q, f, now, func(r Relationship) bool { return !f.ended(r, now) })
}

func reach(q Request, f Facts, now time.Time, shown func(Relationship) bool) ([]Relationship, Code) {
	c := newEvaluation(law, q, f, now)
	for _, fails := range [...]func(evaluation) Code{identified, assured, purposed, personal, related} {
		if code := fails(c); code != Open {
			return nil, code
		}
	}
	if q.self() {
		return []Relationship{{Relation: Self}}, Open
	}
	known := make([]Relationship, 0, len(f.Relations))
	for _, r := range f.Relations {
		if f.onRecord(r, now) == Open && shown(r) {
			known = append(known, r)
		}
	}
	slices.SortStableFunc(known, func(a, b Relationship) int { return cmp.Compare(a.Relation, b.Relation) })
	return known, Open
}

// evaluation is a request with its facts while the rules are evaluated.
type evaluation struct {
	Request
	law      []rule
	facts    Facts
	now      time.Time
	relation Relationship // the one being decided; zero when the actor is the subject
}

func newEvaluation(rules []rule, q Request, f Facts, now time.Time) evaluation {
	c := evaluation{Request: q, law: rules, facts: f, now: now}
	if c.self() {
		c.facts.Subject = f.Actor
	}
	return c
}

// firstFailing evaluates the rules numbered from–to and returns the first that
// fails. Fewer rules apply to a project.
func (c *evaluation) firstFailing(from, to int) (number int, code Code) {
	for i := range c.law {
		r := &c.law[i]
		if r.number < from || r.number > to || !r.applies.of(c.Request) {
			continue
		}
		if code := r.fails(*c); code != Open {
			return r.number, code
		}
	}
	return 0, Open
}

// decide evaluates the rules numbered from–to, and mints the Grant or the
// Warrant.
func (c *evaluation) decide(from, to int) Decision {
	if rule, code := c.firstFailing(from, to); code != Open {
		return c.deny(rule, code)
	}
	d := Decision{allowed: true, relation: c.relation.Relation, related: !c.analyst()}
	if c.Mode == Write {
		d.warrant = Warrant{of: c.Subject, by: c.Actor.number, in: c.Service, as: c.relation.Relation}
		return d
	}
	// A part is read from a register of its other service, under a Grant for that:
	// the one that a field of the other service has.
	d.grant = Grant{
		subject: c.Subject, service: cmp.Or(c.Part, c.Service), extract: c.Extract, history: c.History && c.Part == 0,
		purpose: c.purpose(), relations: c.relations(),
		tellsSettings: c.self() || c.parentOfMinor(),
	}
	return d
}

// eachRelation decides for each relation on record. When none allows, the
// relation that got farthest through the rules gives the reason; of powers that
// got equally far, one that is still running.
func (c *evaluation) eachRelation() Decision {
	var best Decision
	for _, r := range c.facts.Relations {
		if c.facts.onRecord(r, c.now) == NotFound {
			continue
		}
		c.relation = r
		if d := c.decide(6, 12); !best.related || d.before(best) {
			best = d
		}
	}
	if best.reason != ConsentSourceUnavailable {
		best.changes, best.lapses = c.relationsChangeOn()
	}
	return best
}

// before reports whether d is preferred to the decision by another relation,
// independent of the order the relations are recorded in.
func (d Decision) before(than Decision) bool {
	switch {
	case d.allowed != than.allowed:
		return d.allowed
	case d.finality() != than.finality():
		return d.finality() > than.finality()
	case d.rule != than.rule:
		return d.rule > than.rule
	case d.code != than.code:
		return d.code == ProxyScopeMissing
	}
	return d.relation < than.relation
}

// finality ranks denials. What the rules about the subject close is closed for
// every relation; below that, a relation that might open if the day of birth
// were known ranks above one that would not.
func (d Decision) finality() int {
	switch {
	case d.rule > 8:
		return 2
	case d.code == AgeUnknown:
		return 1
	}
	return 0
}

// relations are the ones that record labels are checked against: all on record,
// not only the one that opened the service. A parent counts even when the child
// lives elsewhere and another relation opened the service: NORN_FORANS is about
// parental responsibility.
func (c *evaluation) relations() RelationSet {
	if c.self() {
		return RelationSet(0).With(Self)
	}
	if c.analyst() {
		// Every relation: what any of them may not see, an analyst may not.
		return RelationSet(0).With(Self).With(Parent).With(PowerOfAttorney).With(Assigned).With(Guardian)
	}
	var set RelationSet
	for _, r := range c.facts.Relations {
		if r.Relation == Parent || c.facts.onRecord(r, c.now) == Open {
			set = set.With(r.Relation)
		}
	}
	return set
}

// purpose follows from the relation, except for analysts.
func (c *evaluation) purpose() Purpose {
	switch {
	case c.analyst():
		return c.Purpose
	case c.self():
		return ForCare
	}
	return ForRepresentation
}

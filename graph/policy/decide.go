package policy

import (
	"cmp"
	"slices"
	"time"

	"helsegraf/sources/fnr"
)

// Question is what is asked: may this actor use this service of this subject.
type Question struct {
	Actor     Actor
	Subject   fnr.Number
	Service   Service
	Mode      Mode
	Delegable ServiceSet // services this deployment lets a power of attorney cover
}

// self tells whether the actor asks for themselves.
func (q Question) self() bool { return !q.Subject.IsZero() && q.Subject == q.Actor.number }

// Decide answers q from the facts, at the time now in Norway. It asks the
// rules in their order; the first that fails decides. With several relations
// each is decided by itself and one that allows is enough.
func Decide(q Question, f Facts, now time.Time) Decision {
	c := hear(q, f, now)
	if d := c.ask(beforeRelation); !d.allowed {
		return d
	}
	if q.self() {
		return c.ask(always)
	}
	return c.eachRelation()
}

// Reach answers whether the actor may know of the subject at all: rules 1, 2
// and 5. It opens the handle, name, age, relation and access of a person, and
// gives the relations that are live or ended lately, in the order of Relation.
func Reach(q Question, f Facts, now time.Time) ([]Relationship, Code) {
	c := hear(q, f, now)
	if d := c.ask(toKnowOf); !d.allowed {
		return nil, d.code
	}
	if q.self() {
		return []Relationship{{Relation: Self}}, Open
	}
	known := c.known()
	slices.SortStableFunc(known, func(a, b Relationship) int { return cmp.Compare(a.Relation, b.Relation) })
	return known, Open
}

// eachRelation decides for each relation on record. When none allows, the one
// that got farthest through the rules tells why.
func (c *hearing) eachRelation() Decision {
	var best Decision
	var relations RelationSet
	for _, r := range c.known() {
		relations = relations.With(r.Relation)
		c.relation = r
		if d := c.ask(always); d.allowed && !best.allowed || d.allowed == best.allowed && d.rule > best.rule {
			best = d
		}
	}
	if best.allowed {
		// Labels on records are read against every relation, not only the one
		// that opened the service.
		best.grant.relations = relations
	}
	return best
}

// hearing is one question with its facts while the rules are asked.
type hearing struct {
	Question
	facts    Facts
	now      time.Time
	relation Relationship
}

func hear(q Question, f Facts, now time.Time) *hearing {
	c := &hearing{Question: q, facts: f, now: now}
	if c.self() {
		c.facts.Subject = f.Actor
	}
	return c
}

// ask goes through rules until one fails.
func (c *hearing) ask(rules []rule) Decision {
	for _, r := range rules {
		if code := r.fails(c); code != Open {
			return c.deny(r.number, code)
		}
	}
	return Decision{
		allowed: true,
		grant: Grant{
			subject: c.Subject, service: c.Service, mode: c.Mode,
			relations: RelationSet(0).With(c.relation.Relation),
			noHistory: c.facts.Subject.Settings.Reserved,
		},
		changes: c.closesOn(),
	}
}

// deny makes the decision of a failed rule. A representative is not told what
// the subject has chosen, or that the subject is dead.
func (c *hearing) deny(number int, code Code) Decision {
	d := Decision{code: code, reason: code, rule: number}
	if code == ConsentSourceUnavailable {
		return d
	}
	if number >= 9 && !c.self() && (number == 9 || !c.parentOfMinor()) {
		d.code = NotAvailableOnBehalf
		d.changes = c.closesOn()
		return d
	}
	d.remedy, d.changes = c.remedy(code), c.opensOn(code)
	return d
}

// known are the relations that let the actor know of the subject: live, or a
// power that ended less than thirty days ago.
func (c *hearing) known() []Relationship {
	var out []Relationship
	for _, r := range c.facts.Relations {
		switch {
		case r.Relation == Parent && !r.SharesAddress:
		case r.Relation == Guardian && r.FinancialOnly:
		case r.power() && c.now.Before(r.From):
		case r.power() && !r.Until.IsZero() && !c.now.Before(r.Until.AddDate(0, 0, remembered)):
		default:
			out = append(out, r)
		}
	}
	return out
}

// remembered is for how many days a power that ended is still told of.
const remembered = 30

// parentOfMinor tells whether the actor is a parent of a child under 16, who
// manages the child's settings and so may know them.
func (c *hearing) parentOfMinor() bool {
	if c.facts.Subject.Citizen.Standing != OnFile || Age(c.facts.Subject.Citizen.Born, c.now) >= 16 {
		return false
	}
	for _, r := range c.known() {
		if r.Relation == Parent {
			return true
		}
	}
	return false
}

// remedy is what opens something that is closed with this code.
func (c *hearing) remedy(code Code) Remedy {
	switch code {
	case AssuranceTooLow:
		return Remedy{Action: LogInHigh}
	case ProxyScopeMissing, ProxyExpired:
		return Remedy{Action: RenewProxy, Service: c.Service}
	case ConsentMissing, ConsentTooLow:
		return Remedy{Action: GiveConsent, Level: max(Basis, c.Service.Level())}
	case Reserved:
		return Remedy{Action: WithdrawReservation}
	case Inactive:
		return Remedy{Action: SendForm}
	case AccessBlocked:
		if c.facts.Subject.Settings.AllBlocked {
			return Remedy{Action: SendForm}
		}
		return Remedy{Action: RemoveBlock, Service: c.Service}
	default:
		return Remedy{}
	}
}

// closesOn is when the relation itself ends: the child grows out of the
// service, or the power runs out.
func (c *hearing) closesOn() time.Time {
	switch {
	case c.self():
		return time.Time{}
	case c.relation.Relation == Parent:
		return birthday(c.facts.Subject.Citizen.Born, c.Service.ChildUnder())
	}
	return c.relation.Until
}

// opensOn is when something closed opens by itself: a young person turns 16.
func (c *hearing) opensOn(code Code) time.Time {
	if code == ActorNotEligible && c.self() && c.facts.Actor.Citizen.Standing == OnFile && !c.facts.Actor.Citizen.Deceased {
		if b := birthday(c.facts.Actor.Citizen.Born, 16); c.now.Before(b) {
			return b
		}
	}
	return time.Time{}
}

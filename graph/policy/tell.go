package policy

import (
	"cmp"
	"time"
)

// What the actor learns of a decision: the code, what would open it, and when
// it changes by itself.

// deny makes the Decision of a failed rule. Anyone but the subject does not
// learn the subject's settings, nor that the subject is dead or has moved
// abroad.
func (c *evaluation) deny(rule int, code Code) Decision {
	d := Decision{code: code, reason: code, rule: rule, relation: c.relation.Relation, related: rule > 5 && !c.analyst()}
	switch {
	case code == ConsentSourceUnavailable:
		// Nothing about the subject is known that would have to be withheld.
	case rule == 9, rule >= 10 && !c.self() && !c.parentOfMinor():
		d.code = NotAvailableOnBehalf
	default:
		d.remedy = c.remedy(rule, code)
		d.changes = c.comesOfAgeOn(code)
	}
	return d
}

// parentOfMinor reports whether the actor is a parent of a child under 16, who
// manages the child's settings and so may know them, whichever relation is
// being decided.
func (c *evaluation) parentOfMinor() bool {
	if c.analyst() || c.facts.Subject.Citizen.Born.below(adult, c.now, ChildAgeLimit) != Open {
		return false
	}
	for _, r := range c.facts.Relations {
		if r.Relation == Parent && c.facts.onRecord(r, c.now) == Open {
			return true
		}
	}
	return false
}

// remedy is what opens something closed with this code, for those who can do
// it.
func (c *evaluation) remedy(rule int, code Code) Remedy {
	switch code {
	case ProxyScopeMissing, ProxyExpired:
		if c.failing(c.delegable) != 0 || c.facts.Actor.Citizen.Born.reached(holder, c.now, code) != Open {
			return Remedy{} // no power can cover it, or not yet for this holder
		}
		return Remedy{Action: RenewProxy, Service: cmp.Or(c.failing(c.covered), c.Service)}
	case AccessBlocked, Inactive, Reserved, ConsentMissing, ConsentTooLow:
		return c.choose(rule, code)
	default:
		return code.Remedy()
	}
}

// choose is the setting that opens something, for those who write settings:
// everybody of 16 their own, and parents their child's. A block of the hospital
// journal is lifted on paper, like a block of everything.
func (c *evaluation) choose(rule int, code Code) Remedy {
	me := c.facts.Actor
	switch {
	case me.Citizen.Born.reached(adult, c.now, code) != Open:
		return Remedy{} // a parent manages them
	case me.Settings.AllBlocked, me.Settings.Inactive, code == AccessBlocked && c.facts.Subject.Settings.AllBlocked:
		return Remedy{Action: SendForm} // comes first
	case code == AccessBlocked:
		if s := c.failing(c.unblocked); s != HospitalJournal {
			return Remedy{Action: RemoveBlock, Service: s}
		}
		return Remedy{Action: SendForm}
	case code == Reserved:
		return Remedy{Action: WithdrawReservation}
	case rule == 4 && !c.self():
		return Remedy{Action: GiveConsent, Level: Basis} // the actor's own
	}
	return Remedy{Action: GiveConsent, Level: max(Basis, c.Service.Level())}
}

// comesOfAgeOn is when something closed because of the actor's own age opens:
// the 13th birthday with ungdomstilgang, the 16th without, and never if
// something else would still close it then.
func (c *evaluation) comesOfAgeOn(code Code) time.Time {
	if code != ActorNotEligible || !c.self() {
		return time.Time{}
	}
	for _, age := range []int{youth, adult} {
		first, last := c.facts.Actor.Citizen.Born.turns(age)
		for _, on := range [...]time.Time{first, last} {
			then := *c
			then.now = on
			if !c.now.Before(on) {
				continue
			}
			_, code := then.firstFailing(4, 12)
			if code == Open {
				return on
			}
			if code == AgeUnknown {
				return time.Time{}
			}
		}
	}
	return time.Time{}
}

// relationsChangeOn is the first day on which the relations give another
// outcome: the child's birthday, the first day of a power or its end, or the
// holder's coming of age. The subject's settings play no part, so that the day
// does not reveal whether one closes the service. A day derived from an unknown
// birthday is not shown, but an open decision is made anew on it.
func (c *evaluation) relationsChangeOn() (told, first time.Time) {
	before, after := c.relationsOpen(c.now), Open
	try := func(on time.Time) {
		if !c.now.Before(on) || !first.IsZero() && !on.Before(first) {
			return
		}
		if then := c.relationsOpen(on); then != before {
			after, first = then, on
		}
	}
	subject, mine := c.facts.Subject.Citizen.Born, c.facts.Actor.Citizen.Born
	tryBoth := func(first, last time.Time) {
		try(first)
		try(last)
	}
	tryBoth(subject.turns(12))
	tryBoth(subject.turns(youth))
	tryBoth(subject.turns(adult))
	tryBoth(mine.turns(holder))
	for _, r := range c.facts.Relations {
		try(r.From)
		try(r.end())
	}
	if before == AgeUnknown || after == AgeUnknown {
		return time.Time{}, first
	}
	return first, first
}

// relationsOpen is Open when any relation opens the service on a day, by the
// rules about relations alone; a death plays no part either. Otherwise it is
// AGE_UNKNOWN if one may, and else NOT_FOUND.
func (c *evaluation) relationsOpen(on time.Time) Code {
	then := *c
	then.now = on
	best := NotFound
	for _, r := range c.facts.Relations {
		then.relation = r
		if !r.given(on) {
			continue
		}
		_, code := then.firstFailing(6, 8)
		if code == Open {
			return Open
		}
		if code == AgeUnknown {
			best = AgeUnknown
		}
	}
	return best
}

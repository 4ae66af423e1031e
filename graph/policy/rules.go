package policy

import "slices"

// rule is one row of the law: its number, and the code when it fails.
type rule struct {
	number int
	about  string
	fails  func(*hearing) Code
}

// The law, in the order in which it is asked. Rule 1 (a valid token) is the
// front door's; without a token there is no Actor, which rule 1 here makes
// sure of. Rule 13 (labels on records) is asked of each record, see
// [Grant.Shows].
var (
	token = rule{1, "there is an actor, with a checked token", func(c *hearing) Code {
		return unless(!c.Actor.number.IsZero(), Unauthenticated)
	}}
	assurance = rule{2, "assurance level high for anything personal", func(c *hearing) Code {
		return unless(c.Actor.assurance >= AssuranceHigh, AssuranceTooLow)
	}}
	scope = rule{3, "the client's scopes cover the service", func(c *hearing) Code {
		return unless(c.Actor.scopes[c.Mode].Has(c.Service), ClientScopeMissing)
	}}
	eligible   = rule{4, "the actor is alive, 16 or older, active, and has consented", actorEligible}
	related    = rule{5, "the actor is the subject, or a relation is on record", onRecord}
	childAge   = rule{6, "a parent, while the child is within the service's age", withinChildAge}
	proxyScope = rule{7, "a power that runs and covers service and mode", withinPower}
	alive      = rule{9, "the subject is alive", func(c *hearing) Code {
		return c.ofSubject(unless(!c.facts.Subject.Citizen.Deceased, SubjectDeceased))
	}}
	unblocked      = rule{10, "no block", notBlocked}
	unreserved     = rule{11, "no reservation against the summary care record", notReserved}
	consent        = rule{12, "the subject's consent level opens the service", consented}
	toKnowOf       = []rule{token, assurance, related}
	beforeRelation = []rule{token, assurance, scope, eligible, related}
	always         = []rule{childAge, proxyScope, alive, unblocked, unreserved, consent}
)

func unless(holds bool, code Code) Code {
	if holds {
		return Open
	}
	return code
}

// ofSubject is code when the subject's facts are at hand; what a register did
// not answer is neither yes nor no.
func (c *hearing) ofSubject(code Code) Code {
	s := c.facts.Subject
	if s.Citizen.Standing != OnFile || s.Settings.Standing != OnFile {
		return ConsentSourceUnavailable
	}
	return code
}

// youthServices are what somebody of 13–15 may use with a parent's consent.
var youthServices = SetOf(GPInformation, Vaccination, Medication, Appointment, Tools)

func actorEligible(c *hearing) Code {
	a := c.facts.Actor
	if a.Citizen.Standing == Unread || a.Settings.Standing != OnFile {
		return ConsentSourceUnavailable
	}
	if a.Citizen.Standing == Missing || a.Citizen.Deceased {
		return ActorNotEligible
	}
	switch age := Age(a.Citizen.Born, c.now); {
	case age < 13:
		return ActorNotEligible
	case age < 16:
		if !c.self() || !a.Settings.YouthAccess || c.Mode != Read || !youthServices.Has(c.Service) {
			return ActorNotEligible
		}
	}
	if a.Settings.Inactive && !c.self() {
		// For oneself rule 10 answers, and says how to come back.
		return ActorNotEligible
	}
	if c.self() && c.Service == Privacy {
		// One must be able to give the first consent.
		return Open
	}
	return unless(a.Settings.Level >= Basis, ConsentMissing)
}

func onRecord(c *hearing) Code {
	if c.self() {
		return Open
	}
	if c.facts.RelationsRead != OnFile {
		return ConsentSourceUnavailable
	}
	if len(c.known()) == 0 {
		return NotFound
	}
	// A confidential address can neither represent nor be represented.
	for _, p := range []Citizen{c.facts.Actor.Citizen, c.facts.Subject.Citizen} {
		if p.Standing == Unread {
			return ConsentSourceUnavailable
		}
		if p.Standing == Missing || p.Confidential {
			return NotFound
		}
	}
	return Open
}

func withinChildAge(c *hearing) Code {
	if c.relation.Relation != Parent {
		return Open
	}
	return unless(Age(c.facts.Subject.Citizen.Born, c.now) < c.Service.ChildUnder(), ChildAgeLimit)
}

// maxAssigned is the longest an assigned power may run, in years.
const maxAssigned = 5

func withinPower(c *hearing) Code {
	r := c.relation
	if !r.power() {
		return Open
	}
	holder, giver := c.facts.Actor.Citizen, c.facts.Subject.Citizen
	switch {
	case Age(holder.Born, c.now) < 18,
		r.Relation == PowerOfAttorney && Age(giver.Born, r.From) < 16,
		r.Relation == Assigned && Age(giver.Born, c.now) < 12,
		giver.Emigrated:
		return ProxyScopeMissing
	case !r.Until.IsZero() && !c.now.Before(r.Until),
		r.Relation == Assigned && !c.now.Before(r.From.AddDate(maxAssigned, 0, 0)):
		return ProxyExpired
	}
	covers := r.All || r.Named.Has(c.Service) || c.Mode == Read && r.Read && c.Service != GPDialogue || r.Write && (c.Mode == Write || c.Service == GPDialogue)
	return unless(covers && c.Service.ByProxy() && c.Delegable.Has(c.Service), ProxyScopeMissing)
}

func notBlocked(c *hearing) Code {
	s := c.facts.Subject.Settings
	switch {
	case s.AllBlocked, s.Blocked.Has(c.Service):
		return AccessBlocked
	case s.Inactive && c.self():
		return Inactive
	}
	// A blocked actor may act for others, but writes no privacy setting.
	return unless(c.Service != Privacy || c.Mode == Read || !c.facts.Actor.Settings.AllBlocked, AccessBlocked)
}

// inCareRecord are the services that need a summary care record. Of MEDICATION
// only the history does, see [Grant.History].
var inCareRecord = []Service{SummaryCareRecord, DonorCard}

func notReserved(c *hearing) Code {
	return unless(!c.facts.Subject.Settings.Reserved || !slices.Contains(inCareRecord, c.Service), Reserved)
}

func consented(c *hearing) Code {
	switch has, wants := c.facts.Subject.Settings.Level, c.Service.Level(); {
	case has >= wants:
		return Open
	case has == None:
		return ConsentMissing
	}
	return ConsentTooLow
}

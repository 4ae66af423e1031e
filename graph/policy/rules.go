package policy

import "strings"

// rule is one row of the law: its number, what it wants, and the code when it
// fails.
type rule struct {
	number int
	wants  string
	fails  func(hearing) Code // by value, so that a decision leaves nothing on the heap
}

// law is the rules in the order in which they are asked. Rule 1 is the front
// door's, which answers HTTP 401; without a token there is no Actor, and that
// is what it comes to here. Rule 13 (labels on records) is asked of each
// record, see [Grant.Shows].
var law = []rule{
	{1, "an actor, with a checked token", identified},
	{2, "assurance level high for anything personal", assured},
	{3, "the client's scopes cover the service", scoped},
	{4, "the actor is alive, 16 or older, active, and has consented", eligible},
	{5, "the actor is the subject, or a relation is on record", related},
	{6, "the registers told of the subject", told},
	{6, "a parent: the child is within the service's age", withinChildAge},
	{7, "a power of attorney: given at 16 or later, running, covering service and mode", withinGivenPower},
	{7, "an assigned power (7b): for one of 12 or older, running, covering both", withinAssignedPower},
	{8, "a guardian's power: running, covering both", withinGuardianship},
	{9, "the subject is alive; nobody who moved abroad is represented or represents", alive},
	{10, "no block", notBlocked},
	{11, "no reservation against the summary care record", notReserved},
	{12, "the subject's consent opens the service", consented},
}

// Wants is what a rule wants, in words; "" for a number that none has. The two
// of rule 6, and of rule 7, are told together.
func Wants(number int) string {
	var all []string
	for _, r := range law {
		if r.number == number {
			all = append(all, r.wants)
		}
	}
	return strings.Join(all, "; ")
}

func unless(holds bool, code Code) Code {
	if holds {
		return Open
	}
	return code
}

func identified(c hearing) Code { return unless(!c.Actor.number.IsZero(), Unauthenticated) }

func assured(c hearing) Code { return unless(c.Actor.assurance >= AssuranceHigh, AssuranceTooLow) }

// extracted are the services of which HEALTH_REGISTERS holds an extract.
var extracted = SetOf(Medication, SummaryCareRecord, Vaccination)

// scoped also closes what is no question at all: a service that is none, and
// an extract that there is not. An extract needs the client's scope for
// HEALTH_REGISTERS only, being part of it. Analysts read, and not settings:
// those are nothing to share.
func scoped(c hearing) Code {
	return unless(c.Service.String() != "" && c.Mode <= Write && c.Actor.scopes[c.Mode].Has(c.Service) &&
		(c.Extract == 0 || c.Service == HealthRegisters && extracted.Has(c.Extract)) &&
		(!c.analyst() || c.Service != Privacy && c.Mode == Read), ClientScopeMissing)
}

// youthServices are what somebody of 13–15 may use with a parent's consent
// (ungdomstilgang).
var youthServices = SetOf(GPInformation, Vaccination, Medication, Appointment, Tools)

func eligible(c hearing) Code {
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

// related answers alike for somebody unknown, unrelated or confidential. An
// analyst is related to nobody: no person is addressed in a project.
func related(c hearing) Code {
	if c.self() {
		return Open
	}
	if c.facts.RelationsRead != OnFile {
		return ConsentSourceUnavailable
	}
	if c.Subject.IsZero() || c.analyst() || !c.facts.related(c.now) {
		return NotFound
	}
	// A confidential address can neither represent nor be represented.
	for _, p := range [...]Citizen{c.facts.Actor.Citizen, c.facts.Subject.Citizen} {
		if p.Standing == Unread {
			return ConsentSourceUnavailable
		}
		if p.Standing == Missing || p.Confidential {
			return NotFound
		}
	}
	return Open
}

// told comes before every rule that looks at the subject: what a register did
// not answer is neither yes nor no, and no denial's code either. It asks of
// Folkeregisteret what 4 and 5 have asked, since a preview begins here.
func told(c hearing) Code {
	s := c.facts.Subject
	return unless(s.Citizen.Standing == OnFile && s.Settings.Standing == OnFile, ConsentSourceUnavailable)
}

// withinChildAge asks for both ages of an extract. As HEALTH_REGISTERS is not
// open to parents, none of its extracts is.
func withinChildAge(c hearing) Code {
	if c.relation.Relation != Parent {
		return Open
	}
	age := Age(c.facts.Subject.Citizen.Born, c.now)
	return unless(c.failing(func(s Service) bool { return s.ChildUnder() != never && age < s.ChildUnder() }) == 0, ChildAgeLimit)
}

func withinGivenPower(c hearing) Code {
	if c.relation.Relation != PowerOfAttorney {
		return Open
	}
	if Age(c.facts.Subject.Citizen.Born, c.relation.From) < 16 {
		return ProxyScopeMissing
	}
	return c.withinPower()
}

// withinAssignedPower has nothing to ask of the subject's consent to the
// power: it is registered with it, by form.
func withinAssignedPower(c hearing) Code {
	if c.relation.Relation != Assigned {
		return Open
	}
	if Age(c.facts.Subject.Citizen.Born, c.now) < 12 {
		return ProxyScopeMissing
	}
	return c.withinPower()
}

func withinGuardianship(c hearing) Code {
	if c.relation.Relation != Guardian {
		return Open
	}
	return c.withinPower()
}

// withinPower is what rules 7, 7b and 8 have in common. That the power has
// begun is rule 5's: until then it is not on record.
func (c *hearing) withinPower() Code {
	if Age(c.facts.Actor.Citizen.Born, c.now) < 18 {
		return ProxyScopeMissing
	}
	if end := c.relation.end(); !end.IsZero() && !c.now.Before(end) {
		return ProxyExpired
	}
	return unless(c.failing(c.delegable) == 0 && c.failing(c.covered) == 0, ProxyScopeMissing)
}

// delegable tells whether a power can cover a service at all.
func (c *hearing) delegable(s Service) bool { return s.ByProxy() && c.Delegable.Has(s) }

// covered tells whether the power covers a service in the mode. "Digitale
// helsetjenester" are for writing, and for the dialogue with the GP, which is
// one of them: "Innsyn" shows none of it. A service that is named is covered
// in both modes.
func (c *hearing) covered(s Service) bool {
	r := c.relation
	if r.All || r.Named.Has(s) {
		return true
	}
	if c.Mode == Write || s == GPDialogue {
		return r.Write
	}
	return r.Read
}

// alive also holds that moving abroad ends representation, of the one who
// moved and by them, parents included: the law says so beside the end of
// powers "given and received". The usage log has it as a power that ended,
// since nobody has died.
func alive(c hearing) Code {
	switch {
	case c.facts.Subject.Citizen.Deceased:
		return SubjectDeceased
	case !c.self() && (c.facts.Subject.Citizen.Emigrated || c.facts.Actor.Citizen.Emigrated):
		return ProxyExpired
	}
	return Open
}

// notBlocked tells of the widest closing first: what is lifted on paper before what
// is lifted here.
func notBlocked(c hearing) Code {
	s := c.facts.Subject.Settings
	switch {
	case s.AllBlocked:
		return AccessBlocked
	case s.Inactive && c.self():
		return Inactive
	case c.failing(c.unblocked) != 0:
		return AccessBlocked
	}
	// A blocked actor may act for others, but writes no privacy setting.
	return unless(c.Service != Privacy || c.Mode == Read || !c.facts.Actor.Settings.AllBlocked, AccessBlocked)
}

func (c *hearing) unblocked(s Service) bool { return !c.facts.Subject.Settings.Blocked.Has(s) }

// inCareRecord are the services that need a summary care record. Of MEDICATION
// only the history does, see [Grant.History].
var inCareRecord = SetOf(SummaryCareRecord, DonorCard)

func notReserved(c hearing) Code {
	return unless(!c.facts.Subject.Settings.Reserved || c.failing(func(s Service) bool { return !inCareRecord.Has(s) }) == 0, Reserved)
}

// consented wants of an extract only the level of HEALTH_REGISTERS, which is
// what an extract is for. For an analyst it is the sharing setting that
// consents, and 4–11 are not asked.
func consented(c hearing) Code {
	s := c.facts.Subject.Settings
	if c.analyst() {
		if s.Standing != OnFile {
			return ConsentSourceUnavailable
		}
		return unless(!c.Subject.IsZero() && s.shares(c.Purpose), ConsentMissing)
	}
	switch wants := c.Service.Level(); {
	case s.Level >= wants:
		return Open
	case s.Level == None:
		return ConsentMissing
	}
	return ConsentTooLow
}

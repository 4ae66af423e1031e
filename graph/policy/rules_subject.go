package policy

// The rules about relation and subject, 6–12.

// factsKnown comes before every rule that looks at the subject: what a register did
// not answer is neither yes nor no, and no denial's code either. It asks of
// Folkeregisteret what 4 and 5 have asked, since a preview begins here.
func factsKnown(c evaluation) Code {
	s := c.facts.Subject
	return unless(s.Citizen.Standing == OnFile && s.Settings.Standing == OnFile, ConsentSourceUnavailable)
}

// withinChildAge asks for both ages of an extract. As HEALTH_REGISTERS is not
// open to parents, none of its extracts is.
func withinChildAge(c evaluation) Code {
	if c.relation.Relation != Parent {
		return Open
	}
	limit := adult
	c.failing(func(s Service) bool {
		limit = min(limit, s.ChildUnder())
		return true
	})
	return c.facts.Subject.Citizen.Born.below(limit, c.now, ChildAgeLimit)
}

// oldEnough asks how old the subject is of a service that others use only for
// those who are of age for it: a guardian, too, waits for that.
func oldEnough(c evaluation) Code {
	if c.self() {
		return Open
	}
	limit := 0
	c.failing(func(s Service) bool {
		limit = max(limit, s.SubjectMin())
		return true
	})
	return c.facts.Subject.Citizen.Born.reached(limit, c.now, ChildAgeLimit)
}

func withinGivenPower(c evaluation) Code {
	if c.relation.Relation != PowerOfAttorney {
		return Open
	}
	return c.withinPower(c.facts.Subject.Citizen.Born.reached(adult, c.relation.From, ProxyScopeMissing))
}

// withinAssignedPower has nothing to ask of the subject's consent to the
// power: it is registered with it, by form.
func withinAssignedPower(c evaluation) Code {
	if c.relation.Relation != Assigned {
		return Open
	}
	return c.withinPower(c.facts.Subject.Citizen.Born.reached(12, c.now, ProxyScopeMissing))
}

func withinGuardianship(c evaluation) Code {
	if c.relation.Relation != Guardian {
		return Open
	}
	return c.withinPower(Open)
}

// withinPower is what rules 7, 7b and 8 have in common, after what the rule has
// asked of the subject's age. That the power has begun is rule 5's: until then it
// is not on record. An age that is not known decides nothing where the power is
// too narrow at any age.
func (c *evaluation) withinPower(subject Code) Code {
	mine := c.facts.Actor.Citizen.Born.reached(holder, c.now, ProxyScopeMissing)
	code := unless(c.failing(c.delegable) == 0 && c.failing(c.covered) == 0, ProxyScopeMissing)
	if end := c.relation.end(); !end.IsZero() && !c.now.Before(end) {
		code = ProxyExpired
	}
	switch {
	case subject == ProxyScopeMissing, mine == ProxyScopeMissing:
		return ProxyScopeMissing
	case code != ProxyScopeMissing && (subject == AgeUnknown || mine == AgeUnknown):
		return AgeUnknown
	}
	return code
}

// delegable reports whether a power can cover a service at all.
func (c *evaluation) delegable(s Service) bool { return s.ByProxy() && c.Delegable.Has(s) }

// covered reports whether the power covers a service in the mode. "Digitale
// helsetjenester" are for writing, and for the dialogue with the GP, which is
// one of them: "Innsyn" shows none of it. A service that is named is covered in
// the mode it was named with.
func (c *evaluation) covered(s Service) bool {
	r := c.relation
	if r.All || r.Named.In(c.Mode).Has(s) {
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
// since nobody has died. A project represents nobody.
func alive(c evaluation) Code {
	switch {
	case c.facts.Subject.Citizen.Deceased:
		return SubjectDeceased
	case !c.self() && !c.analyst() && (c.facts.Subject.Citizen.Emigrated || c.facts.Actor.Citizen.Emigrated):
		return ProxyExpired
	}
	return Open
}

// notBlocked tells of the widest closing first: what is lifted on paper before what
// is lifted here.
func notBlocked(c evaluation) Code {
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

func (c *evaluation) unblocked(s Service) bool { return !c.facts.Subject.Settings.Blocked.Has(s) }

// inCareRecord are the services that need a summary care record. The history of
// MEDICATION does by being asked of both.
var inCareRecord = SetOf(SummaryCareRecord, DonorCard)

func notReserved(c evaluation) Code {
	return unless(!c.facts.Subject.Settings.Reserved || c.failing(func(s Service) bool { return !inCareRecord.Has(s) }) == 0, Reserved)
}

// consented wants of an extract only the level of HEALTH_REGISTERS, which is
// what an extract is for. A history is of the level of its service.
func consented(c evaluation) Code {
	s := c.facts.Subject.Settings
	switch wants := c.Service.Level(); {
	case s.Level >= wants:
		return Open
	case s.Level == None:
		return ConsentMissing
	}
	return ConsentTooLow
}

// shared is what rule 12 is to an analyst: a sharing setting consents, and no
// level does.
func shared(c evaluation) Code {
	return unless(c.facts.Subject.Settings.shares(c.Purpose), ConsentMissing)
}

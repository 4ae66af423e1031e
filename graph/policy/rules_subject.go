package policy

// The rules about relation and subject, 6–12.

// factsKnown precedes every rule about the subject: a register that did not
// respond means neither yes nor no, and no denial code either. It rechecks the
// Folkeregisteret facts of 4 and 5, since a preview begins here.
func factsKnown(c evaluation) Code {
	s := c.facts.Subject
	return unless(s.Citizen.Standing == OnFile && s.Settings.Standing == OnFile, ConsentSourceUnavailable)
}

// changeable: ungdomstilgang is a parent's to give and take back, while the child
// is of the age for it. A power is given by nobody on behalf of a child, nor by one
// at a confidential address. A power covers no setting, by rules 7 and 8.
func changeable(c evaluation) Code {
	switch {
	case c.Change == GivePower && c.relation.Relation == Parent:
		return ChildAgeLimit
	case c.Change == GivePower:
		return unless(!c.facts.Subject.Citizen.Confidential, ActorNotEligible)
	case c.Change != SetYouthAccess:
		return Open
	case c.self():
		return ActorNotEligible
	case c.relation.Relation == Parent:
		return c.facts.Subject.Citizen.Born.reached(youth, c.now, ChildAgeLimit)
	}
	return Open
}

// withinChildAge applies both age limits of an extract. As HEALTH_REGISTERS is
// closed to parents, so are its extracts.
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

// oldEnough applies the subject's minimum age, for services that others may use
// only for those of age; it binds guardians too.
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

// withinAssignedPower does not check the subject's consent to the power: it is
// registered with it, by form.
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

// withinPower is common to rules 7, 7b and 8, after their own check of the
// subject's age. Rule 5 has checked that the power has begun: until then it is
// not on record. An unknown age does not matter when the power is too narrow at
// any age.
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
// helsetjenester" covers writing and the GP dialogue, which is one of them;
// "Innsyn" shows none of it. A named service is covered in the mode it was
// named with.
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

// alive: moving abroad also ends representation, by and of the one who moved,
// parents included: the rules say so next to the end of powers "given and
// received". The usage log records it as an ended power, since nobody has died.
// A project represents nobody.
func alive(c evaluation) Code {
	switch {
	case c.facts.Subject.Citizen.Deceased:
		return SubjectDeceased
	case !c.self() && !c.analyst() && (c.facts.Subject.Citizen.Emigrated || c.facts.Actor.Citizen.Emigrated):
		return ProxyExpired
	}
	return Open
}

// notBlocked reports the widest block first: what is lifted on paper before
// what is lifted here.
func notBlocked(c evaluation) Code {
	s := c.facts.Subject.Settings
	switch {
	case s.AllBlocked && c.Change != BlockEverything:
		return AccessBlocked
	case s.Inactive && c.self():
		return Inactive
	case c.failing(c.unblocked) != 0:
		return AccessBlocked
	}
	// A blocked actor may act for others, but writes no privacy setting.
	free := c.Service != Privacy || c.Mode == Read || c.self() && c.Change == BlockEverything
	return unless(free || !c.facts.Actor.Settings.AllBlocked, AccessBlocked)
}

func (c *evaluation) unblocked(s Service) bool { return !c.facts.Subject.Settings.Blocked.Has(s) }

// inCareRecord are the services that need a summary care record. The history of
// MEDICATION needs it too, through failing.
var inCareRecord = SetOf(SummaryCareRecord, DonorCard)

func notReserved(c evaluation) Code {
	return unless(!c.facts.Subject.Settings.Reserved || c.failing(func(s Service) bool { return !inCareRecord.Has(s) }) == 0, Reserved)
}

// consented requires for an extract only the level of HEALTH_REGISTERS, which
// exists for extracts. A history needs the level of its service, and so does a part:
// no service has a higher one than those that have parts.
func consented(c evaluation) Code {
	s := c.facts.Subject.Settings
	wants := c.Service.Level()
	if c.Change == GivePower {
		wants = max(wants, Basis) // what powers rest on, and must outlive them
	}
	switch {
	case s.Level >= wants:
		return Open
	case s.Level == None:
		return ConsentMissing
	}
	return ConsentTooLow
}

// shared is rule 12 for an analyst: a sharing setting is the consent, and no
// level is.
func shared(c evaluation) Code {
	return unless(c.facts.Subject.Settings.shares(c.Purpose), ConsentMissing)
}

package policy

import "time"

// Previews say what would be decided if something were otherwise. They return
// codes and no Decision: a hypothetical opens nothing. Seeing one requires
// reading PRIVACY, which is decided first.

// PreviewProxy is why a service of the subject would be closed to an adult who
// held the power and passed rules 1 to 5; Open if it would not. It is the true
// code, so it is for the subject alone.
func PreviewProxy(power Relationship, q Request, subject Person, now time.Time) Code {
	c := newEvaluation(law, Request{Service: q.Service, Mode: q.Mode, Offered: q.Offered, Delegable: q.Delegable}, Facts{Subject: subject}, now)
	c.relation = power
	if code := offered(c); code != Open {
		return code
	}
	if subject.Citizen.Confidential {
		return NotAvailableOnBehalf // by rule 5, whatever the power covers
	}
	_, code := c.firstFailing(6, 12)
	return code
}

// PreviewConsent is the code the actor would get for a service if the subject
// had consented at this level; Open if it would be open.
func PreviewConsent(level Level, q Request, f Facts, now time.Time) Code {
	whose := &f.Subject
	if q.self() {
		whose = &f.Actor
	}
	whose.Settings.Level = level
	return Decide(q, f, now).Code()
}

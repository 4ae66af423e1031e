package policy

import "time"

// Previews say what the law would answer if something were otherwise. They
// hand out codes and no Decision: what is only imagined opens nothing. To be
// shown one is to read PRIVACY, which is decided first.

// PreviewProxy is why a service of the subject would be closed to an adult who
// held the power and whom rules 1 to 5 let through; Open if it would not. It
// is the true code, so it is for the subject alone.
func PreviewProxy(power Relationship, q Request, subject Person, now time.Time) Code {
	c := newEvaluation(law, Request{Service: q.Service, Mode: q.Mode, Offered: q.Offered, Delegable: q.Delegable}, Facts{Subject: subject}, now)
	c.relation = power
	if code := offered(c); code != Open {
		return code
	}
	if subject.Citizen.Confidential {
		return NotAvailableOnBehalf // by rule 5, whatever the power says
	}
	_, code := c.firstFailing(6, 12)
	return code
}

// PreviewConsent is what the actor would be told of a service if the subject
// had consented to this level; Open if it would be open.
func PreviewConsent(level Level, q Request, f Facts, now time.Time) Code {
	whose := &f.Subject
	if q.self() {
		whose = &f.Actor
	}
	whose.Settings.Level = level
	return Decide(q, f, now).Code()
}

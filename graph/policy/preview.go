package policy

import "time"

// Previews say what the law would answer if something were otherwise. They
// hand out codes and no Decision: what is only imagined opens nothing.

// PreviewProxy is why a service of the subject would be closed to an adult who
// held the power and whom rules 1 to 5 let through; Open if it would not. It
// is the true code, so it is for the subject alone.
func PreviewProxy(power Relationship, q Question, subject Person, now time.Time) Code {
	if subject.Citizen.Confidential {
		return NotAvailableOnBehalf // by rule 5, whatever the power says
	}
	c := hear(law, Question{Service: q.Service, Mode: q.Mode, Delegable: q.Delegable}, Facts{Subject: subject}, now)
	c.relation = power
	_, code := c.ask(6, 12)
	return code
}

// PreviewConsent is why a service would be closed to somebody themselves if
// they had consented to this level; Open if it would not.
func PreviewConsent(level Level, q Question, me Person, now time.Time) Code {
	q.Subject = q.Actor.number
	me.Settings.Level = level
	return Decide(q, Facts{Actor: me}, now).Reason()
}

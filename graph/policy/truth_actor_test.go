package policy_test

import "helsegraf/graph/policy"

// truth is one row of the truth table: the caller for what, what is not in
// order, what the answer is, and the rule that gave it. A row starts from facts
// under which everything is open, see world_test.go.
type truth struct {
	name string
	w    *world
	want policy.Code
	rule int
}

// truths is the whole table, in the order of the rules.
func truths() []truth {
	var all []truth
	for _, part := range [][]truth{actorTruths(), relationTruths(), subjectTruths(), bulletTruths(), birthTruths()} {
		all = append(all, part...)
	}
	return all
}

// actorTruths are rules 1–5.
func actorTruths() []truth {
	const open = policy.Open
	none := policy.Relationship{}
	everything := func(w *world) { w.c.Read, w.q.Offered = ^policy.ServiceSet(0), policy.InBoth(^policy.ServiceSet(0)) }
	return []truth{
		// Rules 1–3: the token and the client.
		{"oneself, everything in order", self(policy.Medication), open, 0},
		{"nobody", self(policy.Medication).but(func(w *world) { w.c = policy.Credentials{} }), policy.Unauthenticated, 1},
		{"nobody, about nobody", self(policy.Medication).but(func(w *world) { w.c.Number, w.q.Subject = nobody, nobody }), policy.Unauthenticated, 1},
		{"login of level low", self(policy.Medication).but(func(w *world) { w.c.Assurance = policy.AssuranceLow }), policy.AssuranceTooLow, 2},
		{"login of level substantial", self(policy.Medication).but(func(w *world) { w.c.Assurance = policy.AssuranceSubstantial }), policy.AssuranceTooLow, 2},
		{"client without the scope", self(policy.Medication).but(func(w *world) { w.c.Read = policy.SetOf(policy.GPInformation) }), policy.ClientScopeMissing, 3},
		{"client that may read but not write", self(policy.Medication).but(write, func(w *world) { w.c.Write = 0 }), policy.ClientScopeMissing, 3},
		{"client that may write but not read", self(policy.Medication).but(func(w *world) { w.c.Read = 0 }), policy.ClientScopeMissing, 3},
		{"no service", self(0).but(everything), policy.NotOffered, 1},
		{"a service there is not", self(policy.Tools + 1).but(everything), policy.NotOffered, 1},
		{"a mode there is not", self(policy.Medication).but(func(w *world) { w.q.Mode = policy.Write + 1 }), policy.NotOffered, 1},

		// Rule 1b: what this deployment offers, before anything is asked.
		{"A9 not offered", self(policy.Vaccination).but(offering(policy.Read, policy.Medication)), policy.NotOffered, 1},
		{"A9 offered to read, asked to write", self(policy.Medication).but(offering(policy.Read, policy.Medication), write), policy.NotOffered, 1},
		{"A9 offered to write, asked to read", self(policy.Medication).but(offering(policy.Write, policy.Medication)), policy.NotOffered, 1},
		{"A9 offered", self(policy.Medication).but(offering(policy.Read, policy.Medication)), open, 0},
		{"A9 not offered, for another", acting(policy.Vaccination, 50, fullmakt()).but(offering(policy.Read, policy.Medication)), policy.NotOffered, 1},
		{"A9 not offered, about nobody", acting(policy.Vaccination, 50).but(offering(policy.Read)), policy.NotOffered, 1},
		{"A9 not offered, by a weak login", self(policy.Vaccination).but(offering(policy.Read), func(w *world) { w.c.Assurance = 0 }), policy.NotOffered, 1},
		{"A9 not offered, outside the client's scopes", self(policy.Vaccination).but(offering(policy.Read), func(w *world) { w.c.Read = 0 }), policy.NotOffered, 1},
		{"A9 not offered, and nothing read", self(policy.Vaccination).but(offering(policy.Read), func(w *world) { w.f = policy.Facts{} }), policy.NotOffered, 1},
		{"A9 not offered, to nobody", self(policy.Vaccination).but(offering(policy.Read), func(w *world) { w.c = policy.Credentials{} }), policy.Unauthenticated, 1},
		{"A9 not offered, to a project", analysing(policy.Vaccination, policy.ForResearch).but(offering(policy.Read)), policy.NotOffered, 1},

		// Rule 4: the actor.
		{"actor unknown to Folkeregisteret", self(policy.GPInformation).but(unknown), policy.ActorNotEligible, 4},
		{"dead actor", self(policy.GPInformation).but(dead), policy.ActorNotEligible, 4},
		{"dead actor, for another", acting(policy.GPInformation, 50, fullmakt()).but(actor(func(p *policy.Person) { p.Citizen.Deceased = true })), policy.ActorNotEligible, 4},
		{"actor of 12", self(policy.GPInformation).but(actorAged(12)), policy.ActorNotEligible, 4},
		{"actor of 12, ungdomstilgang too early", self(policy.GPInformation).but(youth, actorAged(12)), policy.ActorNotEligible, 4},
		{"actor of 14", self(policy.GPInformation).but(actorAged(14)), policy.ActorNotEligible, 4},
		{"actor of 14, own settings", self(policy.Privacy).but(actorAged(14)), policy.ActorNotEligible, 4},
		{"ungdomstilgang, GP", self(policy.GPInformation).but(youth), open, 0},
		{"ungdomstilgang, vaccines", self(policy.Vaccination).but(youth), open, 0},
		{"ungdomstilgang, medicines", self(policy.Medication).but(youth), open, 0},
		{"ungdomstilgang, appointments", self(policy.Appointment).but(youth), open, 0},
		{"ungdomstilgang, tools", self(policy.Tools).but(youth), open, 0},
		{"ungdomstilgang, hospital journal", self(policy.HospitalJournal).but(youth), policy.ActorNotEligible, 4},
		{"ungdomstilgang, extract of medicines", self(policy.HealthRegisters).but(youth, extract(policy.Medication)), policy.ActorNotEligible, 4},
		{"ungdomstilgang, own settings", self(policy.Privacy).but(youth), policy.ActorNotEligible, 4},
		{"ungdomstilgang does not write", self(policy.GPInformation).but(youth, write), policy.ActorNotEligible, 4},
		{"ungdomstilgang is for oneself", acting(policy.GPInformation, 50, fullmakt()).but(youth), policy.ActorNotEligible, 4},
		{"ungdomstilgang, without the level", self(policy.Medication).but(youth, level(policy.Basis)), policy.ConsentTooLow, 12},
		{"ungdomstilgang on the 13th birthday", self(policy.GPInformation).but(youth, born(midnight(13, 0, 0))), open, 0},
		{"ungdomstilgang the day before", self(policy.GPInformation).but(youth, born(midnight(13, 0, -1))), policy.ActorNotEligible, 4},
		{"16 today", self(policy.HospitalJournal).but(born(midnight(16, 0, 0))), open, 0},
		{"16 tomorrow", self(policy.HospitalJournal).but(born(midnight(16, 0, -1))), policy.ActorNotEligible, 4},
		{"15, for a child of their own", acting(policy.Medication, 0, parent()).but(actorAged(15)), policy.ActorNotEligible, 4},
		{"17, for a child of their own", acting(policy.Medication, 0, parent()).but(actorAged(17)), open, 0},
		{"inactive actor, for another", acting(policy.Medication, 50, fullmakt()).but(actor(func(p *policy.Person) { p.Settings.Inactive = true })), policy.ActorNotEligible, 4},
		{"actor without consent", self(policy.GPInformation).but(level(policy.None)), policy.ConsentMissing, 4},
		{"actor without consent, for another", acting(policy.Medication, 50, fullmakt()).but(actor(func(p *policy.Person) { p.Settings.Level = policy.None })), policy.ConsentMissing, 4},
		{"actor without consent, a child's settings", acting(policy.Privacy, 9, parent()).but(actor(func(p *policy.Person) { p.Settings.Level = policy.None })), policy.ConsentMissing, 4},
		{"actor with BASIS, for another with more", acting(policy.Medication, 50, fullmakt()).but(actor(func(p *policy.Person) { p.Settings.Level = policy.Basis })), open, 0},
		{"actor without consent, own settings", self(policy.Privacy).but(level(policy.None)), open, 0},
		{"the first consent", self(policy.Privacy).but(level(policy.None), write), open, 0},

		// Rule 5: a relation on record.
		{"no relation", acting(policy.GPInformation, 50), policy.NotFound, 5},
		{"nobody at all", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.q.Subject = nobody }), policy.NotFound, 5},
		{"a relation that is none", acting(policy.GPInformation, 50, none), policy.NotFound, 5},
		{"a relation there is not", acting(policy.GPInformation, 50, policy.Relationship{Relation: policy.Guardian + 1, All: true, From: midnight(1, 0, 0)}), policy.NotFound, 5},
		{"subject that does not exist", acting(policy.GPInformation, 50, fullmakt()).but(unknown), policy.NotFound, 5},
		{"subject at a confidential address", acting(policy.GPInformation, 50, fullmakt()).but(confidential), policy.NotFound, 5},
		{"ward at a confidential address", acting(policy.GPInformation, 50, power(policy.Guardian)).but(confidential), policy.NotFound, 5},
		{"actor at a confidential address", acting(policy.GPInformation, 50, fullmakt()).but(actor(func(p *policy.Person) { p.Citizen.Confidential = true })), policy.NotFound, 5},
		{"parent at a confidential address", acting(policy.GPInformation, 9, parent()).but(actor(func(p *policy.Person) { p.Citizen.Confidential = true })), policy.NotFound, 5},
		{"oneself at a confidential address", self(policy.GPInformation).but(confidential), open, 0},
		{"child with no parent at its address", acting(policy.GPInformation, 9, policy.Relationship{Relation: policy.Parent}), policy.NotFound, 5},
		{"the same child, its guardian", acting(policy.GPInformation, 9, policy.Relationship{Relation: policy.Parent}, power(policy.Guardian)), open, 0},
		{"power that begins tomorrow", acting(policy.GPInformation, 50, from(fullmakt(), midnight(0, 0, -1))), policy.NotFound, 5},
		{"power that began today", acting(policy.GPInformation, 50, from(fullmakt(), midnight(0, 0, 0))), open, 0},
		{"power without a first day", acting(policy.GPInformation, 50, from(fullmakt(), none.From)), policy.NotFound, 5},
		{"guardian's power without a first day", acting(policy.GPInformation, 50, from(power(policy.Guardian), none.From)), policy.NotFound, 5},
		{"power that ended 30 days ago", acting(policy.GPInformation, 50, until(fullmakt(), midnight(0, 0, 30))), policy.NotFound, 5},
		{"A11 parent of one of 16 for 30 days", acting(policy.GPInformation, 16, parent()).but(born(midnight(16, 0, 30))), policy.NotFound, 5},
		{"A11 parent of 17", acting(policy.GPInformation, 17, parent()), policy.NotFound, 5},
		{"A11 the same, a guardian too", acting(policy.HospitalJournal, 17, parent(), power(policy.Guardian)), open, 0},
		{"A6 dead for 31 days", acting(policy.GPInformation, 50, fullmakt()).but(died(midnight(0, 0, 31))), policy.NotFound, 5},
		{"A6 dead on an unknown day", acting(policy.GPInformation, 50, power(policy.Guardian)).but(died(none.From)), policy.NotFound, 5},
		{"A6 a child, dead for a year", acting(policy.GPInformation, 9, parent()).but(died(midnight(1, 0, 0))), policy.NotFound, 5},
		{"assigned six years ago", acting(policy.Medication, 80, from(power(policy.Assigned), midnight(6, 0, 0))), policy.NotFound, 5},
		{"guardian for financial interests only", acting(policy.GPInformation, 50, policy.Relationship{Relation: policy.Guardian, From: midnight(1, 0, 0), All: true, FinancialOnly: true}), policy.NotFound, 5},

		// Facts that could not be read are neither yes nor no.
		{"Folkeregisteret silent on the actor", self(policy.GPInformation).but(actor(func(p *policy.Person) { p.Citizen = policy.Citizen{} })), policy.ConsentSourceUnavailable, 4},
		{"Personvern silent on the actor", self(policy.GPInformation).but(actor(func(p *policy.Person) { p.Settings = policy.Settings{} })), policy.ConsentSourceUnavailable, 4},
		{"Personvern silent on the actor, own settings", self(policy.Privacy).but(actor(func(p *policy.Person) { p.Settings = policy.Settings{} })), policy.ConsentSourceUnavailable, 4},
		{"relations not read", acting(policy.GPInformation, 50).but(func(w *world) { w.f.RelationsRead = policy.Unread }), policy.ConsentSourceUnavailable, 5},
		{"relations not read, of nobody", acting(policy.GPInformation, 50).but(func(w *world) { w.f.RelationsRead, w.q.Subject = policy.Unread, nobody }), policy.ConsentSourceUnavailable, 5},
		{"relations not read, oneself", self(policy.GPInformation).but(func(w *world) { w.f.RelationsRead = policy.Unread }), open, 0},
		{"Folkeregisteret silent on the subject", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.Subject.Citizen = policy.Citizen{} }), policy.ConsentSourceUnavailable, 5},
		{"Personvern silent on the subject", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.Subject.Settings = policy.Settings{} }), policy.ConsentSourceUnavailable, 6},
		{"Personvern silent, and the child too old", acting(policy.Medication, 13, parent()).but(func(w *world) { w.f.Subject.Settings = policy.Settings{} }), policy.ConsentSourceUnavailable, 6},
		{"Personvern silent, and the power too narrow", acting(policy.GPInformation, 50, fullmakt(policy.Medication)).but(func(w *world) { w.f.Subject.Settings = policy.Settings{} }), policy.ConsentSourceUnavailable, 6},
	}
}

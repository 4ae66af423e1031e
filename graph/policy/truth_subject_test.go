package policy_test

import (
	"time"

	"helsegraf/graph/policy"
)

// subjectTruths are rules 9–12: what the subject has chosen, and of which a
// representative is told nothing.
func subjectTruths() []truth {
	const open, hidden = policy.Open, policy.NotAvailableOnBehalf
	blockedActor := actor(func(p *policy.Person) { p.Settings.AllBlocked = true })
	return []truth{
		// Rule 9: the subject is alive, and both are here.
		{"dead subject, power", acting(policy.Medication, 80, fullmakt()).but(dead), hidden, 9},
		{"dead subject, guardian", acting(policy.Medication, 80, power(policy.Guardian)).but(dead), hidden, 9},
		{"dead child, to a parent", acting(policy.Medication, 9, parent()).but(dead), hidden, 9},
		{"A6 dead for 30 days", acting(policy.Medication, 80, fullmakt()).but(died(midnight(0, 0, 30))), hidden, 9},
		{"dead child, its settings", acting(policy.Privacy, 9, parent()).but(dead), hidden, 9},
		{"giver moved abroad", acting(policy.Medication, 50, fullmakt()).but(emigrated), hidden, 9},
		{"child moved abroad", acting(policy.Medication, 9, parent()).but(emigrated), hidden, 9},
		{"holder moved abroad", acting(policy.Medication, 50, fullmakt()).but(actor(func(p *policy.Person) { p.Citizen.Emigrated = true })), hidden, 9},
		{"moved abroad, oneself", self(policy.Medication).but(emigrated), open, 0},

		// Rule 10: blocks.
		{"own akuttsperre", self(policy.GPInformation).but(akuttsperre), policy.AccessBlocked, 10},
		{"own akuttsperre, settings", self(policy.Privacy).but(akuttsperre), policy.AccessBlocked, 10},
		{"own akuttsperre, writes settings", self(policy.Privacy).but(akuttsperre, write), policy.AccessBlocked, 10},
		{"subject's akuttsperre, power", acting(policy.Medication, 50, fullmakt()).but(akuttsperre), hidden, 10},
		{"subject's akuttsperre, assigned", acting(policy.Medication, 50, power(policy.Assigned)).but(akuttsperre), hidden, 10},
		{"subject's akuttsperre, guardian", acting(policy.Medication, 50, power(policy.Guardian)).but(akuttsperre), hidden, 10},
		{"child's akuttsperre, to a parent", acting(policy.Medication, 9, parent()).but(akuttsperre), policy.AccessBlocked, 10},
		{"own akuttsperre, set again", self(policy.Privacy).but(akuttsperre, changing(policy.BlockEverything)), open, 0},
		{"own akuttsperre, set again by one who is inactive", self(policy.Privacy).but(akuttsperre, inactive, changing(policy.BlockEverything)), policy.Inactive, 10},
		{"child's akuttsperre, set again", acting(policy.Privacy, 9, parent()).but(akuttsperre, changing(policy.BlockEverything)), open, 0},
		{"child's akuttsperre, set by a parent who is blocked", acting(policy.Privacy, 9, parent()).but(blockedActor, changing(policy.BlockEverything)), policy.AccessBlocked, 10},
		{"akuttsperre in mode READ", self(policy.Privacy).but(changing(policy.BlockEverything), func(w *world) { w.q.Mode = policy.Read }), policy.ClientScopeMissing, 3},
		{"akuttsperre of another service", self(policy.ChangeGP).but(changing(policy.BlockEverything)), policy.ClientScopeMissing, 3},
		{"child's akuttsperre, its settings", acting(policy.Privacy, 9, parent()).but(akuttsperre, write), policy.AccessBlocked, 10},
		{"blocked actor, for another", acting(policy.Medication, 50, fullmakt()).but(blockedActor), open, 0},
		{"blocked actor, writes for another", acting(policy.ChangeGP, 50, fullmakt()).but(blockedActor, write), open, 0},
		{"blocked parent reads settings", acting(policy.Privacy, 9, parent()).but(blockedActor), open, 0},
		{"blocked parent writes no setting", acting(policy.Privacy, 9, parent()).but(blockedActor, write), policy.AccessBlocked, 10},
		{"own block of the service", self(policy.Medication).but(blocked(policy.Medication)), policy.AccessBlocked, 10},
		{"own block of the service, writes", self(policy.ChangeGP).but(blocked(policy.ChangeGP), write), policy.AccessBlocked, 10},
		{"own block of another service", self(policy.Medication).but(blocked(policy.HospitalJournal)), open, 0},
		{"subject's block, guardian", acting(policy.Medication, 50, power(policy.Guardian)).but(blocked(policy.Medication)), hidden, 10},
		{"child's block, to a parent", acting(policy.Medication, 9, parent()).but(blocked(policy.Medication)), policy.AccessBlocked, 10},
		{"inactive, oneself", self(policy.Medication).but(inactive), policy.Inactive, 10},
		{"inactive, own settings", self(policy.Privacy).but(inactive), policy.Inactive, 10},
		{"inactive, and the service blocked", self(policy.Medication).but(inactive, blocked(policy.Medication)), policy.Inactive, 10},
		{"inactive subject, power", acting(policy.Medication, 50, fullmakt()).but(inactive), open, 0},
		{"inactive child, parent", acting(policy.Medication, 9, parent()).but(inactive), open, 0},

		// Rule 11: reservations.
		{"reserved, summary care record", self(policy.SummaryCareRecord).but(reserved), policy.Reserved, 11},
		{"reserved, donor card", self(policy.DonorCard).but(reserved), policy.Reserved, 11},
		{"reserved, active prescriptions", self(policy.Medication).but(reserved), open, 0},
		{"A2 reserved, the history of prescriptions", self(policy.Medication).but(reserved, history), policy.Reserved, 11},
		{"A2 the same, of a child, to a parent", acting(policy.Medication, 9, parent()).but(reserved, history), policy.Reserved, 11},
		{"A2 the same, by a power for all services", acting(policy.Medication, 50, fullmakt()).but(reserved, history), hidden, 11},
		{"A2 the same, by a power for prescriptions", acting(policy.Medication, 50, fullmakt(policy.Medication)).but(reserved, history), policy.ProxyScopeMissing, 7},
		{"A2 prescriptions, by a power for prescriptions", acting(policy.Medication, 50, fullmakt(policy.Medication)).but(reserved), open, 0},
		{"reserved, own contacts", self(policy.HealthContact).but(reserved, part(policy.SummaryCareRecord)), policy.Reserved, 11},
		{"reserved, the GP among contacts", self(policy.HealthContact).but(reserved, part(policy.GPInformation)), open, 0},
		{"reserved, contacts", self(policy.HealthContact).but(reserved), open, 0},
		{"own contacts of a child, to a parent", acting(policy.HealthContact, 9, parent()).but(part(policy.SummaryCareRecord)), open, 0},
		{"own contacts of one of 12, to a parent", acting(policy.HealthContact, 12, parent()).but(part(policy.GPInformation)), policy.ChildAgeLimit, 6},
		{"reserved, own contacts, by a power for all services", acting(policy.HealthContact, 50, fullmakt()).but(reserved, part(policy.SummaryCareRecord)), hidden, 11},
		{"the same, by a power for contacts", acting(policy.HealthContact, 50, fullmakt(policy.HealthContact)).but(reserved, part(policy.SummaryCareRecord)), policy.ProxyScopeMissing, 7},
		{"the same, by a power for contacts and one for the record", acting(policy.HealthContact, 50, fullmakt(policy.HealthContact), fullmakt(policy.SummaryCareRecord)).but(part(policy.SummaryCareRecord)), policy.ProxyScopeMissing, 7},
		{"the GP among contacts, by a power for both", acting(policy.HealthContact, 50, fullmakt(policy.HealthContact, policy.GPInformation)).but(part(policy.GPInformation)), open, 0},
		{"the GP among contacts, blocked", self(policy.HealthContact).but(blocked(policy.GPInformation), part(policy.GPInformation)), policy.AccessBlocked, 10},
		{"the GP among contacts, contacts blocked", self(policy.HealthContact).but(blocked(policy.HealthContact), part(policy.GPInformation)), policy.AccessBlocked, 10},
		{"the GP among contacts, the client may read one", self(policy.HealthContact).but(part(policy.GPInformation), func(w *world) { w.c.Read = policy.SetOf(policy.HealthContact) }), policy.ClientScopeMissing, 3},
		{"test results among contacts", self(policy.HealthContact).but(part(policy.TestResult)), policy.ClientScopeMissing, 3},
		{"the GP's office among messages", self(policy.Message).but(part(policy.GPDialogue)), open, 0},
		{"the GP's office among a child's messages, to a parent", acting(policy.Message, 9, parent()).but(part(policy.GPDialogue)), policy.ChildAgeLimit, 6},
		{"the GP's office among messages, by a power for messages", acting(policy.Message, 50, fullmakt(policy.Message)).but(part(policy.GPDialogue)), policy.ProxyScopeMissing, 7},
		{"the same, by a power for both", acting(policy.Message, 50, fullmakt(policy.Message, policy.GPDialogue)).but(part(policy.GPDialogue)), open, 0},
		{"the GP's office among messages, blocked", self(policy.Message).but(blocked(policy.GPDialogue), part(policy.GPDialogue)), policy.AccessBlocked, 10},
		{"the GP among messages", self(policy.Message).but(part(policy.GPInformation)), policy.ClientScopeMissing, 3},
		{"the GP among test results", self(policy.TestResult).but(part(policy.GPInformation)), policy.ClientScopeMissing, 3},
		{"what the GP's office renews", self(policy.Medication).but(part(policy.GPInformation)), open, 0},
		{"what the GP's office renews, of past prescriptions", self(policy.Medication).but(history, part(policy.GPInformation)), open, 0},
		{"what the GP's office renews, the GP blocked", self(policy.Medication).but(blocked(policy.GPInformation), part(policy.GPInformation)), policy.AccessBlocked, 10},
		{"what the GP's office renews, of a child, to a parent", acting(policy.Medication, 9, parent()).but(part(policy.GPInformation)), open, 0},
		{"what the GP's office renews, by a power for prescriptions", acting(policy.Medication, 50, fullmakt(policy.Medication)).but(part(policy.GPInformation)), policy.ProxyScopeMissing, 7},
		{"what the record renews", self(policy.Medication).but(part(policy.SummaryCareRecord)), policy.ClientScopeMissing, 3},
		{"reserved, vaccines", self(policy.Vaccination).but(reserved), open, 0},
		{"reserved subject, power", acting(policy.SummaryCareRecord, 50, fullmakt()).but(reserved), hidden, 11},
		{"reserved child, to a parent", acting(policy.SummaryCareRecord, 9, parent()).but(reserved), policy.Reserved, 11},

		// Rule 12: consent.
		{"BASIS, GP", self(policy.GPInformation).but(level(policy.Basis)), open, 0},
		{"BASIS, hospital journal", self(policy.HospitalJournal).but(level(policy.Basis)), policy.ConsentTooLow, 12},
		{"BASIS, medicines", self(policy.Medication).but(level(policy.Basis)), policy.ConsentTooLow, 12},
		{"BASIS_PLUS, hospital journal", self(policy.HospitalJournal).but(level(policy.BasisPlus)), open, 0},
		{"BASIS_PLUS, medicines", self(policy.Medication).but(level(policy.BasisPlus)), policy.ConsentTooLow, 12},
		{"child without consent, to a parent", acting(policy.GPInformation, 9, parent()).but(level(policy.None)), policy.ConsentMissing, 12},
		{"child with BASIS, to a parent", acting(policy.Medication, 9, parent()).but(level(policy.Basis)), policy.ConsentTooLow, 12},
		{"child without consent, settings", acting(policy.Privacy, 9, parent()).but(level(policy.None), write), open, 0},
		{"subject without consent, power", acting(policy.Medication, 50, fullmakt()).but(level(policy.None)), hidden, 12},
		{"subject with BASIS, power", acting(policy.Medication, 50, fullmakt()).but(level(policy.Basis)), hidden, 12},
		{"child with BASIS, its guardian", acting(policy.Medication, 9, power(policy.Guardian)).but(level(policy.Basis)), hidden, 12},
	}
}

// bulletTruths are what is said below the rules, and beside them.
func bulletTruths() []truth {
	const open, hidden = policy.Open, policy.NotAvailableOnBehalf
	research := func(w *world) { w.subject().Settings.SharesResearch = true }
	statistics := func(w *world) { w.subject().Settings.SharesStatistics = true }
	project := func(set func(*policy.Project)) change { return func(w *world) { set(&w.f.Project) } }
	return []truth{
		// Several facts at once: the first rule that fails decides.
		{"dead, blocked and without consent", acting(policy.Medication, 50, fullmakt()).but(dead, akuttsperre, level(policy.None)), hidden, 9},
		{"own akuttsperre and BASIS", self(policy.Medication).but(akuttsperre, level(policy.Basis)), policy.AccessBlocked, 10},
		{"own block and no consent", self(policy.Medication).but(blocked(policy.Medication), level(policy.None)), policy.ConsentMissing, 4},
		{"reserved and BASIS", self(policy.SummaryCareRecord).but(reserved, level(policy.Basis)), policy.Reserved, 11},
		{"narrow power of a blocked subject", acting(policy.HospitalJournal, 50, fullmakt(policy.Medication)).but(akuttsperre), policy.ProxyScopeMissing, 7},
		{"parent of a blocked child of 13", acting(policy.Medication, 13, parent()).but(akuttsperre), policy.ChildAgeLimit, 6},

		// No chain: a relation to somebody else is none to this subject.
		{"the child of one who gave a power", acting(policy.Medication, 9), policy.NotFound, 5},

		// Extracts inside HEALTH_REGISTERS.
		{"list of registers under BASIS", self(policy.HealthRegisters).but(level(policy.Basis)), open, 0},
		{"extract of medicines under BASIS", self(policy.HealthRegisters).but(level(policy.Basis), extract(policy.Medication)), open, 0},
		{"extract of the summary care record under BASIS", self(policy.HealthRegisters).but(level(policy.Basis), extract(policy.SummaryCareRecord)), open, 0},
		{"extract of vaccines under BASIS", self(policy.HealthRegisters).but(level(policy.Basis), extract(policy.Vaccination)), open, 0},
		{"extract without consent", self(policy.HealthRegisters).but(level(policy.None), extract(policy.Medication)), policy.ConsentMissing, 4},
		{"extract of the hospital journal", self(policy.HealthRegisters).but(extract(policy.HospitalJournal)), policy.ClientScopeMissing, 3},
		{"extract inside another service", self(policy.Profile).but(extract(policy.Medication)), policy.ClientScopeMissing, 3},
		{"extract of medicines, medicines blocked", self(policy.HealthRegisters).but(extract(policy.Medication), blocked(policy.Medication)), policy.AccessBlocked, 10},
		{"extract of medicines, registers blocked", self(policy.HealthRegisters).but(extract(policy.Medication), blocked(policy.HealthRegisters)), policy.AccessBlocked, 10},
		{"extract of vaccines, medicines blocked", self(policy.HealthRegisters).but(extract(policy.Vaccination), blocked(policy.Medication)), open, 0},
		{"list of registers, medicines blocked", self(policy.HealthRegisters).but(blocked(policy.Medication)), open, 0},
		{"extract of the summary care record, reserved", self(policy.HealthRegisters).but(extract(policy.SummaryCareRecord), reserved), policy.Reserved, 11},
		{"extract, the power names both", acting(policy.HealthRegisters, 50, fullmakt(policy.HealthRegisters, policy.Medication)).but(extract(policy.Medication)), open, 0},
		{"extract, the power names the registers", acting(policy.HealthRegisters, 50, fullmakt(policy.HealthRegisters)).but(extract(policy.Medication)), policy.ProxyScopeMissing, 7},
		{"extract, the power names medicines", acting(policy.HealthRegisters, 50, fullmakt(policy.Medication)).but(extract(policy.Medication)), policy.ProxyScopeMissing, 7},
		{"extract, medicines not delegated", acting(policy.HealthRegisters, 50, fullmakt()).but(extract(policy.Medication), delegating(policy.HealthRegisters)), policy.ProxyScopeMissing, 7},
		{"extract, parent", acting(policy.HealthRegisters, 9, parent()).but(extract(policy.Vaccination)), policy.ChildAgeLimit, 6},
		{"extract, blocked, power", acting(policy.HealthRegisters, 50, fullmakt()).but(extract(policy.Medication), blocked(policy.Medication)), hidden, 10},

		// The history of prescriptions: of two services, by one relation.
		{"A2 history", self(policy.Medication).but(history), open, 0},
		{"A2 history, the client may read one", self(policy.Medication).but(history, func(w *world) { w.c.Read = policy.SetOf(policy.Medication) }), policy.ClientScopeMissing, 3},
		{"A2 history, the client may read the other", self(policy.Medication).but(history, func(w *world) { w.c.Read = policy.SetOf(policy.SummaryCareRecord) }), policy.ClientScopeMissing, 3},
		{"A2 history, ungdomstilgang", self(policy.Medication).but(youth, history), open, 0},
		{"A2 history, the summary care record blocked", self(policy.Medication).but(history, blocked(policy.SummaryCareRecord)), policy.AccessBlocked, 10},
		{"A2 history, prescriptions blocked", self(policy.Medication).but(history, blocked(policy.Medication)), policy.AccessBlocked, 10},
		{"A2 prescriptions, the summary care record blocked", self(policy.Medication).but(blocked(policy.SummaryCareRecord)), open, 0},
		{"A2 history under BASIS", self(policy.Medication).but(history, level(policy.Basis)), policy.ConsentTooLow, 12},
		{"A2 history, a power that names both", acting(policy.Medication, 50, fullmakt(policy.Medication, policy.SummaryCareRecord)).but(history), open, 0},
		{"A2 history, a power that names the record", acting(policy.Medication, 50, fullmakt(policy.SummaryCareRecord)).but(history), policy.ProxyScopeMissing, 7},
		{"A2 history, a power for each", acting(policy.Medication, 50, fullmakt(policy.Medication), fullmakt(policy.SummaryCareRecord)).but(history), policy.ProxyScopeMissing, 7},
		{"A2 history, the record not delegated", acting(policy.Medication, 50, fullmakt()).but(history, delegating(policy.Medication)), policy.ProxyScopeMissing, 7},
		{"A2 history, parent of 11", acting(policy.Medication, 11, parent()).but(history), open, 0},
		{"A2 history, parent of 12", acting(policy.Medication, 12, parent()).but(history), policy.ChildAgeLimit, 6},
		{"A2 history, the record blocked, power", acting(policy.Medication, 50, fullmakt()).but(history, blocked(policy.SummaryCareRecord)), hidden, 10},
		{"A2 history is read", self(policy.Medication).but(history, write), policy.ClientScopeMissing, 3},
		{"A2 history of another service", self(policy.HospitalJournal).but(history), policy.ClientScopeMissing, 3},
		{"A2 history of another extract", self(policy.HealthRegisters).but(history, extract(policy.Vaccination)), policy.ClientScopeMissing, 3},
		{"A2 history of the extract", self(policy.HealthRegisters).but(history, extract(policy.Medication), level(policy.Basis)), open, 0},
		{"A2 history of the extract, reserved", self(policy.HealthRegisters).but(history, extract(policy.Medication), reserved), policy.Reserved, 11},
		{"extract of medicines, reserved", self(policy.HealthRegisters).but(extract(policy.Medication), reserved), open, 0},

		// Projects: rules 1–3, the analyst and the project, then of the subject
		// 9, 10 and the sharing.
		{"research, shared", analysing(policy.Medication, policy.ForResearch).but(research), open, 0},
		{"research, not shared", analysing(policy.Medication, policy.ForResearch).but(statistics), hidden, 12},
		{"statistics, shared", analysing(policy.Medication, policy.ForStatistics).but(statistics), open, 0},
		{"statistics, not shared", analysing(policy.Medication, policy.ForStatistics).but(research), hidden, 12},
		{"research, sharing not read", analysing(policy.Medication, policy.ForResearch).but(research, func(w *world) { w.f.Subject.Settings.Standing = policy.Unread }), policy.ConsentSourceUnavailable, 6},
		{"research, the subject not read", analysing(policy.Medication, policy.ForResearch).but(research, func(w *world) { w.f.Subject.Citizen = policy.Citizen{} }), policy.ConsentSourceUnavailable, 6},
		{"research, dead", analysing(policy.Medication, policy.ForResearch).but(research, dead), hidden, 9},
		{"research, dead long ago", analysing(policy.Medication, policy.ForResearch).but(research, died(midnight(11, 0, 0))), hidden, 9},
		{"research, moved abroad", analysing(policy.Medication, policy.ForResearch).but(research, emigrated), open, 0},
		{"research, akuttsperre", analysing(policy.Medication, policy.ForResearch).but(research, akuttsperre), hidden, 10},
		{"research, blocked", analysing(policy.Medication, policy.ForResearch).but(research, blocked(policy.Medication)), hidden, 10},
		{"research, another service blocked", analysing(policy.Medication, policy.ForResearch).but(research, blocked(policy.HospitalJournal)), open, 0},
		{"research, inactive", analysing(policy.Medication, policy.ForResearch).but(research, inactive), open, 0},
		{"research, reserved", analysing(policy.SummaryCareRecord, policy.ForResearch).but(research, reserved), open, 0},
		{"research, a child", analysing(policy.Medication, policy.ForResearch).but(research, born(midnight(9, 0, 0))), open, 0},
		{"research, a confidential address", analysing(policy.Medication, policy.ForResearch).but(research, confidential), open, 0},
		{"research about nobody", analysing(policy.Medication, policy.ForResearch).but(research, func(w *world) { w.q.Subject = nobody }), policy.NotFound, 5},
		{"research about oneself is not one's own", analysing(policy.Medication, policy.ForResearch).but(func(w *world) { w.q.Subject, w.f.Subject = me, person(40) }), hidden, 12},

		{"an analyst's own data", self(policy.Medication).but(func(w *world) { w.c.Purpose = policy.ForResearch }), policy.PurposeClosed, 3},
		{"an analyst's own settings", self(policy.Privacy).but(func(w *world) { w.c.Purpose = policy.ForStatistics }), policy.PurposeClosed, 3},
		{"an analyst, for another", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.c.Purpose = policy.ForResearch }), policy.PurposeClosed, 3},
		{"an analyst, outside the client's scopes", self(policy.Medication).but(func(w *world) { w.c.Purpose, w.c.Read = policy.ForResearch, 0 }), policy.PurposeClosed, 3},
		{"an analyst, by a weak login", self(policy.Medication).but(func(w *world) { w.c.Purpose, w.c.Assurance = policy.ForResearch, 0 }), policy.AssuranceTooLow, 2},
		{"a citizen, in a project", analysing(policy.Medication, policy.ForResearch).but(research, func(w *world) { w.c.Purpose = policy.ForCare }), policy.PurposeClosed, 3},
		{"statistics by a token for research", analysing(policy.Medication, policy.ForStatistics).but(statistics, func(w *world) { w.c.Purpose = policy.ForResearch }), policy.PurposeClosed, 3},

		{"dead analyst", analysing(policy.Medication, policy.ForResearch).but(research, actor(func(p *policy.Person) { p.Citizen.Deceased = true })), policy.ActorNotEligible, 4},
		{"inactive analyst", analysing(policy.Medication, policy.ForResearch).but(research, actor(func(p *policy.Person) { p.Settings.Inactive = true })), policy.ActorNotEligible, 4},
		{"analyst unknown to Folkeregisteret", analysing(policy.Medication, policy.ForResearch).but(research, actor(func(p *policy.Person) { p.Citizen = policy.Citizen{Standing: policy.Missing} })), policy.ActorNotEligible, 4},
		{"analyst without consent of their own", analysing(policy.Medication, policy.ForResearch).but(research, actor(func(p *policy.Person) { p.Settings.Level = policy.None })), open, 0},
		{"Folkeregisteret silent on the analyst", analysing(policy.Medication, policy.ForResearch).but(research, actor(func(p *policy.Person) { p.Citizen = policy.Citizen{} })), policy.ConsentSourceUnavailable, 4},
		{"Personvern silent on the analyst", analysing(policy.Medication, policy.ForResearch).but(research, actor(func(p *policy.Person) { p.Settings = policy.Settings{} })), policy.ConsentSourceUnavailable, 4},

		{"Forskning silent on the project", analysing(policy.Medication, policy.ForResearch).but(research, project(func(p *policy.Project) { p.Standing = policy.Unread })), policy.ConsentSourceUnavailable, 5},
		{"a project there is not", analysing(policy.Medication, policy.ForResearch).but(research, project(func(p *policy.Project) { p.Standing = policy.Missing })), policy.NotFound, 5},
		{"somebody else's project", analysing(policy.Medication, policy.ForResearch).but(research, project(func(p *policy.Project) { p.Participant = false })), policy.NotFound, 5},
		{"project that begins tomorrow", analysing(policy.Medication, policy.ForResearch).but(research, project(func(p *policy.Project) { p.From = midnight(0, 0, -1) })), policy.NotFound, 5},
		{"project without a first day", analysing(policy.Medication, policy.ForResearch).but(research, project(func(p *policy.Project) { p.From = time.Time{} })), policy.NotFound, 5},
		{"project that ended yesterday", analysing(policy.Medication, policy.ForResearch).but(research, project(func(p *policy.Project) { p.Until = midnight(0, 0, 0) })), policy.NotFound, 5},
		{"project that ends tonight", analysing(policy.Medication, policy.ForResearch).but(research, project(func(p *policy.Project) { p.Until = midnight(0, 0, -1) })), open, 0},
		{"research does not write", analysing(policy.ChangeGP, policy.ForResearch).but(research, write), policy.ClientScopeMissing, 3},
		{"research sees no settings", analysing(policy.Privacy, policy.ForResearch).but(research), policy.ClientScopeMissing, 3},
		{"research, client without the scope", analysing(policy.Medication, policy.ForResearch).but(research, func(w *world) { w.c.Read = 0 }), policy.ClientScopeMissing, 3},
		{"representation is no project", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.q.Purpose = policy.ForRepresentation }), open, 0},
		{"representation is no relation", acting(policy.Medication, 50).but(func(w *world) { w.q.Purpose = policy.ForRepresentation }), policy.NotFound, 5},
		{"a purpose there is not", analysing(policy.Medication, policy.ForResearch+1).but(research, statistics), hidden, 12},
		{"research by the child's parent", analysing(policy.Medication, policy.ForResearch).but(func(w *world) {
			w.f.Subject.Citizen, w.f.Relations = person(9).Citizen, []policy.Relationship{parent()}
		}), hidden, 12},
	}
}

package policy_test

import "helsegraf/graph/policy"

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

		// Projects: rules 1–3, then the subject's sharing.
		{"research, shared", analysing(policy.Medication, policy.ForResearch).but(research), open, 0},
		{"research, not shared", analysing(policy.Medication, policy.ForResearch).but(statistics), hidden, 12},
		{"statistics, shared", analysing(policy.Medication, policy.ForStatistics).but(statistics), open, 0},
		{"statistics, not shared", analysing(policy.Medication, policy.ForStatistics).but(research), hidden, 12},
		{"research, sharing not read", analysing(policy.Medication, policy.ForResearch).but(func(w *world) { w.f.Subject.Settings = policy.Settings{} }), policy.ConsentSourceUnavailable, 12},
		{"research, blocked, dead and reserved", analysing(policy.SummaryCareRecord, policy.ForResearch).but(research, akuttsperre, dead, reserved), open, 0},
		{"research about nobody", analysing(policy.Medication, policy.ForResearch).but(research, func(w *world) { w.q.Subject = nobody }), hidden, 12},
		{"research about oneself is not one's own", analysing(policy.Medication, policy.ForResearch).but(func(w *world) { w.q.Subject, w.f.Actor = me, person(40) }), hidden, 12},
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

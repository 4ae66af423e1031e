package policy_test

import "helsegraf/graph/policy"

// relationTruths are rules 6–8.
func relationTruths() []truth {
	const open = policy.Open
	return []truth{
		// Rule 6: ungdomstilgang is a parent's to give.
		{"ungdomstilgang of a child of 13", acting(policy.Privacy, 13, parent()).but(changing(policy.SetYouthAccess)), open, 0},
		{"ungdomstilgang of a child of 15", acting(policy.Privacy, 15, parent()).but(changing(policy.SetYouthAccess)), open, 0},
		{"ungdomstilgang of a child of 12", acting(policy.Privacy, 12, parent()).but(changing(policy.SetYouthAccess)), policy.ChildAgeLimit, 6},
		{"ungdomstilgang of a child of 12, settings unknown", acting(policy.Privacy, 12, parent()).but(changing(policy.SetYouthAccess), func(w *world) { w.f.Subject.Settings = policy.Settings{} }), policy.ConsentSourceUnavailable, 6},
		{"ungdomstilgang of one of 16", acting(policy.Privacy, 16, parent()).but(changing(policy.SetYouthAccess), born(midnight(16, 0, 0))), policy.ChildAgeLimit, 6},
		{"ungdomstilgang of oneself", self(policy.Privacy).but(changing(policy.SetYouthAccess)), policy.ActorNotEligible, 6},
		{"a power given", self(policy.Privacy).but(changing(policy.GivePower)), open, 0},
		{"a power given at a confidential address", self(policy.Privacy).but(confidential, changing(policy.GivePower)), policy.ActorNotEligible, 6},
		{"a power given without consent", self(policy.Privacy).but(level(policy.None), changing(policy.GivePower)), policy.ConsentMissing, 12},
		{"a power given by a blocked person", self(policy.Privacy).but(akuttsperre, changing(policy.GivePower)), policy.AccessBlocked, 10},
		{"a power given on behalf of a child", acting(policy.Privacy, 9, parent()).but(changing(policy.GivePower)), policy.ChildAgeLimit, 6},
		{"a power given by the holder of one", acting(policy.Privacy, 40, fullmakt()).but(changing(policy.GivePower)), policy.ProxyScopeMissing, 7},
		{"ungdomstilgang by a power", acting(policy.Privacy, 15, fullmakt()).but(changing(policy.SetYouthAccess)), policy.ProxyScopeMissing, 7},

		// Rule 6: parents.
		{"parent of 11, medicines", acting(policy.Medication, 11, parent()), open, 0},
		{"parent of 12, medicines", acting(policy.Medication, 12, parent()), policy.ChildAgeLimit, 6},
		{"parent of 12, vaccines", acting(policy.Vaccination, 12, parent()), open, 0},
		{"parent of 15, GP", acting(policy.GPInformation, 15, parent()), open, 0},
		{"parent of 15, changes GP", acting(policy.ChangeGP, 15, parent()).but(write), open, 0},
		{"parent of 15, settings", acting(policy.Privacy, 15, parent()), open, 0},
		{"parent of 15, writes settings", acting(policy.Privacy, 15, parent()).but(write), open, 0},
		{"A11 parent of 16, GP", acting(policy.GPInformation, 16, parent()).but(born(midnight(16, 0, 29))), policy.ChildAgeLimit, 6},
		{"A11 parent of 16, settings", acting(policy.Privacy, 16, parent()).but(born(midnight(16, 0, 29))), policy.ChildAgeLimit, 6},
		{"parent of 15, travels", acting(policy.PatientTravel, 15, parent()), open, 0},
		{"parent of 15, claims for travels", acting(policy.PatientTravel, 15, parent()).but(write), open, 0},
		{"parent of 16, travels", acting(policy.PatientTravel, 16, parent()).but(born(midnight(16, 0, 0))), policy.ChildAgeLimit, 6},
		{"parent on the 12th birthday", acting(policy.Medication, 12, parent()).but(born(midnight(12, 0, 0))), policy.ChildAgeLimit, 6},
		{"parent the day before it", acting(policy.Medication, 12, parent()).but(born(midnight(12, 0, -1))), open, 0},
		{"parent on the 16th birthday", acting(policy.GPInformation, 16, parent()).but(born(midnight(16, 0, 0))), policy.ChildAgeLimit, 6},
		{"parent the day before that", acting(policy.GPInformation, 16, parent()).but(born(midnight(16, 0, -1))), open, 0},
		{"parent, exemption card", acting(policy.ExemptionCard, 9, parent()), policy.ChildAgeLimit, 6},
		{"parent, exemption card of a child born tomorrow", acting(policy.ExemptionCard, 0, parent()).but(born(midnight(0, 0, -1))), policy.ChildAgeLimit, 6},
		{"parent, the GP's digital services", acting(policy.GPDialogue, 9, parent()), policy.ChildAgeLimit, 6},
		{"parent, a service no deployment delegates", acting(policy.Medication, 9, parent()).but(delegating()), open, 0},

		// Of age for the service, by whatever relation.
		{"A5 guardian of 10, the GP's digital services", acting(policy.GPDialogue, 10, power(policy.Guardian)), policy.ChildAgeLimit, 6},
		{"A5 guardian of 15, the same", acting(policy.GPDialogue, 15, power(policy.Guardian)), policy.ChildAgeLimit, 6},
		{"A5 guardian of 10, writes there", acting(policy.GPDialogue, 10, power(policy.Guardian)).but(write), policy.ChildAgeLimit, 6},
		{"A5 assigned for somebody of 13", acting(policy.GPDialogue, 13, power(policy.Assigned)), policy.ChildAgeLimit, 6},
		{"A5 assigned for somebody of 11, for all services", acting(policy.GPDialogue, 11, policy.Relationship{Relation: policy.Assigned, From: midnight(1, 0, 0), All: true}), policy.ChildAgeLimit, 6},
		{"A5 guardian the day before the 16th birthday", acting(policy.GPDialogue, 15, power(policy.Guardian)).but(born(midnight(16, 0, -1))), policy.ChildAgeLimit, 6},
		{"A5 guardian on the 16th birthday", acting(policy.GPDialogue, 16, power(policy.Guardian)).but(born(midnight(16, 0, 0))), open, 0},
		{"A5 assigned for somebody of 16", acting(policy.GPDialogue, 16, power(policy.Assigned)), open, 0},
		{"A5 guardian of 10, another service", acting(policy.Appointment, 10, power(policy.Guardian)), open, 0},

		// Rule 7: powers of attorney.
		{"power for all services", acting(policy.Medication, 50, fullmakt()), open, 0},
		{"power for all services, writes", acting(policy.ChangeGP, 50, fullmakt()).but(write), open, 0},
		{"power that names the service", acting(policy.Medication, 50, fullmakt(policy.Medication)), open, 0},
		{"power that names the service, writes", acting(policy.ChangeGP, 50, fullmakt(policy.ChangeGP)).but(write), open, 0},
		{"power that names another", acting(policy.HospitalJournal, 50, fullmakt(policy.Medication)), policy.ProxyScopeMissing, 7},
		{"named to read, reads", acting(policy.ChangeGP, 50, named(policy.Read, policy.ChangeGP)), open, 0},
		{"named to read, writes", acting(policy.ChangeGP, 50, named(policy.Read, policy.ChangeGP)).but(write), policy.ProxyScopeMissing, 7},
		{"named to write, writes", acting(policy.ChangeGP, 50, named(policy.Write, policy.ChangeGP)).but(write), open, 0},
		{"named to write, reads", acting(policy.ChangeGP, 50, named(policy.Write, policy.ChangeGP)), policy.ProxyScopeMissing, 7},
		{"innsyn reads", acting(policy.HospitalJournal, 50, innsyn()), open, 0},
		{"innsyn does not write", acting(policy.ChangeGP, 50, innsyn()).but(write), policy.ProxyScopeMissing, 7},
		{"innsyn is no dialogue", acting(policy.GPDialogue, 50, innsyn()), policy.ProxyScopeMissing, 7},
		{"digital services write", acting(policy.ChangeGP, 50, digital()).but(write), open, 0},
		{"digital services do not read", acting(policy.HospitalJournal, 50, digital()), policy.ProxyScopeMissing, 7},
		{"digital services are the dialogue", acting(policy.GPDialogue, 50, digital()), open, 0},
		{"power never reaches settings", acting(policy.Privacy, 50, fullmakt()), policy.ProxyScopeMissing, 7},
		{"power never reaches settings, named", acting(policy.Privacy, 50, fullmakt(policy.Privacy)), policy.ProxyScopeMissing, 7},
		{"power never writes settings", acting(policy.Privacy, 50, fullmakt()).but(write), policy.ProxyScopeMissing, 7},
		{"service this deployment does not delegate", acting(policy.Medication, 50, fullmakt()).but(delegating(policy.GPInformation)), policy.ProxyScopeMissing, 7},
		{"power that ended yesterday", acting(policy.Medication, 50, until(fullmakt(), midnight(0, 0, 0))), policy.ProxyExpired, 7},
		{"power that ended 29 days ago", acting(policy.Medication, 50, until(fullmakt(), midnight(0, 0, 29))), policy.ProxyExpired, 7},
		{"power that ends tonight", acting(policy.Medication, 50, until(fullmakt(), midnight(0, 0, -1))), open, 0},
		{"giver was 15", acting(policy.Medication, 16, fullmakt()), policy.ProxyScopeMissing, 7},
		{"giver was 16 that day", acting(policy.Medication, 17, fullmakt()).but(born(midnight(17, 0, 0))), open, 0},
		{"giver was 16 the day after", acting(policy.Medication, 17, fullmakt()).but(born(midnight(17, 0, -1))), policy.ProxyScopeMissing, 7},
		{"holder of 17", acting(policy.Medication, 50, fullmakt()).but(actorAged(17)), policy.ProxyScopeMissing, 7},
		{"holder of 18 today", acting(policy.Medication, 50, fullmakt()).but(actor(func(p *policy.Person) { p.Citizen.Born = policy.BornOn(midnight(18, 0, 0)) })), open, 0},

		// Rule 7b: assigned powers.
		{"assigned", acting(policy.Medication, 80, power(policy.Assigned)), open, 0},
		{"assigned, settings", acting(policy.Privacy, 80, power(policy.Assigned)), policy.ProxyScopeMissing, 7},
		{"assigned, settings of one of 13", acting(policy.Privacy, 13, power(policy.Assigned)).but(write), policy.ProxyScopeMissing, 7},
		{"assigned for somebody of 11", acting(policy.Medication, 11, power(policy.Assigned)), policy.ProxyScopeMissing, 7},
		{"assigned for somebody of 12", acting(policy.Medication, 12, power(policy.Assigned)), open, 0},
		{"assigned to somebody of 17", acting(policy.Medication, 80, power(policy.Assigned)).but(actorAged(17)), policy.ProxyScopeMissing, 7},
		{"assigned, ended yesterday", acting(policy.Medication, 80, until(power(policy.Assigned), midnight(0, 0, 0))), policy.ProxyExpired, 7},
		{"assigned five years ago", acting(policy.Medication, 80, from(power(policy.Assigned), midnight(5, 0, 0))), policy.ProxyExpired, 7},
		{"assigned five years ago, for six", acting(policy.Medication, 80, until(from(power(policy.Assigned), midnight(5, 0, 0)), midnight(-1, 0, 0))), policy.ProxyExpired, 7},
		{"assigned five years ago tomorrow", acting(policy.Medication, 80, from(power(policy.Assigned), midnight(5, 0, -1))), open, 0},
		{"assigned, service not delegated", acting(policy.Medication, 80, power(policy.Assigned)).but(delegating()), policy.ProxyScopeMissing, 7},

		// Rule 8: guardians.
		{"guardian", acting(policy.HospitalJournal, 24, power(policy.Guardian)), open, 0},
		{"guardian of a child", acting(policy.HospitalJournal, 8, power(policy.Guardian)), open, 0},
		{"guardian for more than five years", acting(policy.HospitalJournal, 24, from(power(policy.Guardian), midnight(6, 0, 0))), open, 0},
		{"guardian, settings", acting(policy.Privacy, 24, power(policy.Guardian)), policy.ProxyScopeMissing, 8},
		{"guardian, settings of a child", acting(policy.Privacy, 8, power(policy.Guardian)).but(write), policy.ProxyScopeMissing, 8},
		{"guardian of 17", acting(policy.HospitalJournal, 8, power(policy.Guardian)).but(actorAged(17)), policy.ProxyScopeMissing, 8},
		{"guardian, ended yesterday", acting(policy.Medication, 24, until(power(policy.Guardian), midnight(0, 0, 0))), policy.ProxyExpired, 8},
		{"guardian, another service named", acting(policy.Medication, 24, policy.Relationship{Relation: policy.Guardian, From: midnight(1, 0, 0), Named: policy.InBoth(policy.SetOf(policy.Appointment))}), policy.ProxyScopeMissing, 8},

		// Several relations: one that allows is enough; else the one that got
		// farthest tells why, whatever the order on record.
		{"parent of 13, guardian too", acting(policy.HospitalJournal, 13, parent(), power(policy.Guardian)), open, 0},
		{"guardian and parent of 13", acting(policy.HospitalJournal, 13, power(policy.Guardian), parent()), open, 0},
		{"guardian and parent of 13, settings", acting(policy.Privacy, 13, power(policy.Guardian), parent()).but(write), open, 0},
		{"one too narrow and one expired", acting(policy.HospitalJournal, 50, fullmakt(policy.Medication), until(fullmakt(), midnight(0, 0, 5))), policy.ProxyScopeMissing, 7},
		{"one expired and one too narrow", acting(policy.HospitalJournal, 50, until(fullmakt(), midnight(0, 0, 5)), fullmakt(policy.Medication)), policy.ProxyScopeMissing, 7},
		{"guardianship expired, and a power too narrow", acting(policy.HospitalJournal, 50, until(power(policy.Guardian), midnight(0, 0, 5)), fullmakt(policy.Medication)), policy.ProxyExpired, 8},
		{"parent of 17 with a power too narrow", acting(policy.HospitalJournal, 17, parent(), fullmakt(policy.Medication)).but(born(midnight(17, 6, 0))), policy.ProxyScopeMissing, 7},
		{"one narrow, one that has not begun", acting(policy.HospitalJournal, 50, from(fullmakt(), midnight(0, 0, -5)), fullmakt(policy.Medication)), policy.ProxyScopeMissing, 7},
	}
}

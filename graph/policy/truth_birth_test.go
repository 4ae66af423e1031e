package policy_test

import "helsegraf/graph/policy"

// inYear is a birth of which the year alone is known; it is November, so that
// somebody born that many years ago is most likely of that age, or a year
// younger.
func inYear(age int) policy.Birth { return policy.BornIn(now.Year()-age, norway()) }

// yearOnly is that of the subject no more than the year of birth is known.
func yearOnly(age int) change { return func(w *world) { w.subject().Citizen.Born = inYear(age) } }

// actorYearOnly is the same of the actor.
func actorYearOnly(age int) change { return func(w *world) { w.f.Actor.Citizen.Born = inYear(age) } }

// birthTruths are about people whose day of birth is not known: what the year
// answers is answered, and what the day would answer is AGE_UNKNOWN.
func birthTruths() []truth {
	const open = policy.Open
	inactiveActor := actor(func(p *policy.Person) { p.Settings.Inactive = true })
	return []truth{
		// Rule 4.
		{"C16 oneself, an adult", self(policy.Medication).but(yearOnly(40)), open, 0},
		{"C16 oneself, 16 or 17", self(policy.Medication).but(yearOnly(17)), open, 0},
		{"C16 oneself, 15 or 16", self(policy.Medication).but(yearOnly(16)), policy.AgeUnknown, 4},
		{"C16 oneself, 14 or 15", self(policy.Medication).but(yearOnly(15)), policy.ActorNotEligible, 4},
		{"C16 ungdomstilgang, 15 or 16", self(policy.Medication).but(youth, yearOnly(16)), open, 0},
		{"C16 ungdomstilgang, 15 or 16, hospital journal", self(policy.HospitalJournal).but(youth, yearOnly(16)), policy.AgeUnknown, 4},
		{"C16 ungdomstilgang, 13 or 14", self(policy.Medication).but(youth, yearOnly(14)), open, 0},
		{"C16 ungdomstilgang, 12 or 13", self(policy.Medication).but(youth, yearOnly(13)), policy.AgeUnknown, 4},
		{"C16 ungdomstilgang, 11 or 12", self(policy.Medication).but(youth, yearOnly(12)), policy.ActorNotEligible, 4},
		{"C16 15 or 16, for another", acting(policy.Medication, 50, fullmakt()).but(actorYearOnly(16)), policy.AgeUnknown, 4},
		{"C16 15 or 16 and inactive, for another", acting(policy.Medication, 50, fullmakt()).but(actorYearOnly(16), inactiveActor), policy.ActorNotEligible, 4},

		// Rules 5 and 6: parents.
		{"C16 parent of one of this year", acting(policy.Medication, 0, parent()).but(yearOnly(0)), open, 0},
		{"C16 parent of 10 or 11", acting(policy.Medication, 10, parent()).but(yearOnly(11)), open, 0},
		{"C16 parent of 11 or 12", acting(policy.Medication, 11, parent()).but(yearOnly(12)), policy.AgeUnknown, 6},
		{"C16 parent of 11 or 12, for children under 16", acting(policy.Vaccination, 11, parent()).but(yearOnly(12)), open, 0},
		{"C16 parent of 11 or 12, for no children", acting(policy.ExemptionCard, 11, parent()).but(yearOnly(12)), policy.ChildAgeLimit, 6},
		{"C16 parent of 12 or 13", acting(policy.Medication, 12, parent()).but(yearOnly(13)), policy.ChildAgeLimit, 6},
		{"C16 parent of 15 or 16, perhaps long ago", acting(policy.GPInformation, 15, parent()).but(yearOnly(16)), policy.AgeUnknown, 5},
		{"C16 parent of 15 or 16 at a confidential address", acting(policy.GPInformation, 15, parent()).but(yearOnly(16), confidential), policy.NotFound, 5},
		{"C16 parent of 16 or 17", acting(policy.GPInformation, 16, parent()).but(yearOnly(17)), policy.NotFound, 5},

		// Rules 6–8: powers.
		{"C16 dialogue with the GP of 15 or 16", acting(policy.GPDialogue, 15, power(policy.Guardian)).but(yearOnly(16)), policy.AgeUnknown, 6},
		{"C16 power given at 15 or 16", acting(policy.Medication, 17, fullmakt()).but(yearOnly(17)), policy.AgeUnknown, 7},
		{"C16 power given at 15 or 16, too narrow", acting(policy.Medication, 17, fullmakt(policy.Tools)).but(yearOnly(17)), policy.ProxyScopeMissing, 7},
		{"C16 power given at 15 or 16, ended", acting(policy.Medication, 17, until(fullmakt(), midnight(0, 0, 0))).but(yearOnly(17)), policy.AgeUnknown, 7},
		{"C16 power given at 16 or 17", acting(policy.Medication, 18, fullmakt()).but(yearOnly(18)), open, 0},
		{"C16 holder of 17 or 18", acting(policy.Medication, 50, fullmakt()).but(actorYearOnly(18)), policy.AgeUnknown, 7},
		{"C16 holder of 17 or 18, power too narrow", acting(policy.Medication, 50, fullmakt(policy.Tools)).but(actorYearOnly(18)), policy.ProxyScopeMissing, 7},
		{"C16 holder of 16 or 17", acting(policy.Medication, 50, fullmakt()).but(actorYearOnly(17)), policy.ProxyScopeMissing, 7},
		{"C16 assigned to one of 11 or 12", acting(policy.Medication, 11, power(policy.Assigned)).but(yearOnly(12)), policy.AgeUnknown, 7},
		{"C16 guardian of 11 or 12", acting(policy.Medication, 11, power(policy.Guardian)).but(yearOnly(12)), open, 0},

		// Several relations, and what the actor is told.
		{"C16 parent and guardian of 11 or 12", acting(policy.Medication, 11, parent(), power(policy.Guardian)).but(yearOnly(12)), open, 0},
		{"C16 parent of 11 or 12, and guardian of too little", acting(policy.Medication, 11, parent(), policy.Relationship{Relation: policy.Guardian, From: midnight(1, 0, 0)}).but(yearOnly(12)), policy.AgeUnknown, 6},
		{"C16 parent and guardian of 11 or 12, blocked", acting(policy.Medication, 11, parent(), power(policy.Guardian)).but(yearOnly(12), blocked(policy.Medication)), policy.AccessBlocked, 10},
		{"C16 parent and guardian of 15 or 16, blocked", acting(policy.GPInformation, 15, parent(), power(policy.Guardian)).but(yearOnly(16), blocked(policy.GPInformation)), policy.NotAvailableOnBehalf, 10},
		{"C16 a project", analysing(policy.Medication, policy.ForResearch).but(yearOnly(16), func(w *world) { w.f.Subject.Settings.SharesResearch = true }), open, 0},
	}
}

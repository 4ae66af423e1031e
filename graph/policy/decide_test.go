package policy_test

import (
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// The truth table of the rules. A row starts from facts under which everything
// is open (see world) and changes one thing; it names who asks, for what, and
// what the answer is.

// now is a Sunday noon in Norway; every age below is counted from it.
var now = time.Date(2026, 11, 22, 12, 0, 0, 0, norway())

func norway() *time.Location { return time.FixedZone("CET", 3600) }

func midnight(years, months, days int) time.Time {
	return time.Date(2026, 11, 22, 0, 0, 0, 0, norway()).AddDate(-years, -months, -days)
}

type facts = policy.Facts

// world is one question with its facts.
type world struct {
	q policy.Question
	f facts
	c policy.Credentials
}

var everything = policy.SetOf(policy.Services()...)

// self is an adult who asks about themselves, with everything in order.
func self(service policy.Service) *world {
	w := &world{c: policy.Credentials{Number: number("148378", 400), Assurance: policy.AssuranceHigh, Read: everything, Write: everything}}
	w.q = policy.Question{Subject: w.c.Number, Service: service, Delegable: everything}
	w.f = facts{Actor: person(48), RelationsRead: policy.OnFile}
	return w
}

// acting is the same adult asking about somebody else of that age.
func acting(service policy.Service, age int, r policy.Relationship) *world {
	w := self(service)
	w.q.Subject = number("059240", 400)
	w.f.Subject = person(age)
	w.f.Relations = []policy.Relationship{r}
	return w
}

func person(age int) policy.Person {
	return policy.Person{
		Citizen:  policy.Citizen{Standing: policy.OnFile, Born: midnight(age, 0, 30)},
		Settings: policy.Settings{Standing: policy.OnFile, Level: policy.Full},
	}
}

func parent() policy.Relationship {
	return policy.Relationship{Relation: policy.Parent, SharesAddress: true}
}

func fullmakt(services ...policy.Service) policy.Relationship {
	return policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(1, 0, 0), All: len(services) == 0, Named: policy.SetOf(services...)}
}

func power(relation policy.Relation) policy.Relationship {
	return policy.Relationship{Relation: relation, From: midnight(1, 0, 0), Read: true, Write: true}
}

func (w *world) decide() policy.Decision {
	w.q.Actor = policy.Authenticated(w.c)
	return policy.Decide(w.q, w.f, now)
}

// but changes something.
func (w *world) but(change func(*world)) *world {
	change(w)
	return w
}

func TestDecide(t *testing.T) {
	const open = policy.Open
	rows := []struct {
		name string
		w    *world
		want policy.Code
		rule int
	}{
		// Rules 1–3: the token and the client.
		{"oneself, everything in order", self(policy.Medication), open, 0},
		{"nobody", self(policy.Medication).but(func(w *world) { w.c = policy.Credentials{} }), policy.Unauthenticated, 1},
		{"login of level substantial", self(policy.Medication).but(func(w *world) { w.c.Assurance = policy.AssuranceSubstantial }), policy.AssuranceTooLow, 2},
		{"client without the scope", self(policy.Medication).but(func(w *world) { w.c.Read = policy.SetOf(policy.GPInformation) }), policy.ClientScopeMissing, 3},
		{"client that may read but not write", self(policy.Medication).but(func(w *world) { w.q.Mode, w.c.Write = policy.Write, 0 }), policy.ClientScopeMissing, 3},

		// Rule 4: the actor.
		{"actor unknown to Folkeregisteret", self(policy.GPInformation).but(func(w *world) { w.f.Actor.Citizen.Standing = policy.Missing }), policy.ActorNotEligible, 4},
		{"dead actor", self(policy.GPInformation).but(func(w *world) { w.f.Actor.Citizen.Deceased = true }), policy.ActorNotEligible, 4},
		{"actor of 12", self(policy.GPInformation).but(func(w *world) { w.f.Actor = person(12) }), policy.ActorNotEligible, 4},
		{"actor of 14", self(policy.GPInformation).but(func(w *world) { w.f.Actor = person(14) }), policy.ActorNotEligible, 4},
		{"actor of 14 with ungdomstilgang", self(policy.GPInformation).but(youth), open, 0},
		{"ungdomstilgang, medicines", self(policy.Medication).but(youth), open, 0},
		{"ungdomstilgang, hospital journal", self(policy.HospitalJournal).but(youth), policy.ActorNotEligible, 4},
		{"ungdomstilgang, own settings", self(policy.Privacy).but(youth), policy.ActorNotEligible, 4},
		{"ungdomstilgang does not write", self(policy.GPInformation).but(youth).but(func(w *world) { w.q.Mode = policy.Write }), policy.ActorNotEligible, 4},
		{"ungdomstilgang is for oneself", acting(policy.GPInformation, 50, fullmakt()).but(youth), policy.ActorNotEligible, 4},
		{"16 today", self(policy.HospitalJournal).but(func(w *world) { w.f.Actor.Citizen.Born = midnight(16, 0, 0) }), open, 0},
		{"16 tomorrow", self(policy.HospitalJournal).but(func(w *world) { w.f.Actor.Citizen.Born = midnight(16, 0, -1) }), policy.ActorNotEligible, 4},
		{"inactive actor, for another", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.f.Actor.Settings.Inactive = true }), policy.ActorNotEligible, 4},
		{"actor without consent, for another", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.f.Actor.Settings.Level = policy.None }), policy.ConsentMissing, 4},
		{"actor without consent, own settings", self(policy.Privacy).but(func(w *world) { w.f.Actor.Settings.Level = policy.None }), open, 0},

		// Rule 5: a relation on record.
		{"no relation", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.Relations = nil }), policy.NotFound, 5},
		{"subject that does not exist", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.Subject.Citizen = policy.Citizen{Standing: policy.Missing} }), policy.NotFound, 5},
		{"subject at a confidential address", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.Subject.Citizen.Confidential = true }), policy.NotFound, 5},
		{"actor at a confidential address", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.Actor.Citizen.Confidential = true }), policy.NotFound, 5},
		{"oneself at a confidential address", self(policy.GPInformation).but(func(w *world) { w.f.Actor.Citizen.Confidential = true }), open, 0},
		{"child with no parent at its address", acting(policy.GPInformation, 9, policy.Relationship{Relation: policy.Parent}), policy.NotFound, 5},
		{"power that has not begun", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.Relations[0].From = midnight(0, 0, -1) }), policy.NotFound, 5},
		{"power that ended 30 days ago", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.Relations[0].Until = midnight(0, 0, 30) }), policy.NotFound, 5},
		{"guardian for financial interests only", acting(policy.GPInformation, 50, power(policy.Guardian)).but(func(w *world) { w.f.Relations[0].FinancialOnly = true }), policy.NotFound, 5},

		// Rule 6: parents.
		{"parent of 11, medicines", acting(policy.Medication, 11, parent()), open, 0},
		{"parent of 12, medicines", acting(policy.Medication, 12, parent()), policy.ChildAgeLimit, 6},
		{"parent of 15, GP", acting(policy.GPInformation, 15, parent()), open, 0},
		{"parent of 15, settings", acting(policy.Privacy, 15, parent()), open, 0},
		{"parent of 15, writes settings", acting(policy.Privacy, 15, parent()).but(func(w *world) { w.q.Mode = policy.Write }), open, 0},
		{"parent of 16, GP", acting(policy.GPInformation, 16, parent()), policy.ChildAgeLimit, 6},
		{"parent, on the 12th birthday", acting(policy.Medication, 12, parent()).but(func(w *world) { w.f.Subject.Citizen.Born = midnight(12, 0, 0) }), policy.ChildAgeLimit, 6},
		{"parent, the day before it", acting(policy.Medication, 12, parent()).but(func(w *world) { w.f.Subject.Citizen.Born = midnight(12, 0, -1) }), open, 0},
		{"parent, exemption card", acting(policy.ExemptionCard, 9, parent()), policy.ChildAgeLimit, 6},

		// Rule 7: powers of attorney.
		{"power for all services", acting(policy.Medication, 50, fullmakt()), open, 0},
		{"power that names the service", acting(policy.Medication, 50, fullmakt(policy.Medication)), open, 0},
		{"power that names another", acting(policy.HospitalJournal, 50, fullmakt(policy.Medication)), policy.ProxyScopeMissing, 7},
		{"innsyn reads", acting(policy.HospitalJournal, 50, policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(1, 0, 0), Read: true}), open, 0},
		{"innsyn does not write", acting(policy.ChangeGP, 50, policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(1, 0, 0), Read: true}).but(func(w *world) { w.q.Mode = policy.Write }), policy.ProxyScopeMissing, 7},
		{"innsyn is no dialogue", acting(policy.GPDialogue, 50, policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(1, 0, 0), Read: true}), policy.ProxyScopeMissing, 7},
		{"digital services write", acting(policy.ChangeGP, 50, policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(1, 0, 0), Write: true}).but(func(w *world) { w.q.Mode = policy.Write }), open, 0},
		{"digital services do not read", acting(policy.HospitalJournal, 50, policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(1, 0, 0), Write: true}), policy.ProxyScopeMissing, 7},
		{"power of attorney never reaches settings", acting(policy.Privacy, 50, fullmakt()), policy.ProxyScopeMissing, 7},
		{"service this deployment does not delegate", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.q.Delegable = 0 }), policy.ProxyScopeMissing, 7},
		{"power that ended yesterday", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.f.Relations[0].Until = midnight(0, 0, 0) }), policy.ProxyExpired, 7},
		{"power that ends tomorrow", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.f.Relations[0].Until = midnight(0, 0, -1) }), open, 0},
		{"giver was 15", acting(policy.Medication, 16, fullmakt()), policy.ProxyScopeMissing, 7},
		{"holder of 17", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.f.Actor = person(17) }), policy.ProxyScopeMissing, 7},
		{"giver moved abroad", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.f.Subject.Citizen.Emigrated = true }), policy.NotAvailableOnBehalf, 9},
		{"assigned", acting(policy.Medication, 80, power(policy.Assigned)), open, 0},
		{"assigned for somebody of 11", acting(policy.Medication, 11, power(policy.Assigned)), policy.ProxyScopeMissing, 7},
		{"assigned six years ago", acting(policy.Medication, 80, power(policy.Assigned)).but(func(w *world) { w.f.Relations[0].From = midnight(6, 0, 0) }), policy.NotFound, 5},
		{"guardian", acting(policy.HospitalJournal, 24, power(policy.Guardian)), open, 0},
		{"guardian of a child", acting(policy.HospitalJournal, 8, power(policy.Guardian)), open, 0},

		// Rules 9–12: what the subject has chosen. A representative is not told.
		{"subject is dead", acting(policy.Medication, 80, fullmakt()).but(func(w *world) { w.f.Subject.Citizen.Deceased = true }), policy.NotAvailableOnBehalf, 9},
		{"own akuttsperre", self(policy.GPInformation).but(func(w *world) { w.f.Actor.Settings.AllBlocked = true }), policy.AccessBlocked, 10},
		{"own akuttsperre, settings", self(policy.Privacy).but(func(w *world) { w.f.Actor.Settings.AllBlocked = true }), policy.AccessBlocked, 10},
		{"subject's akuttsperre", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.f.Subject.Settings.AllBlocked = true }), policy.NotAvailableOnBehalf, 10},
		{"child's akuttsperre, to a parent", acting(policy.Medication, 9, parent()).but(func(w *world) { w.f.Subject.Settings.AllBlocked = true }), policy.AccessBlocked, 10},
		{"blocked actor, for another", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.f.Actor.Settings.AllBlocked = true }), open, 0},
		{"blocked parent writes no setting", acting(policy.Privacy, 9, parent()).but(func(w *world) { w.q.Mode, w.f.Actor.Settings.AllBlocked = policy.Write, true }), policy.AccessBlocked, 10},
		{"blocked parent reads settings", acting(policy.Privacy, 9, parent()).but(func(w *world) { w.f.Actor.Settings.AllBlocked = true }), open, 0},
		{"own block of the service", self(policy.Medication).but(func(w *world) { w.f.Actor.Settings.Blocked = policy.SetOf(policy.Medication) }), policy.AccessBlocked, 10},
		{"own block of another service", self(policy.Medication).but(func(w *world) { w.f.Actor.Settings.Blocked = policy.SetOf(policy.HospitalJournal) }), open, 0},
		{"inactive, oneself", self(policy.Medication).but(func(w *world) { w.f.Actor.Settings.Inactive = true }), policy.Inactive, 10},
		{"inactive subject, representative", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.f.Subject.Settings.Inactive = true }), open, 0},
		{"reserved, summary care record", self(policy.SummaryCareRecord).but(func(w *world) { w.f.Actor.Settings.Reserved = true }), policy.Reserved, 11},
		{"reserved, donor card", self(policy.DonorCard).but(func(w *world) { w.f.Actor.Settings.Reserved = true }), policy.Reserved, 11},
		{"reserved, active prescriptions", self(policy.Medication).but(func(w *world) { w.f.Actor.Settings.Reserved = true }), open, 0},
		{"reserved subject, representative", acting(policy.SummaryCareRecord, 50, fullmakt()).but(func(w *world) { w.f.Subject.Settings.Reserved = true }), policy.NotAvailableOnBehalf, 11},
		{"no consent", self(policy.GPInformation).but(func(w *world) { w.f.Actor.Settings.Level = policy.None }), policy.ConsentMissing, 4},
		{"BASIS, medicines", self(policy.Medication).but(func(w *world) { w.f.Actor.Settings.Level = policy.Basis }), policy.ConsentTooLow, 12},
		{"BASIS, GP", self(policy.GPInformation).but(func(w *world) { w.f.Actor.Settings.Level = policy.Basis }), open, 0},
		{"BASIS_PLUS, hospital journal", self(policy.HospitalJournal).but(func(w *world) { w.f.Actor.Settings.Level = policy.BasisPlus }), open, 0},
		{"child without consent, to a parent", acting(policy.GPInformation, 9, parent()).but(func(w *world) { w.f.Subject.Settings.Level = policy.None }), policy.ConsentMissing, 12},
		{"child without consent, settings", acting(policy.Privacy, 9, parent()).but(func(w *world) { w.f.Subject.Settings.Level = policy.None }), open, 0},
		{"subject with BASIS, representative", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.f.Subject.Settings.Level = policy.Basis }), policy.NotAvailableOnBehalf, 12},

		// Several relations: one that allows is enough.
		{"parent of 13, guardian too", acting(policy.HospitalJournal, 13, parent()).but(func(w *world) { w.f.Relations = append(w.f.Relations, power(policy.Guardian)) }), open, 0},
		{"expired power and one too narrow", acting(policy.HospitalJournal, 50, fullmakt(policy.Medication)).but(func(w *world) {
			w.f.Relations = append(w.f.Relations, fullmakt())
			w.f.Relations[1].Until = midnight(0, 0, 5)
		}), policy.ProxyScopeMissing, 7},

		// Facts that could not be read are neither yes nor no.
		{"Folkeregisteret silent on the actor", self(policy.GPInformation).but(func(w *world) { w.f.Actor.Citizen = policy.Citizen{} }), policy.ConsentSourceUnavailable, 4},
		{"Personvern silent on the actor", self(policy.GPInformation).but(func(w *world) { w.f.Actor.Settings = policy.Settings{} }), policy.ConsentSourceUnavailable, 4},
		{"relations not read", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.RelationsRead, w.f.Relations = policy.Unread, nil }), policy.ConsentSourceUnavailable, 5},
		{"Folkeregisteret silent on the subject", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.Subject.Citizen = policy.Citizen{} }), policy.ConsentSourceUnavailable, 5},
		{"Personvern silent on the subject", acting(policy.GPInformation, 50, fullmakt()).but(func(w *world) { w.f.Subject.Settings = policy.Settings{} }), policy.ConsentSourceUnavailable, 6},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			d := row.w.decide()
			if d.Code() != row.want || d.Rule() != row.rule || d.Allowed() != (row.want == open) {
				t.Errorf("got %q by rule %d, want %q by rule %d", d.Code(), d.Rule(), row.want, row.rule)
			}
			if g, ok := d.Grant(); ok != d.Allowed() || ok != g.Opens(row.w.q.Subject, row.w.q.Service, row.w.q.Mode) {
				t.Error("a grant is minted when and only when the decision allows")
			}
		})
	}
}

func youth(w *world) {
	w.f.Actor = person(14)
	w.f.Actor.Settings.YouthAccess = true
}

// number is a synthetic identity number on a date, the month with 80 added.
func number(ddmmyy string, individual int) fnr.Number {
	for ; ; individual++ {
		for check := range 100 {
			n, err := fnr.Parse(ddmmyy + digits(individual, 3) + digits(check, 2))
			if err == nil {
				return n
			}
		}
	}
}

func digits(n, width int) string {
	s := ""
	for range width {
		s = string(rune('0'+n%10)) + s
		n /= 10
	}
	return s
}

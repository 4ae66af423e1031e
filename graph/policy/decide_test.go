package policy_test

import (
	"testing"
	"time"

	"helsegraf/graph/policy"
)

func TestDecide(t *testing.T) {
	t.Parallel()
	for _, row := range truths() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			d := row.w.decide()
			if d.Code() != row.want || d.Rule() != row.rule || d.Allowed() != (row.want == policy.Open) {
				t.Errorf("got %q by rule %d, want %q by rule %d", d.Code(), d.Rule(), row.want, row.rule)
			}
			if (d.Reason() == policy.Open) != d.Allowed() {
				t.Errorf("reason %q", d.Reason())
			}
		})
	}
}

// What is told beside the code: the true reason to the usage log only, the
// remedy to the one who may use it.
func TestTold(t *testing.T) {
	t.Parallel()
	give := func(l policy.Level) policy.Remedy { return policy.Remedy{Action: policy.GiveConsent, Level: l} }
	unblock := func(s policy.Service) policy.Remedy {
		return policy.Remedy{Action: policy.RemoveBlock, Service: s}
	}
	renew := func(s policy.Service) policy.Remedy {
		return policy.Remedy{Action: policy.RenewProxy, Service: s}
	}
	var none policy.Remedy
	form := policy.Remedy{Action: policy.SendForm}
	blockedActor := actor(func(p *policy.Person) { p.Settings.AllBlocked = true })
	unconsentedActor := actor(func(p *policy.Person) { p.Settings.Level = policy.None })
	for _, row := range []struct {
		name   string
		w      *world
		reason policy.Code
		remedy policy.Remedy
	}{
		{"open", self(policy.Medication), policy.Open, none},
		{"login too weak", self(policy.Medication).but(func(w *world) { w.c.Assurance = 0 }), policy.AssuranceTooLow, policy.Remedy{Action: policy.LogInHigh}},
		{"client's scope", self(policy.Medication).but(func(w *world) { w.c.Read = 0 }), policy.ClientScopeMissing, none},
		{"no consent", self(policy.GPInformation).but(level(policy.None)), policy.ConsentMissing, give(policy.Basis)},
		{"no consent, a service of FULL", self(policy.Medication).but(level(policy.None)), policy.ConsentMissing, give(policy.Full)},
		{"consent too low", self(policy.HospitalJournal).but(level(policy.Basis)), policy.ConsentTooLow, give(policy.BasisPlus)},
		{"no consent of one's own, for another", acting(policy.Medication, 50, fullmakt()).but(unconsentedActor), policy.ConsentMissing, give(policy.Basis)},
		{"the same, and the subject blocked", acting(policy.Medication, 50, fullmakt()).but(unconsentedActor, akuttsperre), policy.ConsentMissing, give(policy.Basis)},
		{"no consent and akuttsperre", self(policy.GPInformation).but(level(policy.None), akuttsperre), policy.ConsentMissing, form},
		{"no consent and inactive", self(policy.GPInformation).but(level(policy.None), inactive), policy.ConsentMissing, form},
		{"akuttsperre", self(policy.Privacy).but(akuttsperre), policy.AccessBlocked, form},
		{"block", self(policy.Medication).but(blocked(policy.Medication)), policy.AccessBlocked, unblock(policy.Medication)},
		{"block of the hospital journal", self(policy.HospitalJournal).but(blocked(policy.HospitalJournal)), policy.AccessBlocked, form},
		{"child's block of the hospital journal", acting(policy.HospitalJournal, 9, parent()).but(blocked(policy.HospitalJournal)), policy.AccessBlocked, form},
		{"A9 not offered", self(policy.Medication).but(offering(policy.Read)), policy.NotOffered, none},
		{"A2 history, reserved", self(policy.Medication).but(history, reserved), policy.Reserved, policy.Remedy{Action: policy.WithdrawReservation}},
		{"A2 history, the record blocked", self(policy.Medication).but(history, blocked(policy.SummaryCareRecord)), policy.AccessBlocked, unblock(policy.SummaryCareRecord)},
		{"A2 history, narrow power", acting(policy.Medication, 50, fullmakt(policy.Medication)).but(history, reserved), policy.ProxyScopeMissing, renew(policy.SummaryCareRecord)},
		{"A2 history, reserved, power", acting(policy.Medication, 50, fullmakt()).but(history, reserved), policy.Reserved, none},
		{"A5 guardian of a child, GP's services", acting(policy.GPDialogue, 10, power(policy.Guardian)), policy.ChildAgeLimit, none},
		{"block of an extract", self(policy.HealthRegisters).but(extract(policy.Medication), blocked(policy.Medication)), policy.AccessBlocked, unblock(policy.Medication)},
		{"inactive", self(policy.Medication).but(inactive), policy.Inactive, form},
		{"reservation", self(policy.DonorCard).but(reserved), policy.Reserved, policy.Remedy{Action: policy.WithdrawReservation}},
		{"ungdomstilgang, block", self(policy.Medication).but(youth, blocked(policy.Medication)), policy.AccessBlocked, none},
		{"ungdomstilgang, consent", self(policy.Medication).but(youth, level(policy.Basis)), policy.ConsentTooLow, none},
		{"16 today, consent", self(policy.Medication).but(born(midnight(16, 0, 0)), level(policy.Basis)), policy.ConsentTooLow, give(policy.Full)},
		{"too young", self(policy.Medication).but(actorAged(14)), policy.ActorNotEligible, none},
		{"no relation", acting(policy.Medication, 50), policy.NotFound, none},
		{"child's age", acting(policy.Medication, 13, parent()), policy.ChildAgeLimit, none},
		{"narrow power", acting(policy.HospitalJournal, 50, fullmakt(policy.Medication)), policy.ProxyScopeMissing, renew(policy.HospitalJournal)},
		{"narrow power, extract", acting(policy.HealthRegisters, 50, fullmakt(policy.HealthRegisters)).but(extract(policy.Vaccination)), policy.ProxyScopeMissing, renew(policy.Vaccination)},
		{"ended power", acting(policy.Medication, 50, until(fullmakt(), midnight(0, 0, 1))), policy.ProxyExpired, renew(policy.Medication)},
		{"what no power covers", acting(policy.Privacy, 50, fullmakt()), policy.ProxyScopeMissing, none},
		{"what this deployment does not delegate", acting(policy.Medication, 50, fullmakt()).but(delegating()), policy.ProxyScopeMissing, none},
		{"holder of 17", acting(policy.Medication, 50, fullmakt()).but(actorAged(17)), policy.ProxyScopeMissing, none},
		{"holder of 18 today", acting(policy.Medication, 50, fullmakt(policy.Tools)).but(actor(func(p *policy.Person) { p.Citizen.Born = policy.BornOn(midnight(18, 0, 0)) })), policy.ProxyScopeMissing, renew(policy.Medication)},
		{"dead subject", acting(policy.Medication, 50, fullmakt()).but(dead), policy.SubjectDeceased, none},
		{"dead child, to a parent", acting(policy.Medication, 9, parent()).but(dead), policy.SubjectDeceased, none},
		{"giver moved abroad", acting(policy.Medication, 50, fullmakt()).but(emigrated), policy.ProxyExpired, none},
		{"subject's akuttsperre", acting(policy.Medication, 50, fullmakt()).but(akuttsperre), policy.AccessBlocked, none},
		{"subject's block", acting(policy.Medication, 50, power(policy.Guardian)).but(blocked(policy.Medication)), policy.AccessBlocked, none},
		{"subject's reservation", acting(policy.SummaryCareRecord, 50, fullmakt()).but(reserved), policy.Reserved, none},
		{"subject's consent", acting(policy.Medication, 50, fullmakt()).but(level(policy.None)), policy.ConsentMissing, none},
		{"child's akuttsperre", acting(policy.Medication, 9, parent()).but(akuttsperre), policy.AccessBlocked, form},
		{"child's block", acting(policy.Medication, 9, parent()).but(blocked(policy.Medication)), policy.AccessBlocked, unblock(policy.Medication)},
		{"child's reservation", acting(policy.SummaryCareRecord, 9, parent()).but(reserved), policy.Reserved, policy.Remedy{Action: policy.WithdrawReservation}},
		{"child's consent", acting(policy.Medication, 9, parent()).but(level(policy.Basis)), policy.ConsentTooLow, give(policy.Full)},
		{"child of 13, by a guardian who is the parent", acting(policy.Medication, 13, parent(), power(policy.Guardian)).but(level(policy.Basis)), policy.ConsentTooLow, give(policy.Full)},
		{"of 17, by a power of the parent's", acting(policy.Medication, 17, parent(), fullmakt()).but(born(midnight(17, 6, 0)), level(policy.Basis)), policy.ConsentTooLow, none},
		{"of 16 today, by a guardian who is the parent", acting(policy.Medication, 16, parent(), power(policy.Guardian)).but(born(midnight(16, 0, 0)), level(policy.Basis)), policy.ConsentTooLow, none},
		{"of 16 tomorrow, by a guardian who is the parent", acting(policy.Medication, 16, parent(), power(policy.Guardian)).but(born(midnight(16, 0, -1)), level(policy.Basis)), policy.ConsentTooLow, give(policy.Full)},
		{"child's consent, the parent blocked", acting(policy.Medication, 9, parent()).but(level(policy.Basis), blockedActor), policy.ConsentTooLow, form},
		{"child's settings, the parent blocked", acting(policy.Privacy, 9, parent()).but(write, blockedActor), policy.AccessBlocked, form},
		{"sharing", analysing(policy.Medication, policy.ForResearch), policy.ConsentMissing, none},
		{"nothing decided", &world{}, policy.Unauthenticated, none},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			d := row.w.decide()
			if d.Reason() != row.reason || d.Remedy() != row.remedy {
				t.Errorf("got %q and %+v, want %q and %+v", d.Reason(), d.Remedy(), row.reason, row.remedy)
			}
		})
	}
	var zero policy.Decision
	if _, ok := zero.Grant(); ok || zero.Allowed() || zero.Code() != policy.ConsentSourceUnavailable || zero.Reason() != zero.Code() {
		t.Error("the zero Decision denies, and says that nothing was decided")
	}
}

// When the answer changes by itself.
func TestChangesOn(t *testing.T) {
	t.Parallel()
	never := time.Time{}
	tomorrow, later := midnight(0, 0, -1), midnight(0, 0, -9)
	for _, row := range []struct {
		name string
		w    *world
		want time.Time
	}{
		{"an adult", self(policy.Medication), never},
		{"ungdomstilgang, open", self(policy.Medication).but(youth), never},
		{"ungdomstilgang, journal", self(policy.HospitalJournal).but(youth, born(midnight(16, 0, -9))), later},
		{"journal, and no consent for it at 16 either", self(policy.HospitalJournal).but(youth, level(policy.Basis)), never},
		{"ungdomstilgang agreed before 13", self(policy.Medication).but(youth, born(midnight(13, 0, -1))), tomorrow},
		{"12 without ungdomstilgang", self(policy.Medication).but(born(midnight(13, 0, -1))), midnight(-3, 0, -1)},
		{"born on a leap day", self(policy.Privacy).but(born(time.Date(2012, 2, 29, 0, 0, 0, 0, norway()))), time.Date(2028, 2, 29, 0, 0, 0, 0, norway())},
		{"leap day, and no leap year", self(policy.Medication).but(youth, born(time.Date(2016, 2, 29, 0, 0, 0, 0, norway()))), time.Date(2029, 3, 1, 0, 0, 0, 0, norway())},
		{"too young, and the login too weak", self(policy.Medication).but(actorAged(14), func(w *world) { w.c.Assurance = 0 }), never},
		{"dead at 14", self(policy.Medication).but(youth, dead), never},
		{"too young, for another", acting(policy.Medication, 50, fullmakt()).but(actorAged(15)), never},
		{"own consent, for another", acting(policy.Medication, 11, parent()).but(actor(func(p *policy.Person) { p.Settings.Level = 0 })), never},
		{"parent, a service to 12", acting(policy.Medication, 11, parent()).but(born(midnight(12, 0, -9))), later},
		{"parent, a service to 16", acting(policy.GPInformation, 11, parent()).but(born(midnight(12, 0, -9))), midnight(-4, 0, -9)},
		{"parent, never", acting(policy.ExemptionCard, 11, parent()), never},
		{"parent, no more", acting(policy.Medication, 13, parent()), never},
		{"parent, the child blocked", acting(policy.Medication, 11, parent()).but(born(midnight(12, 0, -9)), akuttsperre), later},
		{"power until further notice", acting(policy.Medication, 50, fullmakt()), never},
		{"power with an end", acting(policy.Medication, 50, until(fullmakt(), later)), later},
		{"power with an end, subject blocked", acting(policy.Medication, 50, until(fullmakt(), later)).but(akuttsperre), later},
		{"power with an end, too narrow", acting(policy.Medication, 50, until(fullmakt(policy.Tools), later)), never},
		{"power with an end, subject dead", acting(policy.Medication, 50, until(fullmakt(), later)).but(dead), later},
		{"guardian until tomorrow, of a child soon 12", acting(policy.Medication, 11, until(power(policy.Guardian), tomorrow)).but(born(midnight(12, 0, -9))), tomorrow},
		{"power that ended", acting(policy.Medication, 50, until(fullmakt(), midnight(0, 0, 1))), never},
		{"power that ended, and a new one", acting(policy.Medication, 50, until(fullmakt(), midnight(0, 0, 1)), from(fullmakt(), later)), later},
		{"power that ends when another begins", acting(policy.Medication, 50, until(fullmakt(), later), from(fullmakt(), later)), never},
		{"two powers", acting(policy.Medication, 50, until(fullmakt(), tomorrow), until(power(policy.Assigned), later)), later},
		{"power until further notice beside one with an end", acting(policy.Medication, 50, until(fullmakt(), tomorrow), fullmakt()), never},
		{"parent and guardian", acting(policy.Medication, 11, parent(), power(policy.Guardian)), never},
		{"assigned, five years at most", acting(policy.Medication, 80, from(power(policy.Assigned), midnight(5, 0, -9))), later},
		{"assigned too early", acting(policy.Medication, 11, power(policy.Assigned)).but(born(midnight(12, 0, -9))), later},
		{"holder soon of age", acting(policy.Medication, 50, fullmakt()).but(actor(func(p *policy.Person) { p.Citizen.Born = policy.BornOn(midnight(18, 0, -9)) })), later},
		{"power that has not begun", acting(policy.Medication, 50, from(fullmakt(), later)), never},
		{"nobody asked", acting(policy.Medication, 50, until(fullmakt(), later)).but(func(w *world) { w.f.Subject.Settings = policy.Settings{} }), never},
		{"A5 guardian of a child, GP's services", acting(policy.GPDialogue, 15, power(policy.Guardian)).but(born(midnight(16, 0, -9))), later},
		{"A6 dead for two weeks", acting(policy.Medication, 50, until(fullmakt(), midnight(0, 0, -40))).but(died(midnight(0, 0, 14))), midnight(0, 0, -40)},
		{"project", analysing(policy.Medication, policy.ForResearch), never},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := row.w.decide().ChangesOn(); !got.Equal(row.want) {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

// The relation that stands in the usage log: the one that opened the service
// or, of what is closed, the one that got farthest.
func TestRelation(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		w    *world
		want string
	}{
		{"oneself", self(policy.Medication), "SELF"},
		{"oneself, blocked", self(policy.Medication).but(akuttsperre), "SELF"},
		{"oneself, not eligible", self(policy.Medication).but(actorAged(12)), ""},
		{"client without the scope", acting(policy.Medication, 50, fullmakt()).but(func(w *world) { w.c.Read = 0 }), ""},
		{"no relation", acting(policy.Medication, 50), ""},
		{"parent", acting(policy.Medication, 9, parent()), "PARENT"},
		{"A4 parent of 13 who is guardian", acting(policy.Medication, 13, parent(), power(policy.Guardian)), "GUARDIAN"},
		{"A4 the same, the service open to parents", acting(policy.Vaccination, 13, power(policy.Guardian), parent()), "PARENT"},
		{"A4 the same, settings", acting(policy.Privacy, 13, parent(), power(policy.Guardian)), "PARENT"},
		{"A4 the same, closed to both", acting(policy.ExemptionCard, 13, parent(), until(power(policy.Guardian), midnight(0, 0, 1))), "GUARDIAN"},
		{"A4 the same, blocked", acting(policy.Medication, 13, parent(), power(policy.Guardian)).but(akuttsperre), "GUARDIAN"},
		{"a power too narrow, an assigned one expired", acting(policy.Medication, 50, until(power(policy.Assigned), midnight(0, 0, 1)), fullmakt(policy.Tools)), "POWER_OF_ATTORNEY"},
		{"settings not read", acting(policy.Medication, 13, power(policy.Guardian), parent()).but(func(w *world) { w.f.Subject.Settings = policy.Settings{} }), "PARENT"},
		{"research", analysing(policy.Medication, policy.ForResearch), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if r, ok := row.w.decide().Relation(); ok {
				got = r.String()
			}
			if got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

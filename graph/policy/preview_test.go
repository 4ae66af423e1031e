package policy_test

import (
	"testing"

	"helsegraf/graph/policy"
)

// A preview of a power says what its holder would truly be answered.
func TestPreviewProxy(t *testing.T) {
	settings := map[string]func(*policy.Person){
		"in order":     func(*policy.Person) {},
		"basis":        func(p *policy.Person) { p.Settings.Level = policy.Basis },
		"no consent":   func(p *policy.Person) { p.Settings.Level = policy.None },
		"akuttsperre":  func(p *policy.Person) { p.Settings.AllBlocked = true },
		"one block":    func(p *policy.Person) { p.Settings.Blocked = policy.SetOf(policy.Medication) },
		"inactive":     func(p *policy.Person) { p.Settings.Inactive = true },
		"reserved":     func(p *policy.Person) { p.Settings.Reserved = true },
		"dead":         func(p *policy.Person) { p.Citizen.Deceased, p.Citizen.Died = true, midnight(0, 0, 1) },
		"moved abroad": func(p *policy.Person) { p.Citizen.Emigrated = true },
		"15":           func(p *policy.Person) { p.Citizen.Born = policy.BornOn(midnight(15, 0, 30)) },
		"unread":       func(p *policy.Person) { p.Settings.Standing = policy.Unread },
		"unread too":   func(p *policy.Person) { p.Citizen = policy.Citizen{} },
	}
	for name, set := range settings {
		for _, scope := range [][]policy.Service{{policy.Medication, policy.SummaryCareRecord}, {policy.Privacy, policy.GPDialogue}, nil} {
			power := policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(0, 0, 0), Named: policy.InBoth(policy.SetOf(scope...))}
			for _, service := range policy.Services() {
				for _, mode := range []policy.Mode{policy.Read, policy.Write} {
					w := acting(service, 50, power)
					w.q.Mode = mode
					set(&w.f.Subject)
					if got, want := policy.PreviewProxy(power, w.q, w.f.Subject, now), w.decide().Reason(); got != want {
						t.Errorf("%s, %v %v under %v: %s, the holder gets %s", name, service, mode, scope, got, want)
					}
				}
			}
		}
	}
}

// Somebody at a confidential address is represented by nobody.
func TestPreviewProxyOfAConfidentialAddress(t *testing.T) {
	p := person(50)
	p.Citizen.Confidential = true
	if got := policy.PreviewProxy(fullmakt(), self(policy.Profile).q, p, now); got != policy.NotAvailableOnBehalf {
		t.Errorf("%s", got)
	}
}

// What is not offered is that in a preview too, whoever it is about.
func TestA9PreviewOfWhatIsNotOffered(t *testing.T) {
	w := self(policy.Medication).but(offering(policy.Read, policy.Profile))
	w.f.Actor.Citizen.Confidential = true
	if got := policy.PreviewProxy(fullmakt(), w.q, w.f.Actor, now); got != policy.NotOffered {
		t.Errorf("a power: %s", got)
	}
	if got := policy.PreviewConsent(policy.Full, w.question(), w.f, now); got != policy.NotOffered {
		t.Errorf("a level: %s", got)
	}
}

// A parent is shown what a level would open for a child, to them.
func TestPreviewConsentOfAChild(t *testing.T) {
	for service, want := range map[policy.Service]policy.Code{
		policy.Medication: policy.ConsentTooLow, policy.GPInformation: policy.Open, policy.ExemptionCard: policy.ChildAgeLimit,
	} {
		w := acting(service, 9, parent()).but(level(policy.None))
		if got := policy.PreviewConsent(policy.Basis, w.question(), w.f, now); got != want {
			t.Errorf("%s: %q, want %q", service, got, want)
		}
	}
}

// A preview of a level says what the subject would be answered at it.
func TestPreviewConsent(t *testing.T) {
	for _, service := range policy.Services() {
		for level := policy.None; level <= policy.Full; level++ {
			w := self(service)
			w.f.Actor.Settings.Level = level
			want := w.decide().Reason()
			before := person(48)
			before.Settings.Level = policy.Basis
			if got := policy.PreviewConsent(level, w.question(), policy.Facts{Actor: before}, now); got != want {
				t.Errorf("%v at %v: %s, want %s", service, level, got, want)
			}
		}
	}
	if got := policy.PreviewConsent(policy.Full, policy.Request{Service: policy.Profile}, policy.Facts{Actor: person(48)}, now); got != policy.Unauthenticated {
		t.Errorf("nobody: %s", got)
	}
}

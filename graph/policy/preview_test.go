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
		"dead":         func(p *policy.Person) { p.Citizen.Deceased = true },
		"moved abroad": func(p *policy.Person) { p.Citizen.Emigrated = true },
		"15":           func(p *policy.Person) { p.Citizen.Born = midnight(15, 0, 30) },
		"unread":       func(p *policy.Person) { p.Settings.Standing = policy.Unread },
		"unread too":   func(p *policy.Person) { p.Citizen = policy.Citizen{} },
	}
	for name, set := range settings {
		for _, scope := range [][]policy.Service{{policy.Medication, policy.SummaryCareRecord}, {policy.Privacy, policy.GPDialogue}, nil} {
			power := policy.Relationship{Relation: policy.PowerOfAttorney, From: midnight(0, 0, 0), Named: policy.SetOf(scope...)}
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
	if got := policy.PreviewProxy(fullmakt(), policy.Question{Service: policy.Profile, Delegable: everything}, p, now); got != policy.NotAvailableOnBehalf {
		t.Errorf("%s", got)
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
			if got := policy.PreviewConsent(level, w.question(), before, now); got != want {
				t.Errorf("%v at %v: %s, want %s", service, level, got, want)
			}
		}
	}
	if got := policy.PreviewConsent(policy.Full, policy.Question{Service: policy.Profile}, person(48), now); got != policy.Unauthenticated {
		t.Errorf("nobody: %s", got)
	}
}

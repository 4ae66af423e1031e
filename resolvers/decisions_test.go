package resolvers_test

import (
	"testing"

	"helsegraf/graph/policy"
)

// Whole personas, from the privacy registers and Folkeregisteret to the
// decision.
func TestDecisionsAboutPersonas(t *testing.T) {
	h := newTestEnv(t)
	for _, row := range []struct {
		actor, subject string
		service        policy.Service
		want           policy.Code
	}{
		{"line", "line", policy.Medication, policy.Open},
		{"line", "dan", policy.Medication, policy.Open},
		{"lars", "dan", policy.HospitalJournal, policy.Open},
		{"line", "dina", policy.Medication, policy.ChildAgeLimit},
		{"line", "dina", policy.GPInformation, policy.Open},
		{"line", "berit", policy.Medication, policy.Open},
		{"line", "berit", policy.HospitalJournal, policy.ProxyScopeMissing},
		{"line", "nils", policy.GPInformation, policy.NotFound},
		{"ulf", "unni", policy.GPInformation, policy.ChildAgeLimit},
		{"unni", "unni", policy.Medication, policy.Open},
		{"dina", "dina", policy.GPInformation, policy.ActorNotEligible},
		{"yngve", "yngve", policy.Medication, policy.Open},
		{"yngve", "yngve", policy.HospitalJournal, policy.ActorNotEligible},
		{"bodil", "bodil", policy.HospitalJournal, policy.ConsentTooLow},
		{"nils", "nils", policy.Privacy, policy.Open},
		{"arne", "arne", policy.GPInformation, policy.AccessBlocked},
		{"arne", "anna", policy.Medication, policy.Open},
		{"randi", "randi", policy.SummaryCareRecord, policy.Reserved},
		{"ines", "ines", policy.GPInformation, policy.Inactive},
		{"birger", "ines", policy.Medication, policy.Open},
		{"birger", "david", policy.Medication, policy.NotFound}, // dead for 31 days
		{"birger", "arne", policy.Medication, policy.NotAvailableOnBehalf},
		{"birger", "randi", policy.SummaryCareRecord, policy.NotAvailableOnBehalf},
		{"birger", "bodil", policy.Medication, policy.NotAvailableOnBehalf},
		{"daniel", "line", policy.Medication, policy.ProxyExpired},
		{"bodil", "kari", policy.GPInformation, policy.NotFound},
		{"kari", "kari", policy.Medication, policy.Open},
		{"asle", "astrid", policy.Medication, policy.Open},
		{"gunnar", "viktor", policy.HospitalJournal, policy.Open},
		{"david", "david", policy.GPInformation, policy.ActorNotEligible},
	} {
		got, denied := h.access(row.actor, h.id(row.subject, "web"))[row.service.String()]
		if !denied {
			got = string(policy.NotFound)
		}
		if got != string(row.want) {
			t.Errorf("%s, %s of %s: %q, want %q", row.actor, row.service, row.subject, got, row.want)
		}
	}
}

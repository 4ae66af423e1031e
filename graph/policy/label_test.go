package policy_test

import (
	"slices"
	"testing"

	"helsegraf/graph/policy"
)

// holders are grants by every relation, and by those that can be two at once,
// in the columns of the table below.
func holders(t *testing.T) []policy.Grant {
	t.Helper()
	project := analysing(policy.Medication, policy.ForResearch).but(func(w *world) { w.f.Subject.Settings.SharesResearch = true })
	var all []policy.Grant
	for _, w := range []*world{
		self(policy.Medication),
		acting(policy.Medication, 9, parent()),
		acting(policy.Medication, 50, fullmakt()),
		acting(policy.Medication, 50, power(policy.Assigned)),
		acting(policy.Medication, 50, power(policy.Guardian)),
		acting(policy.Medication, 9, parent(), power(policy.Guardian)),
		acting(policy.Medication, 17, parent(), fullmakt()).but(born(midnight(17, 6, 0))),
		acting(policy.Medication, 17, policy.Relationship{Relation: policy.Parent}, fullmakt()).but(born(midnight(17, 6, 0))), // who lives elsewhere
		acting(policy.Medication, 50, fullmakt(), power(policy.Assigned)),
		acting(policy.Medication, 50, fullmakt(), until(power(policy.Guardian), midnight(0, 0, 3))),  // ended lately
		acting(policy.Medication, 50, fullmakt(), until(power(policy.Guardian), midnight(0, 0, 40))), // long ago
		project,
	} {
		g, ok := w.decide().Grant()
		if !ok {
			t.Fatalf("%+v", w.f.Relations)
		}
		all = append(all, g)
	}
	return all
}

// Code list 9603, every code for every relation: x is shown, . is hidden.
//
//	S self, P parent, F power of attorney, A assigned, G guardian; pairs; R project
func TestLabels(t *testing.T) {
	t.Parallel()
	grants := holders(t)
	for _, row := range []struct {
		labels []string
		shown  string // S P F A G PG PF pF FA Fg F R
	}{
		{[]string{"N"}, "xxxxxxxxxxxx"},
		{[]string{"NORS"}, "xxxxxxxxxxxx"},
		{[]string{"NORN_FORANS"}, "x.x.......x."},
		{[]string{"NORN_UNGDOM"}, ".x.........."},
		{[]string{"NORN_FFL"}, "............"},
		{[]string{"NORN_KUT"}, "............"},
		{[]string{"NORN_EPO"}, "............"},
		{[]string{"NORN_ALL"}, "............"},
		{[]string{"NORN_FOR"}, "............"},
		{[]string{"NORN_FFH"}, "............"},
		{[]string{"NORN_FPB"}, "............"},
		{[]string{"NORN_DUP"}, "............"},
		{[]string{"NORN_ANG"}, "............"},
		{[]string{"NORU"}, "............"},
		// Of several codes all hold.
		{[]string{"N", "NORS"}, "xxxxxxxxxxxx"},
		{[]string{"N", "NORN_FORANS"}, "x.x.......x."},
		{[]string{"NORN_UNGDOM", "NORS"}, ".x.........."},
		{[]string{"NORN_FORANS", "NORN_UNGDOM"}, "............"},
		{[]string{"N", "NORU"}, "............"},
		// Unknown, and missing.
		{nil, "............"},
		{[]string{""}, "............"},
		{[]string{"NORN_NEW"}, "............"},
		{[]string{"n"}, "............"},
		{[]string{"N", "NORN_NEW"}, "............"},
	} {
		for i, g := range grants {
			if got, want := g.Shows(row.labels...), row.shown[i] == 'x'; got != want {
				t.Errorf("%q to holder %d: shown %t, want %t", row.labels, i, got, want)
			}
		}
		if (policy.Grant{}).Shows(row.labels...) {
			t.Errorf("%q is shown to nobody", row.labels)
		}
	}
	for i, g := range grants {
		for _, code := range g.ShownLabels() {
			if !g.Shows(code) {
				t.Errorf("%s is to be searched for by holder %d", code, i)
			}
		}
		if !slices.Contains(g.ShownLabels(), "N") || slices.Contains(g.ShownLabels(), "NORN_FORANS") != g.Shows("NORN_FORANS") {
			t.Errorf("holder %d: %q", i, g.ShownLabels())
		}
	}
	// Prescriptions kept from parents and guardians are as NORN_FORANS.
	for i, g := range grants {
		if g.ShowsReservedPrescription() != g.Shows("NORN_FORANS") {
			t.Errorf("reserved prescriptions and holder %d", i)
		}
	}
	if (policy.Grant{}).ShowsReservedPrescription() {
		t.Error("a reserved prescription is shown to nobody")
	}
}

func TestKnownLabel(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"N", "NORN_FFL", "NORN_KUT", "NORN_EPO", "NORN_ALL", "NORN_FOR", "NORN_FFH", "NORN_FPB", "NORN_DUP", "NORN_ANG",
		"NORN_FORANS", "NORN_UNGDOM", "NORU", "NORS",
	} {
		if !policy.KnownLabel(code) {
			t.Errorf("%s is in the list", code)
		}
	}
	for _, code := range []string{"", "n", "NORN", "NORN_NEW"} {
		if policy.KnownLabel(code) {
			t.Errorf("%q is not in the list", code)
		}
	}
}

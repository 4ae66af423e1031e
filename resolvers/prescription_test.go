package resolvers_test

import "testing"

const renewableOf = `query($id: ID!) { person(id: $id) { prescriptions(first: 50) { nodes { recall { code } renewable } } past: prescriptions(view: HISTORY) { nodes { status { code } renewable } } } }`

// A prescription is renewable when the GP's office renews and it is not recalled; the
// office is asked once for all of them.
func TestRenewable(t *testing.T) {
	h := newTestEnv(t)
	registers := []string{"reseptformidler", "fastlegeregister", "dialog"}
	for _, register := range registers {
		h.reset(register)
	}
	a := h.query("line", renewableOf, map[string]any{"id": h.id("line", "web")})
	if len(a.Errors) > 0 {
		t.Fatal(a.raw)
	}
	yes, no := 0, 0
	for _, node := range append(a.list("person", "prescriptions", "nodes"), a.list("person", "past", "nodes")...) {
		p := node.(map[string]any)
		status, _ := p["status"].(map[string]any)
		recalled := p["recall"] != nil || status["code"] == "T"
		if p["renewable"] != !recalled {
			t.Errorf("%v", p)
		}
		if recalled {
			no++
		} else {
			yes++
		}
	}
	if yes < 5 || no < 2 {
		t.Errorf("%d renewable, %d not", yes, no)
	}
	h.expectCalls(map[string]map[string]int{
		"reseptformidler": {"MedicationStatement/_search": 2}, "fastlegeregister": {"GetPatientsGPDetailsAtTime": 1}, "dialog": {"kapabiliteter": 1},
	})

	// Berit has given line prescriptions, not the GP: nothing is called, and nothing says
	// why.
	for _, register := range registers {
		h.reset(register)
	}
	a = h.query("line", `query($id: ID!) { person(id: $id) { prescriptions { nodes { renewable } } } }`, map[string]any{"id": h.id("berit", "web")})
	if len(a.Errors) > 0 || len(a.list("person", "prescriptions", "nodes")) == 0 {
		t.Fatal(a.raw)
	}
	for _, node := range a.list("person", "prescriptions", "nodes") {
		if node.(map[string]any)["renewable"] != nil {
			t.Error(a.raw)
		}
	}
	h.expectCalls(map[string]map[string]int{"reseptformidler": {"MedicationStatement/_search": 1}, "fastlegeregister": {}, "dialog": {}})
}

// The log has looks at locked prescriptions for the subject and not for a
// representative, and follows its own service's decision.
func TestPrescriptionAccessLog(t *testing.T) {
	h := newTestEnv(t)
	const of = `query($id: ID!) { person(id: $id) { prescriptionAccessLog(first: 100) { totalCount nodes { id at who { name { full } role { code } unit } purpose { code } } } } }`
	total := func(as, whose string) any {
		t.Helper()
		a := h.query(as, of, map[string]any{"id": h.id(whose, "web")})
		if len(a.Errors) > 0 {
			t.Fatal(a.raw)
		}
		return a.at("person", "prescriptionAccessLog", "totalCount")
	}
	h.reset("reseptformidler")
	if own, hers := total("berit", "berit"), total("line", "berit"); own != hers.(float64)+1 {
		t.Errorf("berit sees %v looks, and line %v", own, hers)
	}
	h.expectCalls(map[string]map[string]int{"reseptformidler": {"AuditEvent/_search": 2}})
	h.reset("reseptformidler")
	if a := h.query("bodil", of, map[string]any{"id": h.id("bodil", "web")}); a.code("person", "prescriptionAccessLog") != "CONSENT_TOO_LOW" {
		t.Error(a.raw)
	}
	h.expectCalls(map[string]map[string]int{"reseptformidler": {}})
}

package resolvers_test

import "testing"

const oneReferral = `query($id: ID!, $referral: ID!) { person(id: $id) { referral(id: $referral) { status treatmentDeadline } } }`

// referrals are the ids of a persona's own referrals.
func (h *testEnv) referrals(persona string) []any {
	h.t.Helper()
	a := h.query(persona, `{ viewer { person { referrals { nodes { id } } } } }`, nil)
	var ids []any
	for _, node := range a.list("viewer", "person", "referrals", "nodes") {
		ids = append(ids, node.(map[string]any)["id"])
	}
	if len(ids) == 0 {
		h.t.Fatal(a)
	}
	return ids
}

// A referral by id takes the call that the list takes. An id of another person's, or
// of another type, takes none.
func TestReferralByID(t *testing.T) {
	h := newTestEnv(t)
	mine, berits, result, line := h.referrals("line")[0], h.referrals("berit")[0], h.results("line", "web")[0], h.id("line", "web")
	h.reset("henvisninger")
	a := h.query("line", oneReferral, map[string]any{"id": line, "referral": mine})
	if len(a.Errors) > 0 || a.at("person", "referral", "status") != "ASSESSED" || a.at("person", "referral", "treatmentDeadline") == nil {
		t.Error(a)
	}
	h.expectCalls(map[string]map[string]int{"henvisninger": {"ServiceRequest/_search": 1}})
	h.reset("henvisninger")
	for _, id := range []any{berits, result, line, "none"} {
		a := h.query("line", oneReferral, map[string]any{"id": line, "referral": id})
		if a.at("person", "referral") != nil || len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
			t.Error(a)
		}
	}
	h.expectCalls(map[string]map[string]int{"henvisninger": {}})
}

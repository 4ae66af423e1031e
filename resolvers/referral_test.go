package resolvers_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/mocks/world"
)

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

const referralsWith = `query($id: ID!) { person(id: $id) { referrals { nodes { status appointments { id status start } } } } }`

// appointmentsOf are the statuses of each referral's appointments, and "null" for
// one without a list.
func appointmentsOf(a response) (all []string) {
	for _, node := range a.list("person", "referrals", "nodes") {
		list, ok := node.(map[string]any)["appointments"].([]any)
		if !ok {
			all = append(all, "null")
			continue
		}
		var statuses []string
		for _, one := range list {
			statuses = append(statuses, fmt.Sprint(one.(map[string]any)["status"]))
		}
		all = append(all, strings.Join(statuses, " "))
	}
	return all
}

// A referral has its own appointments, past and to come, of the one response that
// the person's list is of too. Both services are used.
func TestAppointmentsOfReferrals(t *testing.T) {
	h := newTestEnv(t)
	line := map[string]any{"id": h.id("line", "web")}
	for _, register := range []string{"timeavtaler", "henvisninger"} {
		h.reset(register)
	}
	a := h.query("line", strings.Replace(referralsWith, "referrals", "appointments { nodes { id } } referrals", 1), line)
	if got := fmt.Sprintf("%q", appointmentsOf(a)); got != `["BOOKED BOOKED BOOKED BOOKED" "NO_SHOW FULFILLED"]` || len(a.Errors) > 0 {
		t.Error(got, a.raw)
	}
	first := a.list("person", "referrals", "nodes")[0].(map[string]any)["appointments"].([]any)[0].(map[string]any)["id"]
	if first != a.list("person", "appointments", "nodes")[0].(map[string]any)["id"] {
		t.Error("one appointment has two ids")
	}
	h.expectCalls(map[string]map[string]int{"timeavtaler": {"Appointment/_search": 1}, "henvisninger": {"ServiceRequest/_search": 1}})
	h.expectLogged("line", "line", "Line Testesen SELF APPOINTMENT USED <nil>", "Line Testesen SELF REFERRAL USED <nil>")
	h.foreseen()

	// By id, and an id of another's makes no call.
	const one = `query($id: ID!) { viewer { person { referral(id: $id) { appointments { id } } } } }`
	mine, berits := h.referrals("line")[0], h.referrals("berit")[0]
	for id, calls := range map[any]map[string]int{mine: {"Appointment/_search": 1}, berits: {}} {
		h.reset("timeavtaler")
		a := h.query("line", one, map[string]any{"id": id})
		if got := len(a.list("viewer", "person", "referral", "appointments")); (got > 0) != (id == mine) {
			t.Error(a.raw)
		}
		h.expectCalls(map[string]map[string]int{"timeavtaler": calls})
	}
	h.foreseen()
}

// A failure or a denial is no empty list, and the referrals stand.
func TestAppointmentsOfReferralsAreNullWithACode(t *testing.T) {
	h := newTestEnv(t, "timeavtaler")
	randi := h.world.Persona("randi")
	check := func(name, persona, of, code string) {
		t.Helper()
		h.reset("timeavtaler")
		a := h.query(persona, referralsWith, map[string]any{"id": h.id(of, "web")})
		got := appointmentsOf(a)
		if len(got) == 0 || len(a.Errors) != len(got) || strings.Join(got, " ") != strings.TrimSpace(strings.Repeat("null ", len(got))) {
			t.Error(name, got, a.raw)
		}
		for i := range got {
			if a.code("person", "referrals", "nodes", strconv.Itoa(i), "appointments") != code {
				t.Error(name, a.raw)
			}
		}
		if code != "SOURCE_UNAVAILABLE" {
			h.expectCalls(map[string]map[string]int{"timeavtaler": {}})
		}
	}
	h.fault("timeavtaler", stopped)
	check("a failure", "line", "line", "SOURCE_UNAVAILABLE")
	h.control("timeavtaler", "DELETE", "fault", nil)
	randi.Blocks = []world.Block{{Service: "APPOINTMENT", Since: h.world.Today()}}
	check("a block", "randi", "randi", "ACCESS_BLOCKED")
	check("a block, for a representative", "birger", "randi", "NOT_AVAILABLE_ON_BEHALF")
	h.expectLogged("randi", "randi", "Birger Syntestad POWER_OF_ATTORNEY APPOINTMENT REFUSED ACCESS_BLOCKED", "Birger Syntestad POWER_OF_ATTORNEY REFERRAL USED <nil>",
		"Randi Tenkvik SELF APPOINTMENT REFUSED ACCESS_BLOCKED", "Randi Tenkvik SELF REFERRAL USED <nil>")
	randi.Blocks = nil
	h.covers = policy.SetOf(policy.Referral)
	check("a client without the scope", "randi", "randi", "CLIENT_SCOPE_MISSING")
}

// Where the referrals are closed, nobody asks for their appointments: it is neither
// a call nor a use.
func TestAppointmentsOfClosedReferrals(t *testing.T) {
	h := newTestEnv(t)
	h.world.Persona("randi").Blocks = []world.Block{{Service: "REFERRAL", Since: h.world.Today()}}
	a := h.query("randi", referralsWith, map[string]any{"id": h.id("randi", "web")})
	if a.code("person", "referrals") != "ACCESS_BLOCKED" || len(a.Errors) != 1 {
		t.Error(a.raw)
	}
	h.expectCalls(map[string]map[string]int{"timeavtaler": {}, "henvisninger": {}})
	h.expectLogged("randi", "randi", "Randi Tenkvik SELF REFERRAL REFUSED ACCESS_BLOCKED")
	expectLines(t, h.explained("randi", referralsWith, map[string]any{"id": h.id("randi", "web")}),
		"person.referrals REFERRAL open=false ACCESS_BLOCKED rule=10 map[action:REMOVE_BLOCK service:REFERRAL] HENVISNINGER calls=0",
		"person.referrals.nodes.appointments REFERRAL open=false ACCESS_BLOCKED rule=10 map[action:REMOVE_BLOCK service:REFERRAL] TIMEAVTALER calls=0")
}

package resolvers_test

import "testing"

const freeTimes = `query($from: Date!, $to: Date!) { viewer { person { gpBooking { practitioner { name { full } } office { name } slots(from: $from, to: $to, first: 100) { totalCount nodes { id start end type { code } } } } } } }`

// Free times are the GP's, for one who may use the GP's digital services.
func TestGPBooking(t *testing.T) {
	h := newTestEnv(t)
	week := map[string]any{"from": "2026-11-23", "to": "2026-11-27"}
	h.reset("timeavtaler")
	h.reset("fastlegeregister")
	a := h.query("line", freeTimes, week)
	if len(a.Errors) > 0 || len(a.list("viewer", "person", "gpBooking", "slots", "nodes")) < 10 || a.at("viewer", "person", "gpBooking", "practitioner") == nil {
		t.Errorf("%v", a)
	}
	h.expectCalls(map[string]map[string]int{"timeavtaler": {"Slot": 1}})
	if calls := h.calls("fastlegeregister"); len(calls) != 1 {
		t.Errorf("%v", calls)
	}
	h.foreseen()
	h.reset("timeavtaler")
	for name, days := range map[string]map[string]any{"backwards": {"from": "2026-11-27", "to": "2026-11-23"}, "too long": {"from": "2026-11-23", "to": "2026-12-25"}} {
		if a := h.query("line", freeTimes, days); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" {
			t.Errorf("%s: %v", name, a)
		}
	}
	// Neither one whose consent is too low, nor a mother for her child.
	if a := h.query("bodil", freeTimes, week); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "CONSENT_TOO_LOW" {
		t.Errorf("%v", a)
	}
	child := h.query("line", `query($id: ID!) { person(id: $id) { gpBooking { slots(from: "2026-11-23", to: "2026-11-24") { totalCount } } } }`, map[string]any{"id": h.id("dan", "web")})
	if len(child.Errors) != 1 || child.Errors[0].Extensions["code"] != "CHILD_AGE_LIMIT" {
		t.Errorf("%v", child)
	}
	h.expectCalls(map[string]map[string]int{"timeavtaler": {}})
}

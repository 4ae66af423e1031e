package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/mocks/personvern"
	"helsegraf/mocks/world"
)

const activity = `query($id: ID!, $first: Int, $after: String) { person(id: $id) { activity(first: $first, after: $after) {
	totalCount pageInfo { hasNextPage endCursor } nodes { id at service kind objectId } } } }`

// activityOf are the events of a page.
func activityOf(a response) (all []map[string]any) {
	for _, node := range a.list("person", "activity", "nodes") {
		all = append(all, node.(map[string]any))
	}
	return all
}

// Each event is decided by its own service, for every relation, age, scope and consent
// level of the law. One call is made whatever is closed, without an error.
func TestActivityByTheLaw(t *testing.T) {
	rules := readLaw(t)
	h := newTestEnv(t)
	// Services with an event that no label hides, in everybody's feed.
	everybodys := []string{"PROFILE", "GP_INFORMATION", "EXEMPTION_CARD", "PRIVACY", "HOSPITAL_JOURNAL", "MEDICATION", "VACCINATION", "DOCUMENT_ARCHIVE", "PATIENT_TRAVEL"}
	usual := map[string][]world.Power{}
	for _, r := range relations() {
		subject := h.world.Persona(r.subject)
		if _, ok := usual[r.subject]; !ok {
			usual[r.subject] = subject.Powers
		}
		subject.Powers = append(slices.Clip(usual[r.subject]), r.power(h)...)
		h.urls["personvern"] = h.serve(personvern.New(h.world, h.issuer))
		h.resolve(h.config(everyEndpoint))
		before := subject.Consent
		for level := policy.None; level <= policy.Full; level++ {
			subject.Consent = world.Consent{Level: level.String(), GivenAt: before.GivenAt}
			open := map[string]bool{}
			for _, s := range policy.Services() {
				open[s.String()] = rules[strings.Join([]string{s.String(), r.name, r.age, r.scope}, "/")][level] == ""
			}
			name := fmt.Sprint(r.actor, " for ", r.subject, ", ", r, " ", level)
			h.reset("varsling")
			a := h.query(r.actor, activity, map[string]any{"id": h.id(r.subject, "web"), "first": 100})
			if !open["PROFILE"] {
				if a.at("person", "activity") != nil || len(h.calls("varsling")) > 0 {
					t.Errorf("%s: %s", name, a.raw)
				}
				continue
			}
			if calls := h.calls("varsling"); len(a.Errors) > 0 || calls["hendelser"] != 1 {
				t.Errorf("%s: %v, %s", name, calls, a.raw)
			}
			seen := map[string]bool{}
			for _, e := range activityOf(a) {
				if seen[e["service"].(string)] = true; !open[e["service"].(string)] {
					t.Errorf("%s: an event of %s", name, e["service"])
				}
			}
			for _, s := range everybodys {
				if seen[s] != open[s] {
					t.Errorf("%s: events of %s: %t", name, s, seen[s])
				}
			}
			if total := a.at("person", "activity", "totalCount"); total != float64(len(activityOf(a))) {
				t.Errorf("%s: %v of %d", name, total, len(activityOf(a)))
			}
		}
		subject.Consent, subject.Powers = before, usual[r.subject]
	}
	h.foreseen()
}

// A client that keeps its cursor gets what has happened since. Pages are the register's:
// one call each.
func TestActivitySinceLastTime(t *testing.T) {
	h := newTestEnv(t)
	line := h.id("line", "web")
	page := func(first int, after any) (events []map[string]any, next any, more bool) {
		t.Helper()
		h.reset("varsling")
		a := h.query("line", activity, map[string]any{"id": line, "first": first, "after": after})
		if len(a.Errors) > 0 {
			t.Fatal(a.raw)
		}
		h.expectCalls(map[string]map[string]int{"varsling": {"hendelser": 1}})
		return activityOf(a), a.at("person", "activity", "pageInfo", "endCursor"), a.at("person", "activity", "pageInfo", "hasNextPage") == true
	}
	whole, last, more := page(100, nil)
	if len(whole) < 15 || more {
		t.Fatal(len(whole), more)
	}
	if !slices.IsSortedFunc(whole, func(a, b map[string]any) int { return strings.Compare(a["at"].(string), b["at"].(string)) }) {
		t.Error("not in the order it happened")
	}
	var joined []map[string]any
	var at any
	for more = true; more; {
		var some []map[string]any
		some, at, more = page(4, at)
		joined = append(joined, some...)
	}
	if fmt.Sprint(joined) != fmt.Sprint(whole) || at != last {
		t.Errorf("%v\n%v", joined, whole)
	}
	if since, next, more := page(20, last); len(since) > 0 || next != nil || more {
		t.Error("something has happened", since)
	}
	for _, cursor := range []any{"x", line, h.cursorElsewhere(last)} {
		h.reset("varsling")
		if a := h.query("line", activity, map[string]any{"id": line, "after": cursor}); a.code("person", "activity") != "BAD_USER_INPUT" {
			t.Error(a.raw)
		}
		h.expectCalls(map[string]map[string]int{"varsling": {}})
	}
	// One entry a query, however many services have something.
	entries := h.logged("line", "line")
	for _, one := range entries {
		if one != "Line Testesen SELF PROFILE USED <nil>" {
			t.Error(one)
		}
	}
	if len(entries) < 5 {
		t.Error(entries)
	}
}

// cursorElsewhere is the cursor that another client has for the end of line's events.
func (h *testEnv) cursorElsewhere(own any) any {
	h.t.Helper()
	line := h.id("line", "partner")
	h.through = "partner"
	defer func() { h.through = "" }()
	a := h.query("line", activity, map[string]any{"id": line, "first": 100})
	other := a.at("person", "activity", "pageInfo", "endCursor")
	if other == nil || other == own {
		h.t.Fatal(other, own, a.raw)
	}
	return other
}

// What an event is about is read by its id, in its own service's field.
func TestActivityLeadsToRecords(t *testing.T) {
	h := newTestEnv(t)
	line := h.id("line", "web")
	fields := map[string]string{"APPOINTMENT": "appointment", "TEST_RESULT": "testResult", "REFERRAL": "referral", "MESSAGE": "task"}
	read := map[string]int{}
	for _, e := range activityOf(h.query("line", activity, map[string]any{"id": line, "first": 100})) {
		field := fields[e["service"].(string)]
		if (field != "") != (e["objectId"] != nil) {
			t.Errorf("%v", e)
			continue
		}
		if field == "" || e["kind"] == "CANCELLED" {
			continue
		}
		a := h.query("line", `query($id: ID!, $of: ID!) { person(id: $id) { `+field+`(id: $of) { id } } }`, map[string]any{"id": line, "of": e["objectId"]})
		if a.at("person", field, "id") != e["objectId"] {
			t.Errorf("%v: %s", e, a.raw)
		}
		read[field]++
	}
	if len(read) != len(fields) {
		t.Errorf("%v", read)
	}
}

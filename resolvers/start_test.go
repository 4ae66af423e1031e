package resolvers_test

import (
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/mocks/standin"
)

const myHealth = `query MyHealth($year: Int) { viewer { person {
  id name { full } age
  generalPractitioner { practitioner { name { full } hprNumber } since history(first: 5) { totalCount } }
  prescriptions(first: 10, view: CURRENT) { totalCount nodes { id medication { name } dispenses { dispensedOn } } }
  summaryCareRecord { status criticalInformation { allergies { id substance { code } } conditions { id kind } } }
  hospitalJournal { documents(first: 10) { totalCount nodes { id title contentUrl } } regions { region status } notice }
  exemptionCard(year: $year) { year status validFrom validUntil ceiling { amount } paid { amount } remaining { amount } coPayments(first: 10) { totalCount } }
} } }`

// One query over five registers calls each operation once, and the plan foresees
// everything.
func TestEachOperationIsAskedOnce(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("line", myHealth, nil)
	if len(a.Errors) > 0 {
		t.Fatalf("errors: %v", a.Errors)
	}
	for _, field := range []string{"generalPractitioner", "prescriptions", "summaryCareRecord", "hospitalJournal", "exemptionCard"} {
		if a.at("viewer", "person", field) == nil {
			t.Errorf("%s is null", field)
		}
	}
	h.expectCalls(map[string]map[string]int{
		"folkeregister":    {"Persons": 1},
		"personvern":       {"HentInnbyggersPiForPart": 1},
		"fastlegeregister": {"GetPatientsGPDetailsAtTime": 1, "GetPatientGPHistory": 1},
		"reseptformidler":  {"MedicationStatement/_search": 1},
		"kjernejournal":    {"Status": 1, "AllergyIntolerance": 1, "Conditions": 1},
		"pasientjournal":   {"ITI-67": len(regions)},
		"frikort":          {"Jwk": 1, "Frikortsporring": 1, "Egenandeler": 1},
		"usagelog":         {"Write": 1},
	})
	for _, s := range a.Extensions["sources"].([]any) {
		if s := s.(map[string]any); s["status"] != "OK" {
			t.Errorf("%v %v: %v", s["register"], s["region"], s["status"])
		}
	}
}

func TestDeniedFieldsCostNoCall(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("bodil", myHealth, nil)
	for _, field := range []string{"prescriptions", "summaryCareRecord", "hospitalJournal"} {
		if a.at("viewer", "person", field) != nil || a.code("viewer", "person", field) != "CONSENT_TOO_LOW" {
			t.Errorf("%s: %s", field, a.code("viewer", "person", field))
		}
	}
	for _, register := range []string{"reseptformidler", "kjernejournal", "pasientjournal"} {
		if calls := h.calls(register); len(calls) > 0 {
			t.Errorf("%s was called: %v", register, calls)
		}
	}
	if len(a.Errors) != 3 {
		t.Errorf("%d errors, want 3", len(a.Errors))
	}
}

// A batch is one call, even with denied siblings, with two branches to the same
// people, and on a busy machine.
func TestFiftyPeopleAreOneCall(t *testing.T) {
	h := newTestEnv(t)
	wards := h.query("gunnar", `{ viewer { represents { person { id } } } }`, nil).list("viewer", "represents")
	ids := make([]any, 0, len(wards))
	viktor := h.id("viktor", "web")
	for _, w := range wards {
		if id := w.(map[string]any)["person"].(map[string]any)["id"]; id != viktor {
			ids = append(ids, id)
		}
	}
	if len(ids) != 50 {
		t.Fatalf("gunnar has %d wards beside viktor", len(ids))
	}
	const query = `query($ids: [ID!]!) {
	  people(ids: $ids) { name { full } generalPractitioner { practitioner { hprNumber } } }
	  again: people(ids: $ids) { generalPractitioner { office { name } } }
	}`
	stop := make(chan struct{})
	defer close(stop)
	for range runtime.GOMAXPROCS(0) {
		go spin(stop)
	}
	// A batch is sent when its last key is in and never by a timer, so a split
	// one would not be rare: a few runs are enough.
	const runs = 8
	for range runs {
		h.reset("fastlegeregister")
		a := h.query("gunnar", query, map[string]any{"ids": ids})
		if n := len(a.list("people")); n != len(ids) {
			t.Fatalf("%d people", n)
		}
		if len(a.Errors) != 20 {
			t.Fatalf("%d denied, want ten by each branch: %v", len(a.Errors), a.Errors[0])
		}
		if got := h.calls("fastlegeregister"); !maps.Equal(got, map[string]int{"GetPatientsGPDetailsAtTime": 1}) {
			t.Fatalf("calls: %v", got)
		}
	}
	h.foreseen()
}

func spin(stop <-chan struct{}) {
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		default:
			_ = strings.Repeat("x", n%1000)
		}
	}
}

// A failed register is null and a code in its own field; the rest stands.
func TestARegisterFailsAlone(t *testing.T) {
	tests := []struct {
		name  string
		fault standin.Fault
		code  string
	}{
		{"stopped", standin.Fault{Status: http.StatusServiceUnavailable}, "SOURCE_UNAVAILABLE"},
		{"slow", standin.Fault{LatencyMs: 60_000}, "SOURCE_TIMEOUT"},
		{"garbled", standin.Fault{Body: "garble"}, "SOURCE_INVALID"},
		{"about somebody else", standin.Fault{Body: "wrong-subject"}, "SUBJECT_MISMATCH"},
		{"closed to us", standin.Fault{Status: http.StatusForbidden}, "SOURCE_FORBIDDEN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var impatient []string
			if tt.fault.LatencyMs > 0 {
				impatient = append(impatient, "fastlegeregister")
			}
			h := newTestEnv(t, impatient...)
			h.fault("fastlegeregister", tt.fault)
			a := h.query("line", myHealth, nil)
			if got := a.code("viewer", "person", "generalPractitioner"); got != tt.code {
				t.Errorf("code %q, want %q", got, tt.code)
			}
			if a.at("viewer", "person", "generalPractitioner") != nil || len(a.Errors) != 1 {
				t.Errorf("want null and one error, got %v", a.Errors)
			}
			for _, field := range []string{"prescriptions", "summaryCareRecord", "hospitalJournal", "exemptionCard"} {
				if a.at("viewer", "person", field) == nil {
					t.Errorf("%s went along", field)
				}
			}
		})
	}
}

// Whichever register is stopped, its own fields are null or tell so, and all
// others are as they are.
func TestEveryRegisterFailsAlone(t *testing.T) {
	query := `{ viewer { person { ` + everything() + ` } } }`
	for _, register := range optional {
		if !slices.Contains(healthRegisters, register) {
			continue // open data: nothing here is read from it
		}
		h := newTestEnv(t)
		h.fault(register, stopped)
		a := h.query("line", query, nil)
		own := map[string]bool{}
		for _, g := range guarded {
			own[g.field] = g.all[register]
			if g.register != register && !slices.Contains(g.others, register) && a.at("viewer", "person", g.field) == nil {
				t.Errorf("%s is stopped, and %s is null", register, g.field)
			}
		}
		if len(a.Errors) == 0 {
			t.Errorf("%s is stopped, and nothing is an error: %s", register, a.raw)
		}
		for _, e := range a.Errors {
			field, _, _ := strings.Cut(e.Path[2].(string), "_") // of a variant
			if e.Extensions["code"] != "SOURCE_UNAVAILABLE" || !own[field] {
				t.Errorf("%s is stopped: %v", register, e)
			}
		}
	}
}

// Without the privacy registers nothing is decided, so no register is called.
func TestNoFactsNoData(t *testing.T) {
	for _, register := range []string{"personvern", "folkeregister"} {
		t.Run(register, func(t *testing.T) {
			h := newTestEnv(t)
			h.fault(register, standin.Fault{Status: http.StatusServiceUnavailable})
			a := h.query("line", `{ viewer { person { `+everything()+` } } }`, nil)
			for _, g := range guarded {
				if got := a.code("viewer", "person", g.field); got != "CONSENT_SOURCE_UNAVAILABLE" || a.at("viewer", "person", g.field) != nil {
					t.Errorf("%s: %s", g.field, got)
				}
			}
			for _, health := range optional {
				if calls := h.calls(health); len(calls) > 0 {
					t.Errorf("%s was called: %v", health, calls)
				}
			}
		})
	}
}

// Without the actor's relations the powers received are unknown, not none, and
// are not read again.
func TestPowersReceivedNeedRelations(t *testing.T) {
	h := newTestEnv(t)
	h.fault("personvern", standin.Fault{Operation: "Fullmaktsgivere", Status: http.StatusForbidden})
	a := h.query("line", `{ viewer { person { privacy { powersReceived { id } powersGiven { id } } } } }`, nil)
	if got := a.code("viewer", "person", "privacy", "powersReceived"); got != "CONSENT_SOURCE_UNAVAILABLE" || a.at("viewer", "person", "privacy", "powersReceived") != nil {
		t.Errorf("%s: %s", got, a.raw)
	}
	h.expectCalls(map[string]map[string]int{"personvern": {"HentInnbyggersPiForPart": 1, "Fullmaktsgivere": 1, "Fullmaktshavere": 1}})
}

// A use that the log does not accept is not shown.
func TestNoLogNoData(t *testing.T) {
	h := newTestEnv(t)
	h.fault("usagelog", standin.Fault{Status: http.StatusServiceUnavailable})
	a := h.query("line", `{ viewer { person { name { full } generalPractitioner { since } } } }`, nil)
	if got := a.code("viewer", "person", "generalPractitioner"); got != "USAGE_LOG_UNAVAILABLE" {
		t.Errorf("code %q", got)
	}
	if a.at("viewer", "person", "name") == nil {
		t.Error("the name needs no log")
	}
}

// Garbage, another client's id, an unrelated person and one at a confidential
// address get the same answer, with the same calls.
func TestNobodyIsTold(t *testing.T) {
	h := newTestEnv(t)
	ids := map[string]string{
		"garbage":      "no-such-id",
		"unrelated":    h.id("gunnar", "web"),
		"confidential": h.id("kari", "web"),
		"foreign":      h.id("viktor", "app"),
	}
	var first, calls string
	for name, id := range ids {
		for register := range h.urls {
			h.reset(register)
		}
		a := h.query("bodil", `query($id: ID!) { person(id: $id) { name { full } `+everything()+` } }`, map[string]any{"id": id})
		if a.code("person") != "NOT_FOUND" {
			t.Errorf("%s: %q", name, a.code("person"))
		}
		said := times.ReplaceAllString(a.raw, `"$1":0`)
		made := ""
		for _, register := range slices.Sorted(maps.Keys(h.urls)) {
			made += fmt.Sprintln(register, h.calls(register))
		}
		if first == "" {
			first, calls = said, made
		}
		if said != first {
			t.Errorf("%s: %s\nothers: %s", name, said, first)
		}
		if made != calls {
			t.Errorf("%s: calls %s, others %s", name, made, calls)
		}
	}
}

// What the token does not allow is denied without any call.
func TestTheTokenAloneCanDeny(t *testing.T) {
	h := newTestEnv(t)
	h.covers = policy.SetOf(policy.GPInformation)
	a := h.query("line", `{ viewer { person { id prescriptions { totalCount } } } }`, nil)
	if got := a.code("viewer", "person", "prescriptions"); got != "CLIENT_SCOPE_MISSING" {
		t.Errorf("code %q", got)
	}
	h.expectCalls(map[string]map[string]int{"folkeregister": {}, "personvern": {}, "reseptformidler": {}})
}

// Too many people are refused before any call.
func TestTooManyPeople(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("gunnar", `query($ids: [ID!]!) { people(ids: $ids) { name { full } } }`, map[string]any{"ids": slices.Repeat([]any{"no-such-id"}, 101)})
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" || a.Data != nil {
		t.Errorf("answer: %s", a.raw)
	}
	h.expectCalls(map[string]map[string]int{"folkeregister": {}, "personvern": {}})
}

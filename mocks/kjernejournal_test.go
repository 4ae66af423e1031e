package mocks

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// kjernejournalOf is the register over the personas, at a fixed time.
func kjernejournalOf(t *testing.T) (*World, *StandIn) {
	t.Helper()
	w, err := NewWorld(WorldOptions{Now: func() time.Time { return time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	i, err := NewIssuer(w, "http://issuer.invalid")
	if err != nil {
		t.Fatal(err)
	}
	return w, NewKjernejournal(w, i)
}

const criticalInformation = "/api/critical-information/v1"

// What the register would refuse is refused, in its words, and not counted.
func TestKjernejournalIsStrict(t *testing.T) {
	w, k := kjernejournalOf(t)
	line := w.Persona("line").Number
	for _, tc := range []struct {
		name, method, path, body string
		change                   func(http.Header)
		status                   int
		code                     string
	}{
		{name: "status", method: "POST", path: "/status", body: `{"nin":"` + line + `"}`, status: 200},
		{name: "status about another than the header", method: "POST", path: "/status", body: `{"nin":"` + w.Persona("dan").Number + `"}`, status: 400, code: "KI-0016"},
		{name: "status without body", method: "POST", path: "/status", status: 400, code: "KI-0016"},
		{name: "status as a form", method: "POST", path: "/status", body: `{"nin":"` + line + `"}`, change: func(h http.Header) { h.Set("Content-Type", "application/x-www-form-urlencoded") }, status: 415, code: "KI-0003"},
		{name: "status by GET", method: "GET", path: "/status", status: 404, code: "KI-0007"},
		{name: "allergies", method: "GET", path: "/AllergyIntolerance", status: 200},
		{name: "allergies to drugs", method: "GET", path: "/AllergyIntolerance?criticalInfoType=DrugReaction", status: 200},
		{name: "a type of the other list", method: "GET", path: "/AllergyIntolerance?criticalInfoType=Infection", status: 400, code: "KI-0014"},
		{name: "conditions", method: "GET", path: "/Conditions", status: 200},
		{name: "an unknown type", method: "GET", path: "/Conditions?criticalInfoType=Allergy", status: 400, code: "KI-0014"},
		{name: "two types", method: "GET", path: "/Conditions?criticalInfoType=Infection&criticalInfoType=IntubationProblem", status: 400, code: "KI-0014"},
		{name: "the singular", method: "GET", path: "/Condition", status: 404, code: "KI-0007"},
		{name: "a number in the address", method: "GET", path: "/Conditions?patient=" + line, status: 400, code: "KI-0014"},
		{name: "no patient", method: "GET", path: "/Conditions", change: func(h http.Header) { h.Del("nhn-patient-nin") }, status: 400, code: "KI-0016"},
		{name: "check digits", method: "GET", path: "/Conditions", change: func(h http.Header) { h.Set("nhn-patient-nin", "12345678901") }, status: 400, code: "KI-0016"},
		{name: "no source system", method: "GET", path: "/Conditions", change: func(h http.Header) { h.Del("nhn-source-system") }, status: 400, code: "AUTH-0003"},
		{name: "a long event id", method: "GET", path: "/Conditions", change: func(h http.Header) { h.Set("nhn-event-id", strings.Repeat("x", 129)) }, status: 400, code: "AUTH-0003"},
		{name: "an access basis", method: "GET", path: "/Conditions", change: func(h http.Header) { h.Set("nhn-access-basis", "AKUTT") }, status: 400, code: "AUTH-0003"},
		{name: "plain JSON", method: "GET", path: "/Conditions", change: func(h http.Header) { h.Set("Accept", "application/json") }, status: 406, code: "KI-0003"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), tc.method, criticalInformation+tc.path, strings.NewReader(tc.body))
			r.Header.Set("nhn-patient-nin", line)
			r.Header.Set("nhn-source-system", "Prøve 1")
			r.Header.Set("nhn-event-id", "hendelse-1")
			r.Header.Set("Accept", "application/json, application/fhir+json")
			r.Header.Set("Content-Type", "application/json")
			if tc.change != nil {
				tc.change(r.Header)
			}
			k.calls = map[string]*tally{}
			got := httptest.NewRecorder()
			k.ServeHTTP(got, r)
			if got.Code != tc.status || got.Header().Get("nhn-error-code") != tc.code {
				t.Errorf("%d %q, want %d %q", got.Code, got.Header().Get("nhn-error-code"), tc.status, tc.code)
			}
			if counted := len(k.calls) == 1; counted != (tc.status == 200) {
				t.Error("what is refused should not be counted, and the rest should")
			}
			var answer map[string]any
			if err := json.Unmarshal(got.Body.Bytes(), &answer); err != nil {
				t.Error(err)
			}
			if tc.status != 200 && (answer["resourceType"] != "OperationOutcome" || answer["id"] != r.Header.Get("nhn-event-id")) {
				t.Error("not the register's error")
			}
		})
	}
}

// Somebody reserved has records, and nobody is given them.
func TestKjernejournalReserved(t *testing.T) {
	w, k := kjernejournalOf(t)
	randi := w.Persona("randi")
	for method, path := range map[string]string{http.MethodPost: "/status", http.MethodGet: "/AllergyIntolerance"} {
		r := httptest.NewRequestWithContext(t.Context(), method, criticalInformation+path, strings.NewReader(`{"nin":"`+randi.Number+`"}`))
		for name, value := range map[string]string{"nhn-patient-nin": randi.Number, "nhn-source-system": "Prøve 1", "nhn-event-id": "e", "Accept": "application/json, application/fhir+json", "Content-Type": "application/json"} {
			r.Header.Set(name, value)
		}
		got := httptest.NewRecorder()
		k.ServeHTTP(got, r)
		if got.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, got.Code)
		}
		if path == "/status" && !strings.Contains(got.Body.String(), `"hasReservationKjernejournal":true`) {
			t.Error("the reservation is not told")
		}
		if path != "/status" && !strings.Contains(got.Body.String(), `"entry":[]`) {
			t.Error("not an empty Bundle")
		}
	}
}

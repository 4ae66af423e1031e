package mocks

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const (
	kjernejournalAudience = "nhn:kjernejournal"
	kjernejournalScope    = "nhn:kjernejournal/critical-information-read"
)

func TestKjernejournalIsStrict(t *testing.T) {
	s := startIssuing(t)
	w := s.issuer.world
	line := w.Persona("line").Number
	const root = "/api/critical-information/v1"
	header := map[string]string{"nhn-patient-nin": line, "Content-Type": "application/json"}
	s.isStrict(t, NewKjernejournal(w, s.issuer), kjernejournalAudience, kjernejournalScope, header, []nhnCase{
		{name: "status", method: "POST", path: root + "/status", body: `{"nin":"` + line + `"}`, status: 200},
		{name: "status about another than the header", method: "POST", path: root + "/status", body: `{"nin":"` + w.Persona("dan").Number + `"}`, status: 400, code: "KI-0016"},
		{name: "status without body", method: "POST", path: root + "/status", status: 400, code: "KI-0016"},
		{name: "status as a form", method: "POST", path: root + "/status", body: `{"nin":"` + line + `"}`, change: func(h http.Header) { h.Set("Content-Type", "application/x-www-form-urlencoded") }, status: 415, code: "KI-0003"},
		{name: "status by GET", method: "GET", path: root + "/status", status: 404, code: "KI-0007"},
		{name: "allergies", method: "GET", path: root + "/AllergyIntolerance", status: 200},
		{name: "allergies to drugs", method: "GET", path: root + "/AllergyIntolerance?criticalInfoType=DrugReaction", status: 200},
		{name: "a type of the other list", method: "GET", path: root + "/AllergyIntolerance?criticalInfoType=Infection", status: 400, code: "KI-0014"},
		{name: "conditions", method: "GET", path: root + "/Conditions", status: 200},
		{name: "an unknown type", method: "GET", path: root + "/Conditions?criticalInfoType=Allergy", status: 400, code: "KI-0014"},
		{name: "two types", method: "GET", path: root + "/Conditions?criticalInfoType=Infection&criticalInfoType=IntubationProblem", status: 400, code: "KI-0014"},
		{name: "the singular", method: "GET", path: root + "/Condition", status: 404, code: "KI-0007"},
		{name: "a number in the address", method: "GET", path: root + "/Conditions?patient=" + line, status: 400, code: "KI-0014"},
		{name: "no patient", method: "GET", path: root + "/Conditions", change: func(h http.Header) { h.Del("nhn-patient-nin") }, status: 400, code: "KI-0016"},
		{name: "check digits", method: "GET", path: root + "/Conditions", change: func(h http.Header) { h.Set("nhn-patient-nin", "12345678901") }, status: 400, code: "KI-0016"},
		{name: "an access basis", method: "GET", path: root + "/Conditions", change: func(h http.Header) { h.Set("nhn-access-basis", "AKUTT") }, status: 400, code: "AUTH-0003"},
		{name: "plain JSON", method: "GET", path: root + "/Conditions", change: func(h http.Header) { h.Set("Accept", "application/json") }, status: 406, code: "KI-0003"},
	})
}

// Somebody reserved has records, and nobody is given them.
func TestKjernejournalReserved(t *testing.T) {
	s := startIssuing(t)
	k := NewKjernejournal(s.issuer.world, s.issuer)
	randi := s.issuer.world.Persona("randi").Number
	for path, method := range map[string]string{"/status": http.MethodPost, "/AllergyIntolerance": http.MethodGet} {
		r := s.request(kjernejournalAudience, kjernejournalScope, method, "/api/critical-information/v1"+path, `{"nin":"`+randi+`"}`)
		r.Header.Set("nhn-patient-nin", randi)
		r.Header.Set("Content-Type", "application/json")
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

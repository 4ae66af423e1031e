package kjernejournal

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"helsegraf/mocks/mocktest"
)

const (
	audience = "nhn:kjernejournal"
	scope    = "nhn:kjernejournal/critical-information-read"
)

func TestKjernejournalIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line := w.Persona("line").Number
	const root = "/api/critical-information/v1"
	header := map[string]string{"nhn-patient-nin": line, "Content-Type": "application/json"}
	s.IsStrict(t, New(w, s.Issuer), audience, scope, header, []mocktest.Case{
		{Name: "status", Method: "POST", Path: root + "/status", Body: `{"nin":"` + line + `"}`, Status: 200},
		{Name: "status about another than the header", Method: "POST", Path: root + "/status", Body: `{"nin":"` + w.Persona("dan").Number + `"}`, Status: 400, Code: "KI-0016"},
		{Name: "status without body", Method: "POST", Path: root + "/status", Status: 400, Code: "KI-0016"},
		{Name: "status as a form", Method: "POST", Path: root + "/status", Body: `{"nin":"` + line + `"}`, Change: func(h http.Header) { h.Set("Content-Type", "application/x-www-form-urlencoded") }, Status: 415, Code: "KI-0003"},
		{Name: "status by GET", Method: "GET", Path: root + "/status", Status: 404, Code: "KI-0007"},
		{Name: "allergies", Method: "GET", Path: root + "/AllergyIntolerance", Status: 200},
		{Name: "allergies to drugs", Method: "GET", Path: root + "/AllergyIntolerance?criticalInfoType=DrugReaction", Status: 200},
		{Name: "a type of the other list", Method: "GET", Path: root + "/AllergyIntolerance?criticalInfoType=Infection", Status: 400, Code: "KI-0014"},
		{Name: "conditions", Method: "GET", Path: root + "/Conditions", Status: 200},
		{Name: "an unknown type", Method: "GET", Path: root + "/Conditions?criticalInfoType=Allergy", Status: 400, Code: "KI-0014"},
		{Name: "two types", Method: "GET", Path: root + "/Conditions?criticalInfoType=Infection&criticalInfoType=IntubationProblem", Status: 400, Code: "KI-0014"},
		{Name: "the singular", Method: "GET", Path: root + "/Condition", Status: 404, Code: "KI-0007"},
		{Name: "a number in the address", Method: "GET", Path: root + "/Conditions?patient=" + line, Status: 400, Code: "KI-0014"},
		{Name: "no patient", Method: "GET", Path: root + "/Conditions", Change: func(h http.Header) { h.Del("nhn-patient-nin") }, Status: 400, Code: "KI-0016"},
		{Name: "check digits", Method: "GET", Path: root + "/Conditions", Change: func(h http.Header) { h.Set("nhn-patient-nin", "12345678901") }, Status: 400, Code: "KI-0016"},
		{Name: "an access basis", Method: "GET", Path: root + "/Conditions", Change: func(h http.Header) { h.Set("nhn-access-basis", "AKUTT") }, Status: 400, Code: "AUTH-0003"},
		{Name: "plain JSON", Method: "GET", Path: root + "/Conditions", Change: func(h http.Header) { h.Set("Accept", "application/json") }, Status: 406, Code: "KI-0003"},
	})
}

// The searches name the person in the form, and take nothing else.
func TestSearchesAreStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	line := s.World.Persona("line").Number
	form := "patient.identifier=" + line
	header := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	var cases []mocktest.Case
	for _, path := range []string{"own-entries/v1/RelatedPerson", "own-entries/v1/Condition", "own-entries/v1/Observation", "visits/v1/Encounter", "access-log/v1/AuditEvent", "donor-card/v1/Consent"} {
		path = "/api/" + path + "/_search"
		cases = append(cases,
			mocktest.Case{Name: path, Method: "POST", Path: path, Body: form, Status: 200},
			mocktest.Case{Name: path + " by GET", Method: "GET", Path: path, Status: 404, Code: "KI-0007"},
			mocktest.Case{Name: path + " of nobody", Method: "POST", Path: path, Body: "_count=10", Status: 400, Code: "KI-0014"},
			mocktest.Case{Name: path + " by something else", Method: "POST", Path: path, Body: form + "&name=x", Status: 400, Code: "KI-0014"},
			mocktest.Case{Name: path + " with a number in the address", Method: "POST", Path: path + "?" + form, Status: 400, Code: "KI-0014"},
		)
	}
	s.IsStrict(t, New(s.World, s.Issuer), audience, scope, header, cases)
}

// People who have opted out have records, but nobody gets them.
func TestKjernejournalReserved(t *testing.T) {
	s := mocktest.NewCaller(t)
	k := New(s.World, s.Issuer)
	randi := s.World.Persona("randi").Number
	for path, method := range map[string]string{"/status": http.MethodPost, "/AllergyIntolerance": http.MethodGet} {
		r := s.Request(audience, scope, method, "/api/critical-information/v1"+path, `{"nin":"`+randi+`"}`)
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

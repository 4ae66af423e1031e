package nhn

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// Service is the common part of Norsk helsenett's newer services: a DPoP token,
// headers that name the calling system and the event, no person in the address, and
// errors as an OperationOutcome with the code in a header.
type Service struct {
	*standin.StandIn
	Service         string // the service's name in errors
	Prefix          string // of its error codes
	Audience, Scope string
	Refuses         []string // headers meant for other clients
}

// Media types that services answer with.
const (
	MediaJSON = "application/json"
	MediaFHIR = "application/fhir+json"
)

// Accepts checks what every request must have. If it returns false it has already
// answered.
func (n Service) Accepts(w http.ResponseWriter, r *http.Request, media string) bool {
	status, challenge := n.Issuer.Admit(r, n.Audience, n.Scope)
	if status != http.StatusOK {
		w.Header().Set("WWW-Authenticate", challenge)
		n.Refuse(w, r, status, "security", "AUTH-0010")
		return false
	}
	system, event := r.Header.Get("nhn-source-system"), r.Header.Get("nhn-event-id")
	switch {
	case world.HoldsNumber(r.URL.String()):
		// The address is logged along the way.
		n.Refuse(w, r, http.StatusBadRequest, "invalid", n.Prefix+"-0014")
	case len(system) < 3 || len(system) > 512, event == "" || len(event) > 128:
		n.Refuse(w, r, http.StatusBadRequest, "required", "AUTH-0003")
	case !strings.Contains(r.Header.Get("Accept"), media):
		n.Refuse(w, r, http.StatusNotAcceptable, "not-supported", n.Prefix+"-0003")
	case slices.ContainsFunc(n.Refuses, func(name string) bool { return r.Header.Get(name) != "" }):
		n.Refuse(w, r, http.StatusBadRequest, "invalid", "AUTH-0003")
	default:
		w.Header().Set("nhn-event-id", event)
		return true
	}
	return false
}

// Metadata sends the capability statement that every FHIR service must have.
func (n Service) Metadata(w http.ResponseWriter, r *http.Request) {
	if !n.Accepts(w, r, MediaFHIR) {
		return
	}
	if c, ok := n.Begin(w, r, "metadata"); ok {
		c.Reply(http.StatusOK, MediaFHIR, standin.JSON(map[string]any{
			"resourceType": "CapabilityStatement", "status": "active", "kind": "instance", "fhirVersion": "4.0.1",
			"date": n.World.Today().Format(time.DateOnly), "format": []string{"json"},
			"rest": []any{map[string]any{"mode": "server"}},
		}))
	}
}

// Nowhere answers requests without a route.
func (n Service) Nowhere(w http.ResponseWriter, r *http.Request) {
	n.Refuse(w, r, http.StatusNotFound, "not-found", n.Prefix+"-0007")
}

// Refuse sends an error in the service's own form.
func (n Service) Refuse(w http.ResponseWriter, r *http.Request, status int, issue, code string) {
	w.Header().Set("nhn-error-code", code)
	w.Header().Set("Content-Type", MediaFHIR)
	w.WriteHeader(status)
	_, _ = w.Write(n.Outcome(r, issue, code, code))
}

// Outcome returns an OperationOutcome with the current code and its equivalent in the
// older services.
func (n Service) Outcome(r *http.Request, issue, code, legacy string) []byte {
	coding := func(list, code string) any {
		return map[string]any{"system": "http://nhn.no/hit/fhir/error/CodeSystem/" + list, "code": code}
	}
	return standin.JSON(map[string]any{
		"resourceType": "OperationOutcome",
		"id":           r.Header.Get("nhn-event-id"),
		"issue": []any{map[string]any{
			"severity":    "fatal",
			"code":        issue,
			"diagnostics": "Forespørselen kunne ikke besvares",
			"details": map[string]any{"coding": []any{
				coding("ErrorCode", code), coding("ErrorCodeKjLegacy", legacy), coding("ApiVersion", "v1"),
				coding("Environment", "test1"), coding("ServiceName", n.Service),
			}},
		}},
	})
}

// Concept is a CodeableConcept with one coding.
func Concept(system, code string) map[string]any {
	return map[string]any{"coding": []any{map[string]any{"system": system, "code": code}}}
}

// NumberSystem returns the system of a number: fødselsnummer or D-nummer.
func NumberSystem(number string) string {
	if number != "" && number[0] >= '4' {
		return "urn:oid:2.16.578.1.12.4.1.4.2"
	}
	return "urn:oid:2.16.578.1.12.4.1.4.1"
}

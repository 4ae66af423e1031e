package mocks

import (
	"net/http"
	"strings"
	"time"
)

// nhn is what the newer services of Norsk helsenett have in common: a DPoP
// token, headers that name the calling system and the event, no person in the
// address, and errors as an OperationOutcome with the code in a header.
type nhn struct {
	*StandIn
	service         string // as the service calls itself in errors
	prefix          string // of its error codes
	audience, scope string
}

const (
	mediaJSON = "application/json"
	mediaFHIR = "application/fhir+json"
)

// accepts checks what every request must have. It has answered when it returns
// false.
func (n nhn) accepts(w http.ResponseWriter, r *http.Request, media string) bool {
	status, challenge := n.issuer.Admit(r, n.audience, n.scope)
	if status != http.StatusOK {
		w.Header().Set("WWW-Authenticate", challenge)
		n.refuse(w, r, status, "security", "AUTH-0010")
		return false
	}
	system, event := r.Header.Get("nhn-source-system"), r.Header.Get("nhn-event-id")
	switch {
	case holdsNumber(r.URL.String()):
		// The address is logged along the way.
		n.refuse(w, r, http.StatusBadRequest, "invalid", n.prefix+"-0014")
	case len(system) < 3 || len(system) > 512, event == "" || len(event) > 128:
		n.refuse(w, r, http.StatusBadRequest, "required", "AUTH-0003")
	case !strings.Contains(r.Header.Get("Accept"), media):
		n.refuse(w, r, http.StatusNotAcceptable, "not-supported", n.prefix+"-0003")
	default:
		w.Header().Set("nhn-event-id", event)
		return true
	}
	return false
}

// metadata answers what the service can do, as every FHIR service must.
func (n nhn) metadata(w http.ResponseWriter, r *http.Request) {
	if !n.accepts(w, r, mediaFHIR) {
		return
	}
	if c, ok := n.begin(w, r, "metadata"); ok {
		c.reply(http.StatusOK, mediaFHIR, jsonText(map[string]any{
			"resourceType": "CapabilityStatement", "status": "active", "kind": "instance", "fhirVersion": "4.0.1",
			"date": n.world.Today().Format(time.DateOnly), "format": []string{"json"},
			"rest": []any{map[string]any{"mode": "server"}},
		}))
	}
}

// nowhere answers what the service has no route for.
func (n nhn) nowhere(w http.ResponseWriter, r *http.Request) {
	n.refuse(w, r, http.StatusNotFound, "not-found", n.prefix+"-0007")
}

// refuse answers with an error as the service words it.
func (n nhn) refuse(w http.ResponseWriter, r *http.Request, status int, issue, code string) {
	w.Header().Set("nhn-error-code", code)
	w.Header().Set("Content-Type", mediaFHIR)
	w.WriteHeader(status)
	_, _ = w.Write(n.outcome(r, issue, code, code))
}

// outcome is an OperationOutcome with the code of today and the one that stood
// for it in the older services.
func (n nhn) outcome(r *http.Request, issue, code, legacy string) []byte {
	coding := func(list, code string) any {
		return map[string]any{"system": "http://nhn.no/hit/fhir/error/CodeSystem/" + list, "code": code}
	}
	return jsonText(map[string]any{
		"resourceType": "OperationOutcome",
		"id":           r.Header.Get("nhn-event-id"),
		"issue": []any{map[string]any{
			"severity":    "fatal",
			"code":        issue,
			"diagnostics": "Forespørselen kunne ikke besvares",
			"details": map[string]any{"coding": []any{
				coding("ErrorCode", code), coding("ErrorCodeKjLegacy", legacy), coding("ApiVersion", "v1"),
				coding("Environment", "test1"), coding("ServiceName", n.service),
			}},
		}},
	})
}

// concept is a CodeableConcept of one coding.
func concept(system, code string) map[string]any {
	return map[string]any{"coding": []any{map[string]any{"system": system, "code": code}}}
}

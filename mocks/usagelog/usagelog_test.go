package usagelog

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"helsegraf/mocks/mocktest"
)

const (
	audience = "nhn:usagelog"
	scope    = "nhn:usagelog/audit"
)

// bundle returns a batch of one event about subject, after a replacement in its text.
func bundle(actor, subject, old, replacement string) string {
	text := fmt.Sprintf(`{"resourceType":"Bundle","type":"batch","entry":[{"resource":{
		"resourceType":"AuditEvent","id":"e-1","type":{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110110"},
		"subtype":[{"system":"urn:helsegraf:service","code":"MEDICATION"}],"action":"R","recorded":"2026-11-22T11:00:00.000Z","outcome":"0",
		"purposeOfEvent":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"FAMRQT"}]}],
		"agent":[{"who":{"identifier":{"value":"%s"}},"requestor":true},
			{"type":{"coding":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110150"}]},"who":{"identifier":{"value":"web"}},"requestor":false}],
		"source":{"observer":{"display":"Prøve"}},
		"entity":[{"what":{"identifier":{"value":"%s"}},"role":{"code":"1"}}]},
		"request":{"method":"PUT","url":"AuditEvent/e-1"}}]}`, actor, subject)
	return strings.ReplaceAll(text, old, replacement)
}

func TestUsageLogIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line, dan := w.Persona("line").Number, w.Persona("dan").Number
	bundle := bundle(line, dan, "", "")
	t.Run("write", func(t *testing.T) {
		s.IsStrict(t, New(w, s.Issuer), audience, scope, map[string]string{"Content-Type": "application/fhir+json"}, []mocktest.Case{
			{Name: "a batch", Method: "POST", Path: "/", Body: bundle, Status: 200},
			{Name: "no Bundle", Method: "POST", Path: "/", Body: `{"resourceType":"AuditEvent"}`, Status: 400, Code: "UL-0014"},
			{Name: "an empty one", Method: "POST", Path: "/", Body: `{"resourceType":"Bundle","type":"batch","entry":[]}`, Status: 400, Code: "UL-0014"},
			{Name: "a collection", Method: "POST", Path: "/", Body: strings.Replace(bundle, "batch", "collection", 1), Status: 400, Code: "UL-0014"},
			{Name: "plain JSON", Method: "POST", Path: "/", Body: bundle, Change: func(h http.Header) { h.Set("Content-Type", "application/json") }, Status: 415, Code: "UL-0003"},
			{Name: "a number in the address", Method: "POST", Path: "/?patient=" + dan, Body: bundle, Status: 400, Code: "UL-0014"},
			{Name: "by PUT", Method: "PUT", Path: "/AuditEvent/e-1", Body: bundle, Status: 400, Code: "UL-0014"},
			{Name: "somewhere else", Method: "PUT", Path: "/AuditEvent", Body: bundle, Status: 404, Code: "UL-0007"},
		})
	})
	t.Run("search", func(t *testing.T) {
		s.IsStrict(t, New(w, s.Issuer), audience, scope, map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, []mocktest.Case{
			{Name: "all of it", Method: "POST", Path: "/AuditEvent/_search", Body: "patient.identifier=urn%3Aoid%3A2.16.578.1.12.4.1.4.1%7C" + line + "&_sort=-date&_count=10", Status: 200},
			{Name: "a bare number", Method: "POST", Path: "/AuditEvent/_search", Body: "patient.identifier=" + line, Status: 200},
			{Name: "nobody", Method: "POST", Path: "/AuditEvent/_search", Body: "_count=10", Status: 400, Code: "UL-0014"},
			{Name: "check digits", Method: "POST", Path: "/AuditEvent/_search", Body: "patient.identifier=12345678901", Status: 400, Code: "UL-0014"},
			{Name: "two people", Method: "POST", Path: "/AuditEvent/_search", Body: "patient.identifier=" + line + "&patient.identifier=" + dan, Status: 400, Code: "UL-0014"},
			{Name: "another order", Method: "POST", Path: "/AuditEvent/_search", Body: "patient.identifier=" + line + "&_sort=agent", Status: 400, Code: "UL-0014"},
			{Name: "too many", Method: "POST", Path: "/AuditEvent/_search", Body: "patient.identifier=" + line + "&_count=5000", Status: 400, Code: "UL-0014"},
			{Name: "an unknown parameter", Method: "POST", Path: "/AuditEvent/_search", Body: "patient.identifier=" + line + "&agent=x", Status: 400, Code: "UL-0014"},
			{Name: "in the address", Method: "POST", Path: "/AuditEvent/_search?_count=1", Body: "patient.identifier=" + line, Status: 400, Code: "UL-0014"},
			{Name: "as JSON", Method: "POST", Path: "/AuditEvent/_search", Body: "{}", Change: func(h http.Header) { h.Set("Content-Type", "application/json") }, Status: 415, Code: "UL-0003"},
		})
	})
}

// Each event of a batch gets its own answer; one that already exists is not logged
// again, and another with its id is refused.
func TestUsageLogEvents(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line, dan := w.Persona("line").Number, w.Persona("dan").Number
	u := New(w, s.Issuer)
	write := func(old, replacement string) string {
		t.Helper()
		r := s.Request(audience, scope, "POST", "/", bundle(line, dan, old, replacement))
		r.Header.Set("Content-Type", "application/fhir+json")
		got := httptest.NewRecorder()
		u.ServeHTTP(got, r)
		return got.Body.String()
	}
	for _, tc := range []struct{ name, old, replacement, want string }{
		{"new", "", "", `"201 Created"`},
		{"again", "", "", `"200 OK"`},
		{"another under its id", `"R"`, `"U"`, `"409 Conflict"`},
		{"no type", `"110110"`, `""`, `"400 Bad Request"`},
		{"an action that is none", `"R"`, `"D"`, `"400 Bad Request"`},
		{"a login with a service", `"110110"`, `"110114"`, `"400 Bad Request"`},
		{"no time", `"2026-11-22T11:00:00.000Z"`, `"yesterday"`, `"400 Bad Request"`},
		{"refused without a reason", `"outcome":"0"`, `"outcome":"4"`, `"400 Bad Request"`},
		{"no purpose", `"purposeOfEvent"`, `"purpose"`, `"400 Bad Request"`},
		{"no subject", `"role":{"code":"1"}`, `"role":{"code":"4"}`, `"400 Bad Request"`},
		{"nobody who did it", `"requestor":true`, `"requestor":false`, `"400 Bad Request"`},
		{"no application", `"110150"`, `"110153"`, `"400 Bad Request"`},
		{"if there is none", `"PUT",`, `"PUT","ifNoneMatch":"*",`, `"412 Precondition Failed"`},
		{"if there is not that version", `"PUT",`, `"PUT","ifNoneMatch":"W/\"1\"",`, `"400 Bad Request"`},
		{"under another id", `AuditEvent/e-1`, `AuditEvent/e-2`, `"400 Bad Request"`},
		{"by POST", `"PUT"`, `"POST"`, `"400 Bad Request"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := write(tc.old, tc.replacement); !strings.Contains(got, tc.want) {
				t.Errorf("want %s", tc.want)
			}
		})
	}
	t.Run("read", func(t *testing.T) {
		r := s.Request(audience, scope, "POST", "/AuditEvent/_search", url.Values{"patient.identifier": {dan}}.Encode())
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		got := httptest.NewRecorder()
		u.ServeHTTP(got, r)
		if strings.Count(got.Body.String(), `"id":"e-1"`) != 1 {
			t.Error("not logged once")
		}
		if strings.Contains(got.Body.String(), line) || !strings.Contains(got.Body.String(), line[:6]+"xxxxx") {
			t.Error("the number of whoever did it is not masked")
		}
	})
}

func TestUsageLogIsBounded(t *testing.T) {
	u := &register{byID: map[string]event{}}
	for i := range most + 10 {
		u.log(event{id: fmt.Sprint(i), subject: "x"}, false)
	}
	if len(u.events) != most || len(u.byID) != most || u.events[0].id != "10" {
		t.Errorf("%d events and %d ids from %s", len(u.events), len(u.byID), u.events[0].id)
	}
}

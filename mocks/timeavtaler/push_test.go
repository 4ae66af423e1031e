package timeavtaler

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/nhn"
)

// What a source pushes is validated, kept, and found.
func TestPush(t *testing.T) {
	s := mocktest.NewCaller(t)
	h := New(s.World, s.Issuer)
	nils, line := s.World.Persona("nils").Number, s.World.Persona("line")
	a := of(t, s, "line", "27", "booked")
	a["id"], a["identifier"].([]any)[0].(nhn.Resource)["value"] = "0d3c5f1e-7b21-4c7a-9d3e-5a6b7c8d9e0f", "0d3c5f1e-7b21-4c7a-9d3e-5a6b7c8d9e0f"
	push := func(path string, a nhn.Resource, change ...string) (int, string) {
		t.Helper()
		r := s.Request(audience, pushScope, "PUT", base+path, string(encoded(t, a)))
		r.Header.Set("Content-Type", "application/fhir+json")
		for i := 0; i+1 < len(change); i += 2 {
			r.Header.Set(change[i], change[i+1])
		}
		got := mocktest.Ask(h, r)
		return got.Code, got.Body.String()
	}
	changed := func(names ...any) nhn.Resource {
		out := maps.Clone(a)
		for i := 0; i+1 < len(names); i += 2 {
			out[names[i].(string)] = names[i+1]
		}
		return out
	}
	before := len(found(t, s, h, line.Number, ""))
	for _, tc := range []struct {
		name, path string
		a          nhn.Resource
		header     []string
		status     int
		says       string
	}{
		{"refused by the profile", "/Appointment", changed("status", "cancelled"), nil, 400, "cancelationReason-inv"},
		{"another id in the address", "/Appointment/other", a, nil, 400, `"id"`},
		{"somebody who has not consented", "/Appointment", about(nils, a), nil, 400, "2118"},
		{"not FHIR", "/Appointment", a, []string{"Content-Type", "text/plain"}, 415, ""},
		{"new", "/Appointment", a, nil, 201, "Appointment"},
		{"the same again", "/Appointment/" + a["id"].(string), a, nil, 200, ""},
		{"another system's", "/Appointment", changed("status", "noshow"), []string{"nhn-source-system", "Annet system 1"}, 400, "source"},
		{"changed", "/Appointment", changed("status", "noshow"), nil, 200, "noshow"},
	} {
		if status, body := push(tc.path, tc.a, tc.header...); status != tc.status || !strings.Contains(body, tc.says) {
			t.Errorf("%s: %d %s", tc.name, status, body)
		}
	}
	if after := found(t, s, h, line.Number, ""); len(after) != before+1 {
		t.Errorf("%d appointments, were %d", len(after), before)
	}
	if got := found(t, s, h, line.Number, "&status=noshow"); len(got) != 2 {
		t.Errorf("%v", got)
	}
	r := s.Request(audience, readScope, "PUT", base+"/Appointment", string(encoded(t, a)))
	r.Header.Set("Content-Type", "application/fhir+json")
	if got := mocktest.Ask(h, r); got.Code != http.StatusForbidden {
		t.Errorf("pushed by one who may only read: %d", got.Code)
	}
}

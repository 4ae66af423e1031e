package timeavtaler

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

const searchPath = base + "/Appointment/_search"

func form(number, more string) string {
	return "patient.identifier=" + url.QueryEscape("urn:oid:2.16.578.1.12.4.1.4.1|"+number) + more
}

func TestSearchIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	line := s.World.Persona("line").Number
	header := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	s.IsStrict(t, New(s.World, s.Issuer), audience, readScope, header, []mocktest.Case{
		{Name: "the person alone", Method: "POST", Path: searchPath, Body: form(line, ""), Status: 200},
		{Name: "all parameters", Method: "POST", Path: searchPath, Body: form(line, "&date=ge2026-11-22&status=booked%2Cproposed&_count=10&_page=1"), Status: 200},
		{Name: "a date without a prefix", Method: "POST", Path: searchPath, Body: form(line, "&date=2026-11-22"), Status: 400, Code: "TIME-0014"},
		{Name: "no such date", Method: "POST", Path: searchPath, Body: form(line, "&date=ge2026-13-22"), Status: 400, Code: "TIME-0014"},
		{Name: "a status the profile does not have", Method: "POST", Path: searchPath, Body: form(line, "&status=pending"), Status: 400, Code: "TIME-0014"},
		{Name: "nobody", Method: "POST", Path: searchPath, Body: "status=booked", Status: 400, Code: "TIME-0014"},
		{Name: "the number in the address", Method: "POST", Path: searchPath + "?" + form(line, ""), Status: 400, Code: "TIME-0014"},
		{Name: "another resource", Method: "POST", Path: base + "/AppointmentResponse/_search", Body: form(line, ""), Status: 404, Code: "TIME-0007"},
	})
}

// found are the statuses of a person's appointments in a search.
func found(t *testing.T, s *mocktest.Caller, h http.Handler, number, more string) []string {
	t.Helper()
	r := s.Request(audience, readScope, "POST", searchPath, form(number, "&_count=100"+more))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	got := mocktest.Ask(h, r)
	var bundle struct {
		Entry []struct{ Resource struct{ ID, Status string } }
	}
	if err := json.Unmarshal(got.Body.Bytes(), &bundle); err != nil || got.Code != http.StatusOK {
		t.Fatal(got.Code, err)
	}
	var all []string
	for _, e := range bundle.Entry {
		all = append(all, e.Resource.Status)
	}
	return all
}

// A date also finds home visits, which have a window and no start.
func TestSearch(t *testing.T) {
	s := mocktest.NewCaller(t)
	h := New(s.World, s.Issuer)
	berit := s.World.Persona("berit").Number
	for more, want := range map[string]int{"": 6, "&date=ge2026-11-22": 4, "&status=proposed": 2, "&status=cancelled": 2, "&date=ge2026-11-22&status=cancelled,proposed": 3, "&status=noshow": 0} {
		if got := found(t, s, h, berit, more); len(got) != want {
			t.Errorf("%q finds %v, want %d", more, got, want)
		}
	}
}

// Every appointment follows the profile, on any day of the year: also those that cross
// the nights when clocks change.
func TestAppointmentsFollowTheProfile(t *testing.T) {
	all := 0
	for _, day := range []time.Time{mocktest.Now(), time.Date(2026, 3, 28, 22, 30, 0, 0, time.UTC), time.Date(2026, 10, 24, 22, 30, 0, 0, time.UTC), time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)} {
		w, err := world.New(world.Options{Now: func() time.Time { return day }, People: 200})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range w.People() {
			for _, a := range appointments(w, p) {
				if key, _ := breaks(encoded(t, about(p.Number, a))); key != "" {
					t.Fatalf("%s: an appointment breaks %s", p.Key, key)
				}
				all++
			}
		}
	}
	if all < 800 {
		t.Errorf("%d appointments", all)
	}
}

func encoded(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// of is a persona's appointment of a category and a status, as decoded JSON.
func of(t *testing.T, s *mocktest.Caller, persona, category, status string) nhn.Resource {
	t.Helper()
	p := s.World.Persona(persona)
	for _, a := range appointments(s.World, p) {
		text := encoded(t, about(p.Number, a))
		if a["status"] == status && bytes.Contains(text, []byte(`"code":"`+category+`"`)) {
			var out nhn.Resource
			if err := json.Unmarshal(text, &out); err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	t.Fatalf("%s has none", persona)
	return nil
}

// Each rule can be broken, and no other is broken then.
func TestBroken(t *testing.T) {
	s := mocktest.NewCaller(t)
	hospital := func() nhn.Resource { return of(t, s, "line", "27", "booked") }
	cancelled := func() nhn.Resource { return of(t, s, "berit", "27", "cancelled") }
	home := func() nhn.Resource { return of(t, s, "berit", "7", "proposed") }
	office := func() nhn.Resource { return of(t, s, "dan", "4", "booked") }
	set := func(name string, v any) func(nhn.Resource) { return func(a nhn.Resource) { a[name] = v } }
	drop := func(names ...string) func(nhn.Resource) {
		return func(a nhn.Resource) {
			for _, name := range names {
				delete(a, name)
			}
		}
	}
	each := func(resourceType string, change func(nhn.Resource)) func(nhn.Resource) {
		return func(a nhn.Resource) {
			for _, c := range a["contained"].([]any) {
				if r := c.(nhn.Resource); r["resourceType"] == resourceType {
					change(r)
				}
			}
		}
	}
	without := func(resourceType string) func(nhn.Resource) {
		return func(a nhn.Resource) {
			var left []any
			for _, c := range a["contained"].([]any) {
				if c.(nhn.Resource)["resourceType"] != resourceType {
					left = append(left, c)
				}
			}
			a["contained"] = left
		}
	}
	add := func(r nhn.Resource) func(nhn.Resource) {
		return func(a nhn.Resource) { a["contained"] = append(a["contained"].([]any), r) }
	}
	flagged := func(code string) nhn.Resource {
		return nhn.Resource{"resourceType": "Flag", "id": "x", "status": "active", "code": nhn.Coded("", flagCodes, code)}
	}
	at := func(code string) nhn.Resource {
		return nhn.Resource{"resourceType": "Location", "id": "y", "type": []any{nhn.Coded("", roleCode, code)}, "managingOrganization": ref("unit")}
	}
	window := []any{nhn.Resource{"start": "2026-12-01T09:00:00+01:00", "end": "2026-12-01T11:00:00+01:00"}}
	for _, tc := range []struct {
		of     func() nhn.Resource
		change func(nhn.Resource)
		want   string
	}{
		{cancelled, drop("cancelationReason"), "cancelationReason-inv"},
		{hospital, each("Location", func(l nhn.Resource) { delete(l, "managingOrganization") }), "contained-location-must-have-managingorganization"},
		{office, set("basedOn", []any{nhn.Resource{"reference": "ServiceRequest/1"}}), "hn-app-primary-2"},
		{hospital, drop("start", "end"), "start-required-inv"},
		{home, drop("requestedPeriod"), "start-required-inv"},
		{home, set("requestedPeriod", []any{nhn.Resource{"start": "2026-12-01T09:00:00+01:00"}}), "hn-app-reqperiod-1"},
		{office, set("requestedPeriod", window), "hn-app-reqperiod-2"},
		{office, set("partOf", nhn.Resource{"reference": "Appointment/1"}), "hn-app-primary-4"},
		{office, set("extension", []any{nhn.Resource{"url": postponement}}), "hn-app-primary-5"},
		{hospital, add(at("OF")), "serviceCategory-location-type"},
		{hospital, each("Location", func(l nhn.Resource) { l["type"] = []any{nhn.Coded("", roleCode, "HU")} }), "serviceCategory-location-type"},
		{office, each("Location", func(l nhn.Resource) { l["type"] = []any{nhn.Coded("", roleCode, "HU")} }), "community-services-location-requires-ptres-or-of"},
		{home, add(at("OF")), "community-services-location-not-both-ptres-and-of"},
		{office, add(flagged("canInitiateDialog")), "community-services-no-dialog-flags"},
		{hospital, add(flagged("canUseShortNotice")), "contained-flag-allowed-codes"},
		{hospital, add(flagged("canAcknowledge")), "contained-flag-allowed-codes"},
		{home, func(a nhn.Resource) {
			a["meta"].(nhn.Resource)["tag"] = []any{nhn.Resource{"system": "http://helsenorge.no/fhir/paminnelse", "code": "1"}}
		}, "serviceCategory-7-ptres-no-varsling-or-paminnelse"},
		{hospital, each("Organization", func(o nhn.Resource) { delete(o, "partOf") }), "supportinginformation-organization-partof"},
		{office, each("Organization", func(o nhn.Resource) {
			o["identifier"], o["meta"] = []any{nhn.Resource{"system": orgNumber, "value": "999000111"}}, nhn.Resource{"profile": []any{partProfile}}
		}), "community-services-requires-kommunikasjonspart-organization"},
		{hospital, func(a nhn.Resource) {
			without("Location")(a)
			a["participant"] = a["participant"].([]any)[:1]
		}, "serviceCategory-location-type"},
		{hospital, func(a nhn.Resource) {
			a["status"], a["requestedPeriod"] = "proposed", window
		}, "hn-app-proposed-only-servicecategory-7"},
		{home, set("status", "entered-in-error"), "hn-app-entered-in-error-requires-start-and-end"},
		{cancelled, set("cancelationReason", nhn.Coded("", volven+"7621", "AAT")), "hn-app-specialist-cancelation-reason"},
		{home, func(a nhn.Resource) {
			a["status"], a["cancelationReason"] = "cancelled", nhn.Coded("", volven+"8445", "9")
		}, "hn-app-community-cancelation-reason"},
		{hospital, drop("meta"), "meta.lastUpdated"},
		{hospital, drop("identifier"), "identifier"},
		{hospital, set("status", "pending"), "status"},
		{hospital, set("serviceCategory", []any{nhn.Coded("", serviceCategory, "17")}), "serviceCategory"},
		{hospital, drop("appointmentType"), "appointmentType"},
		{hospital, set("appointmentType", nhn.Coded("", volven+"8406", "4")), "bindings"},
		{hospital, set("appointmentType", nhn.Coded("", "", "3")), "bindings"},
		{hospital, drop("supportingInformation"), "supportingInformation"},
		{hospital, set("description", strings.Repeat("ø", 1001)), "must-be-max-1000-chars"},
		{hospital, func(a nhn.Resource) {
			a["participant"].([]any)[0].(nhn.Resource)["actor"].(nhn.Resource)["reference"] = "Patient/1"
		}, "participant"},
		{home, set("requestedPeriod", append(window, window...)), "requestedPeriod"},
		{hospital, drop("end"), "app-2"},
		{hospital, set("end", "2020-01-01T00:00:00Z"), "times"},
		{hospital, set("priority", 1), "priority"},
		{hospital, set("resourceType", "Slot"), "structure"},
		// What both lists called 7617 have, a description of a thousand characters, and
		// video from a municipality without a place.
		{office, set("appointmentType", nhn.Coded("", volven+"7617", "Koronavaksine", volven+"7617", "Hjemmebesok")), ""},
		{hospital, set("description", strings.Repeat("ø", 1000)), ""},
		{office, func(a nhn.Resource) {
			without("Location")(a)
			a["participant"], a["extension"] = a["participant"].([]any)[:1], []any{nhn.Resource{"url": virtualService}}
		}, ""},
	} {
		a := tc.of()
		tc.change(a)
		if got, _ := breaks(encoded(t, a)); got != tc.want {
			t.Errorf("breaks %q, want %q", got, tc.want)
		}
	}
	seen := map[string]bool{}
	for _, r := range invariants {
		seen[r.key] = true
	}
	if len(seen) != 21 {
		t.Errorf("%d invariants, want 21", len(seen))
	}
}

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

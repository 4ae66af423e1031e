package timeavtaler

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

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

package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// A day is the Norwegian day in FHIR too; a partial date stays partial.
func TestCaseC4DaysInFHIR(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	for in, want := range map[string]string{"2026-03-31T22:30:00Z": "2026-04-01", "2026-12-31T23:00:00Z": "2027-01-01", "2026-03-31": "2026-03-31"} {
		f.change(medicines, func(a *reply) {
			each(t, "MedicationDispense", func(_ int, r resource) { r["whenHandedOver"] = in })(a)
			each(t, "MedicationStatement", func(_ int, r resource) {
				for _, e := range r["extension"].([]any) {
					inner, _ := e.(resource)["extension"].([]any)
					for _, i := range inner {
						if i.(resource)["url"] == "reseptdate" {
							i.(resource)["valueDate"] = in
						}
					}
				}
			})(a)
		})
		a := h.query(web("line"), medicineList, "")
		if n := len(nodes(a.prescriptions())); n == 0 || strings.Count(a.raw, `"issuedOn":"`+want+`"`) != n || !strings.Contains(a.raw, `"dispensedOn":"`+want+`"`) {
			t.Errorf("C4 %s: %.400s", in, a.raw)
		}
	}
	for in, want := range map[string]string{"2019": "2019", "2019-03": "2019-03", "2019-03-07": "2019-03-07", "2019-03-07T23:30:00Z": "2019-03-08"} {
		f.change(allergyPath, each(t, "AllergyIntolerance", func(_ int, r resource) { r["recordedDate"], r["onsetDateTime"] = in, in }))
		if a := h.query(web("line"), allergyQuery, ""); strings.Count(a.raw, `"onset":"`+want+`","recordedOn":"`+want+`"`) != 3 {
			t.Errorf("C4 %s: %s", in, a.raw)
		}
	}
}

// What is counted but not returned is missing.
func TestCaseC6TotalsInFHIR(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	for _, total := range []any{30.0, 99.0} {
		short := bundled(t, func(b resource, entries []any) []any { b["total"] = total; return entries })
		for _, path := range []string{allergyPath, medicines, journalPath} {
			f.change(path, short)
		}
		if a := h.query(web("line"), allergyQuery, ""); a.allergies() != nil || a.code() != "SOURCE_INVALID" {
			t.Errorf("C6 allergies: %s", a.raw)
		}
		if a := h.query(web("line"), medicineList, ""); a.prescriptions()["totalCount"] != nil || a.prescriptions()["complete"] != false || !strings.Contains(a.sources(), "RESEPTFORMIDLER PARTIAL") {
			t.Errorf("C6 prescriptions: %s %.300s", a.sources(), a.raw)
		}
		if a := h.query(web("line"), documentList, ""); a.documents()["totalCount"] != nil || a.documents()["complete"] == true {
			t.Errorf("C6 documents: %.300s", a.raw)
		}
	}
	// A total with no records is not an empty list.
	f.change(medicines, bundled(t, func(b resource, _ []any) []any { b["total"] = 3; return nil }))
	if a := h.query(web("line"), medicineList, ""); a.prescriptions() != nil || a.code() != "SOURCE_INVALID" {
		t.Errorf("C6 none of three: %.300s", a.raw)
	}
	// JSON has several forms of a number.
	f.change(allergyPath, func(a *reply) { a.body = strings.Replace(a.body, `"total":3`, `"total":30.0e-1`, 1) })
	if a := h.query(web("line"), allergyQuery, ""); len(a.allergies()) != 3 {
		t.Errorf("C6 a total of 30.0e-1: %s", a.raw)
	}
}

// Documents are found by their ids; those that cannot be found are reported as
// missing.
func TestCaseC7Attachments(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	want := len(nodes(h.query(web("line"), documentList, "").documents()))
	content := func(r resource) resource { return r["content"].([]any)[0].(resource)["attachment"].(resource) }
	ids := func(r resource) string { _, q, _ := strings.Cut(content(r)["url"].(string), "?"); return q }
	for name, change := range map[string]func(r resource){
		"another host": func(r resource) { content(r)["url"] = "https://xca.sykehus.example/mhd/document?" + ids(r) },
		"relative":     func(r resource) { content(r)["url"] = "document?" + ids(r) },
		"no home community": func(r resource) {
			content(r)["url"] = "/mhd/document?" + regexp.MustCompile(`&?homeCommunityId=[^&]*`).ReplaceAllString(ids(r), "")
		},
		"a later content": func(r resource) {
			r["content"] = append([]any{resource{"attachment": resource{"url": "Binary/123"}}}, r["content"].([]any)...)
		},
	} {
		f.change(journalPath, each(t, "DocumentReference", func(_ int, r resource) { change(r) }))
		a := h.query(web("line"), documentList, "")
		if n := len(nodes(a.documents())); n != want || a.documents()["complete"] != true {
			t.Errorf("C7 %s: %d of %d, %.300s", name, n, want, a.raw)
		}
	}
	f.change(journalPath, each(t, "DocumentReference", func(nth int, r resource) {
		if nth == 0 {
			content(r)["url"] = "Binary/123"
		}
	}))
	a := h.query(web("line"), documentList, "")
	if n := len(nodes(a.documents())); n >= want || n == 0 && len(a.Errors) == 0 || a.documents()["complete"] != false || a.documents()["totalCount"] != nil {
		t.Errorf("C7 content that cannot be found: %d of %d, %.300s", n, want, a.raw)
	}
}

// A record with an unknown modifier is left out, and the list is not marked
// complete.
func TestCaseC9ModifierExtensions(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	modified := []any{resource{"url": "urn:unknown", "valueBoolean": true}}
	mark := func(kind string, at func(resource) resource) func(*reply) {
		return each(t, kind, func(nth int, r resource) {
			if nth == 0 {
				at(r)["modifierExtension"] = modified
			}
		})
	}
	self := func(r resource) resource { return r }
	f.change(allergyPath, mark("AllergyIntolerance", self))
	if a := h.query(web("line"), allergyQuery, ""); a.allergies() != nil || a.code() != "SOURCE_INVALID" {
		t.Errorf("C9 an allergy: %s", a.raw)
	}
	whole := nodes(h.query(web("line"), medicineList, "").prescriptions())
	for name, at := range map[string]func(resource) resource{"a prescription": self, "its dosage": func(r resource) resource { return r["dosage"].([]any)[0].(resource) }} {
		f.change(medicines, mark("MedicationStatement", at))
		a := h.query(web("line"), medicineList, "")
		if n := len(nodes(a.prescriptions())); n > len(whole) || a.prescriptions()["complete"] != false || a.prescriptions()["totalCount"] != nil || !strings.Contains(a.sources(), "RESEPTFORMIDLER PARTIAL") {
			t.Errorf("C9 %s: %d of %d, %s", name, n, len(whole), a.sources())
		}
	}
	f.change(medicines, mark("MedicationDispense", self))
	a := h.query(web("line"), medicineList, "")
	for _, p := range nodes(a.prescriptions()) {
		if p := p.(resource); p["dispenses"] != nil || p["remaining"] != nil && p["remaining"] != 0.0 {
			t.Errorf("C9 a dispense that cannot be understood, and what is left is known: %v", p)
		}
	}
	// One in a contained resource, or an empty one, changes nothing.
	f.change(allergyPath, each(t, "AllergyIntolerance", func(_ int, r resource) {
		r["contained"] = append(r["contained"].([]any), resource{"resourceType": "Practitioner", "id": "x", "modifierExtension": modified})
		r["text"] = resource{"status": "generated", "div": "modifierExtension implicitRules"}
	}))
	if a := h.query(web("line"), allergyQuery, ""); len(a.allergies()) != 3 {
		t.Errorf("C9 a modifier of something else: %s", a.raw)
	}
}

// A link is followed however it writes the same URL and names the page.
func TestCaseC11NextLinks(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	want := fmt.Sprint(h.query(web("line"), medicineList, "").Data)
	for link, followed := range map[string]bool{
		"?_page=2":                              true,
		"?side=2":                               true,
		"MedicationStatement/_search?_skip=100": true,
		"MedicationStatement?_getpages=abc&_count=7":      true,
		"./_search?_page=2":                               true,
		"HOST/MedicationStatement/_search?_page=2":        true,
		"https://elsewhere.example/x?_page=2":             false,
		"//elsewhere.example/MedicationStatement?_page=2": false,
		"/Patient?_page=2":                                false,
	} {
		var later []any
		pages, requested := 0, ""
		f.change(medicines, func(a *reply) {
			if pages++; pages == 1 {
				here := strings.ToUpper(a.request.URL.Scheme) + "://" + strings.ToUpper(a.request.URL.Host) + strings.TrimSuffix(a.request.URL.Path, "/MedicationStatement/_search")
				bundled(t, func(b resource, entries []any) []any {
					b["link"] = []any{resource{"relation": "next", "url": strings.Replace(link, "HOST", here, 1)}}
					later = entries[len(entries)/2:]
					return entries[:len(entries)/2]
				})(a)
				return
			}
			requested = a.request.URL.String()
			a.status, a.body = 200, `{"resourceType":"Bundle","type":"searchset"}`
			a.header.Set("Content-Type", "application/fhir+json")
			bundled(t, func(resource, []any) []any { return later })(a)
		})
		a := h.query(web("line"), medicineList, "")
		if followed && (fmt.Sprint(a.Data) != want || pages != 2 || strings.Contains(requested, "patient")) {
			t.Errorf("C11 %s: %d pages, %.300s", link, pages, a.raw)
		}
		if !followed && (a.code() != "SOURCE_INVALID" || pages != 1) {
			t.Errorf("C11 %s is followed: %d pages, %.200s", link, pages, a.raw)
		}
	}
}

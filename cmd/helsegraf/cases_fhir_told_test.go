package main

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
)

// Details of an allergy or condition are read from every element that may hold
// them.
func TestCaseC18AllergiesAndConditions(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	for name, change := range map[string]func(r resource){
		"a coding without a code": func(r resource) { r["code"] = concept(resource{"system": "urn:local", "display": "Jordbær"}) },
		"words":                   func(r resource) { r["code"] = resource{"text": "Jordbær"} },
		"the reaction's substance": func(r resource) {
			delete(r, "code")
			r["reaction"] = []any{resource{"manifestation": []any{resource{"text": "Utslett"}}, "substance": resource{"text": "Jordbær"}}}
		},
	} {
		f.change(allergyPath, each(t, "AllergyIntolerance", func(_ int, r resource) { change(r) }))
		if a := h.query(web("line"), allergyQuery, ""); strings.Count(a.raw, `"substance":{"code":null,"display":"Jordbær"},"text":"Jordbær"`) != 3 {
			t.Errorf("C18 %s: %s", name, a.raw)
		}
	}
	f.change(conditions, each(t, "Condition", func(_ int, r resource) {
		r["verificationStatus"] = concept(coding("http://terminology.hl7.org/CodeSystem/condition-ver-status", "refuted"))
		r["clinicalStatus"] = concept(coding("urn:local", "active"), coding("http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved"))
	}))
	if a := h.query(web("line"), illnesses, ""); !strings.Contains(a.raw, `"verificationStatus":"refuted","clinicalStatus":"resolved"`) {
		t.Errorf("C18 a condition refuted and resolved: %s", a.raw)
	}
}

// Included resources are read by their type.
func TestCaseC19C20Included(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	want := h.query(web("line"), allergyQuery, "")
	patient := func(number string) resource {
		return resource{"resourceType": "Patient", "id": "pat", "identifier": []any{resource{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": number}}}
	}
	doctor := resource{"resourceType": "Practitioner", "id": "doc", "name": []any{resource{"use": "official", "given": []any{"Eva"}, "family": "Eksempel"}},
		"identifier": []any{resource{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": "02917543596"}, resource{"system": "urn:oid:2.16.578.1.12.4.1.4.4", "value": "222200001"}}}
	f.change(allergyPath, bundled(t, func(_ resource, entries []any) []any {
		return append(entries, entryOf(patient(patientOf(entries))), entryOf(doctor), entryOf(resource{"resourceType": "Provenance", "id": "v", "target": []any{}}))
	}))
	if a := h.query(web("line"), allergyQuery, ""); a.raw == "" || fmt.Sprint(a.Data) != fmt.Sprint(want.Data) || len(a.Errors) > 0 {
		t.Errorf("C19 with others included: %s", a.raw)
	}
	contained := func(number string) func(*reply) {
		return each(t, "AllergyIntolerance", func(_ int, r resource) {
			r["contained"] = append(r["contained"].([]any), patient(cmp.Or(number, patientOf([]any{entryOf(r)}))))
			r["patient"] = resource{"reference": "#pat"}
		})
	}
	f.change(allergyPath, contained(""))
	if a := h.query(web("line"), allergyQuery, ""); fmt.Sprint(a.Data) != fmt.Sprint(want.Data) || len(a.Errors) > 0 {
		t.Errorf("C19 a contained Patient: %s", a.raw)
	}
	f.change(allergyPath, contained("02917543596"))
	if a := h.query(web("line"), allergyQuery, ""); a.allergies() != nil || a.code() != "SUBJECT_MISMATCH" {
		t.Errorf("C19 somebody else's Patient: %s", a.raw)
	}
	for name, inside := range map[string]bool{"contained": true, "included": false} {
		f.change(allergyPath, bundled(t, func(_ resource, entries []any) []any {
			for _, e := range entries {
				r := e.(resource)["resource"].(resource)
				if r["recorder"] = (resource{"reference": "Practitioner/doc"}); inside {
					r["contained"], r["recorder"] = []any{doctor}, resource{"reference": "#doc"}
				}
			}
			return append(entries, entryOf(doctor))
		}))
		if a := h.query(web("line"), allergyQuery, ""); strings.Count(a.raw, `"recorder":{"name":{"full":"Eva Eksempel"},"hprNumber":"222200001"}`) != 3 || strings.Contains(a.raw, "02917543596") {
			t.Errorf("C20 a recorder %s: %s", name, a.raw)
		}
	}
	f.change(medicines, bundled(t, func(_ resource, entries []any) []any {
		for _, e := range entries {
			if r := e.(resource)["resource"].(resource); r["resourceType"] == "MedicationDispense" {
				r["performer"] = []any{resource{"actor": resource{"reference": "Organization/apo", "display": "HER: 8094939"}}}
			}
		}
		return append(entries, entryOf(resource{"resourceType": "Organization", "id": "apo", "name": "Testapotek"}))
	}))
	if a := h.query(web("line"), medicineList, ""); !strings.Contains(a.raw, `"pharmacy":{"name":"Testapotek"}`) {
		t.Errorf("C20 a pharmacy: %.400s", a.raw)
	}
	f.change(journalPath, each(t, "DocumentReference", func(_ int, r resource) {
		delete(r["content"].([]any)[0].(resource)["attachment"].(resource), "title")
		r["description"], r["type"] = "Notat fra legevakt", resource{"text": "Notat"}
		r["contained"] = []any{resource{"resourceType": "Organization", "id": "dep", "name": "Legevakta"}}
		r["author"] = []any{resource{"reference": "#dep"}}
	}))
	a := h.query(web("line"), documentList, "")
	if n := len(nodes(a.documents())); n == 0 || strings.Count(a.raw, `"title":"Notat fra legevakt","type":{"code":null,"display":"Notat"}`) != n || strings.Count(a.raw, `"author":{"name":"Legevakta"}`) != n {
		t.Errorf("C20 a document: %.400s", a.raw)
	}
}

// A FHIR register may label its response as plain JSON.
func TestCaseC21PlainJSON(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	for path, query := range map[string]string{allergyPath: allergyQuery, medicines: medicineList, journalPath: documentList} {
		want := fmt.Sprint(h.query(web("berit"), query, "").Errors)
		for _, media := range []string{"application/json", "application/json; charset=utf-8", "application/fhir+json;fhirVersion=4.0"} {
			f.change(path, func(a *reply) { a.header.Set("Content-Type", media) })
			if a := h.query(web("berit"), query, ""); fmt.Sprint(a.Errors) != want {
				t.Errorf("C21 %s as %s: %.300s", path, media, a.raw)
			}
		}
		f.change(path, func(a *reply) { a.header.Set("Content-Type", "text/html") })
		if a := h.query(web("berit"), query, ""); a.code() != "SOURCE_INVALID" {
			t.Errorf("C21 %s as a page: %.300s", path, a.raw)
		}
		f.change(path, nil)
	}
}

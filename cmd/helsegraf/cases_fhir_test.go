package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// OperationOutcomes count: a search that failed, wholly or in part, is never a
// complete list.
func TestCaseC1Outcomes(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	saying := func(severity, code string, alone bool) func(*reply) {
		return bundled(t, func(_ resource, entries []any) []any {
			if alone {
				entries = nil
			}
			return append(entries, outcomeEntry(severity, code))
		})
	}
	for _, row := range []struct {
		severity, code string
		lost           bool
	}{
		{"error", "processing", true}, {"fatal", "exception", true}, {"warning", "incomplete", true},
		{"warning", "business-rule", false}, {"information", "informational", false}, {"information", "incomplete", false},
	} {
		name := row.severity + " " + row.code
		f.change(allergyPath, saying(row.severity, row.code, false))
		a := h.query(web("line"), allergyQuery, "")
		if row.lost != (a.allergies() == nil) || row.lost != strings.HasPrefix(a.code(), "SOURCE_") || !row.lost && len(a.allergies()) != 3 {
			t.Errorf("C1 allergies, %s: %s", name, a.raw)
		}
		f.change(medicines, saying(row.severity, row.code, false))
		a = h.query(web("line"), medicineList, "")
		if lost := a.prescriptions() == nil || a.prescriptions()["totalCount"] == nil && a.prescriptions()["complete"] == false; lost != row.lost {
			t.Errorf("C1 prescriptions, %s: %.400s", name, a.raw)
		}
		if row.lost == strings.Contains(a.sources(), "RESEPTFORMIDLER OK") {
			t.Errorf("C1 prescriptions, %s: %s", name, a.sources())
		}
		f.change(journalPath, saying(row.severity, row.code, false))
		a = h.query(web("line"), documentList, "")
		if c := a.documents(); c["complete"] != !row.lost || (c["totalCount"] == nil) != row.lost || len(nodes(c)) == 0 {
			t.Errorf("C1 documents, %s: %.400s", name, a.raw)
		}
	}
	for path, query := range map[string]string{allergyPath: allergyQuery, medicines: medicineList, journalPath: documentList} {
		f.change(path, saying("error", "exception", true))
		if a := h.query(web("line"), query, ""); !strings.HasPrefix(a.code(), "SOURCE_") || strings.Contains(a.raw, `"totalCount":0`) || strings.Contains(a.raw, `"allergies":[]`) {
			t.Errorf("C1 an error alone on %s: %.400s", path, a.raw)
		}
	}
}

// SFM's own form, a bundle with references by urn:uuid, the subject's included,
// and the other forms that R4 allows.
func TestCaseC2References(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	want := h.query(web("line"), medicineList, "")
	if len(nodes(want.prescriptions())) == 0 || !strings.Contains(want.raw, `"dispensedOn":"2`) {
		t.Fatal("line has nothing to refer to")
	}
	for name, form := range map[string]func(kind, id string) (fullURL, reference string){
		"urn:uuid": func(kind, id string) (string, string) {
			urn := fmt.Sprintf("urn:uuid:%08x-0000-4000-8000-%012x", len(kind), fnv(kind+id))
			return urn, urn
		},
		"absolute": func(kind, id string) (string, string) {
			u := "https://sfm.example/fhir/" + kind + "/" + id
			return u, u
		},
		"absolute, versioned": func(kind, id string) (string, string) {
			u := "https://sfm.example/fhir/" + kind + "/" + id
			return u, u + "/_history/3"
		},
		"absolute, otherwise written": func(kind, id string) (string, string) {
			return "https://sfm.example/fhir/" + kind + "/" + id, "HTTPS://SFM.example:443/fhir/" + kind + "/" + id
		},
		"relative, versioned": func(kind, id string) (string, string) { return "", kind + "/" + id + "/_history/3" },
		"relative to fullUrl": func(kind, id string) (string, string) {
			return "https://sfm.example/fhir/" + kind + "/" + id, kind + "/" + id
		},
	} {
		f.change(medicines, bundled(t, func(_ resource, entries []any) []any {
			number := patientOf(entries)
			patient, to := form("Patient", "p")
			for _, e := range entries {
				r := e.(resource)["resource"].(resource)
				if id, ok := r["id"].(string); ok {
					if e.(resource)["fullUrl"], _ = form(r["resourceType"].(string), id); e.(resource)["fullUrl"] == "" {
						delete(e.(resource), "fullUrl")
					}
				}
				if _, about := r["subject"]; about {
					r["subject"] = resource{"reference": to}
				}
				rewrite(r, func(ref string) string {
					kind, id, _ := strings.Cut(ref, "/")
					_, to := form(kind, id)
					return to
				})
			}
			p := entryOf(resource{"resourceType": "Patient", "id": "p", "identifier": []any{resource{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": number}}})
			if patient != "" {
				p["fullUrl"] = patient
			}
			return append(entries, p)
		}))
		a := h.query(web("line"), medicineList, "")
		if got, want := fmt.Sprint(a.Data), fmt.Sprint(want.Data); got != want || len(a.Errors) > 0 || !strings.Contains(a.sources(), "RESEPTFORMIDLER OK") {
			t.Errorf("C2 %s: %s %v\n%s\n%s", name, a.sources(), a.Errors, got, want)
		}
	}
}

// Withdrawn records are left out, whatever their type and however it is marked.
func TestCaseC3C5TakenBack(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	const hl7, local = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "http://nhn.no/kj/fhir/CodeSystem/Status"
	for name, status := range map[string]any{
		"by its code":         concept(coding(hl7, "entered-in-error")),
		"C5, a local first":   concept(coding(local, "confirmed"), coding(hl7, "entered-in-error")),
		"C5, a local last":    concept(coding(hl7, "entered-in-error"), coding(local, "confirmed")),
		"without a system":    concept(resource{"code": "entered-in-error"}),
		"by an older system":  concept(coding("http://hl7.org/fhir/allergy-verification-status", "entered-in-error")),
		"among several codes": concept(coding(hl7, "unconfirmed"), coding(hl7, "entered-in-error")),
	} {
		f.change(allergyPath, each(t, "AllergyIntolerance", func(nth int, r resource) {
			if nth == 0 {
				r["verificationStatus"] = status
			}
		}))
		if a := h.query(web("line"), allergyQuery, ""); len(a.allergies()) != 2 || len(a.Errors) > 0 {
			t.Errorf("C3 an allergy taken back, %s: %s", name, a.raw)
		}
	}
	f.change(allergyPath, each(t, "AllergyIntolerance", func(_ int, r resource) {
		r["verificationStatus"] = concept(coding(local, "entered"), coding(hl7, "refuted"))
	}))
	if a := h.query(web("line"), allergyQuery, ""); strings.Count(a.raw, `"verificationStatus":"refuted"`) != 3 {
		t.Errorf("C5 a local code before HL7's: %s", a.raw)
	}
	whole := nodes(h.query(web("line"), medicineList, "").prescriptions())
	for _, status := range []string{"entered-in-error", "cancelled", "declined", "stopped", "in-progress", "on-hold", "preparation", "not-done"} {
		f.change(medicines, each(t, "MedicationDispense", func(_ int, r resource) { r["status"] = status }))
		a := h.query(web("line"), medicineList, "")
		for i, p := range nodes(a.prescriptions()) {
			p, was := p.(resource), whole[i].(resource)
			collected, _ := was["dispenses"].([]any)
			if len(p["dispenses"].([]any)) != 0 || len(collected) > 0 && p["remaining"] == was["remaining"] && was["remaining"] != 0.0 {
				t.Errorf("C3 a dispense that is %s: %v, was %v", status, p, was)
			}
		}
	}
	f.change(medicines, each(t, "MedicationStatement", func(_ int, r resource) { r["status"] = "entered-in-error" }))
	if a := h.query(web("line"), medicineList, ""); len(nodes(a.prescriptions())) != 0 || a.prescriptions()["totalCount"] != 0.0 {
		t.Errorf("C3 prescriptions entered in error: %.300s", a.raw)
	}
	all := len(nodes(h.query(web("line"), documentList, "").documents()))
	for _, member := range []string{"status", "docStatus"} {
		f.change(journalPath, each(t, "DocumentReference", func(nth int, r resource) {
			if nth == 0 {
				r[member] = "entered-in-error"
			}
		}))
		if a := h.query(web("line"), documentList, ""); len(nodes(a.documents())) >= all || a.documents()["complete"] != true {
			t.Errorf("C3 documents whose %s is entered-in-error: %.300s", member, a.raw)
		}
	}
}

// The latest version applies, whatever the order and however versions are
// marked.
func TestCaseC3Versions(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	for name, meta := range map[string][2]resource{
		"by number":              {{"versionId": "9"}, {"versionId": "10"}},
		"by when it was changed": {{"versionId": "a", "lastUpdated": "2026-03-31T23:30:00+02:00"}, {"versionId": "b", "lastUpdated": "2026-03-31T22:00:00Z"}},
	} {
		for _, turned := range []bool{false, true} {
			f.change(allergyPath, bundled(t, func(b resource, entries []any) []any {
				first := entries[0].(resource)["resource"].(resource)
				first["meta"] = meta[0]
				deleted := maps.Clone(first)
				deleted["meta"], deleted["verificationStatus"] = meta[1], concept(resource{"code": "entered-in-error"})
				entries = append(entries, entryOf(deleted))
				if turned {
					slices.Reverse(entries)
				}
				b["total"] = len(entries)
				return entries
			}))
			if a := h.query(web("line"), allergyQuery, ""); len(a.allergies()) != 2 {
				t.Errorf("C3 an allergy deleted later, %s: %s", name, a.raw)
			}
		}
	}
}

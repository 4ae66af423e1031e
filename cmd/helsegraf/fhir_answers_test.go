package main

import (
	"encoding/json"
	"strings"
	"testing"
)

const (
	allergyPath  = "/AllergyIntolerance"
	conditions   = "/Conditions"
	medicines    = "/MedicationStatement/_search"
	journalPath  = "/DocumentReference/_search"
	allergyQuery = `{ viewer { person { summaryCareRecord { criticalInformation { allergies { substance { code display } text verificationStatus clinicalStatus onset recordedOn recorder { name { full } hprNumber } } } } } } }`
	illnesses    = `{ viewer { person { summaryCareRecord { criticalInformation { conditions { code { code } verificationStatus clinicalStatus onset recordedOn } } } } } }`
	medicineList = `{ viewer { person { prescriptions(first: 100) { totalCount complete nodes { issuedOn remaining medication { name atc { code } } prescriber { name { full } } dispenses { dispensedOn quantity { value } pharmacy { name } } } } } } }`
	documentList = `{ viewer { person { hospitalJournal { regions { region status } documents(first: 100) { totalCount complete nodes { title type { code display } createdAt author { name } region contentUrl } } } } } }`
)

// resource is a FHIR resource in a bundle, or a part of one.
type resource = map[string]any

// bundled changes the entries of a bundle.
func bundled(t *testing.T, change func(bundle resource, entries []any) []any) func(*reply) {
	t.Helper()
	return func(a *reply) {
		var b resource
		if err := json.Unmarshal([]byte(a.body), &b); err != nil {
			t.Errorf("no bundle: %.200s", a.body)
			return
		}
		entries, _ := b["entry"].([]any)
		b["entry"] = change(b, entries)
		text, err := json.Marshal(b)
		if err != nil {
			t.Error(err)
		}
		a.body = string(text)
	}
}

// each changes every resource of a type.
func each(t *testing.T, name string, change func(nth int, r resource)) func(*reply) {
	t.Helper()
	return bundled(t, func(_ resource, entries []any) []any {
		nth := 0
		for _, e := range entries {
			if r, _ := e.(resource)["resource"].(resource); r["resourceType"] == name {
				change(nth, r)
				nth++
			}
		}
		return entries
	})
}

func entryOf(r resource) resource { return resource{"resource": r} }

func outcomeEntry(severity, code string) any {
	return resource{"search": resource{"mode": "outcome"}, "resource": resource{"resourceType": "OperationOutcome", "issue": []any{resource{"severity": severity, "code": code}}}}
}

func coding(system, code string) resource { return resource{"system": system, "code": code} }

func concept(codings ...any) resource { return resource{"coding": codings} }

// below returns the value at a path of an answer's data.
func (a lawful) below(path ...string) any {
	var v any = a.Data
	for _, name := range path {
		object, _ := v.(resource)
		v = object[name]
	}
	return v
}

func (a lawful) allergies() []any {
	l, _ := a.below("viewer", "person", "summaryCareRecord", "criticalInformation", "allergies").([]any)
	return l
}

func (a lawful) prescriptions() resource {
	c, _ := a.below("viewer", "person", "prescriptions").(resource)
	return c
}

func (a lawful) documents() resource {
	c, _ := a.below("viewer", "person", "hospitalJournal", "documents").(resource)
	return c
}

func nodes(connection resource) []any {
	l, _ := connection["nodes"].([]any)
	return l
}

// fnv is a hash of a string.
func fnv(s string) (n uint32) {
	n = 2166136261
	for _, c := range []byte(s) {
		n = (n ^ uint32(c)) * 16777619
	}
	return n
}

// rewrite changes the references of medicines and prescriptions.
func rewrite(v any, to func(string) string) {
	switch v := v.(type) {
	case resource:
		if ref, ok := v["reference"].(string); ok && strings.HasPrefix(ref, "Medication") {
			v["reference"] = to(ref)
		}
		for _, inner := range v {
			rewrite(inner, to)
		}
	case []any:
		for _, inner := range v {
			rewrite(inner, to)
		}
	}
}

// patientOf is the number of the patient in the first record.
func patientOf(entries []any) string {
	for _, e := range entries {
		r, _ := e.(resource)["resource"].(resource)
		for _, member := range []string{"subject", "patient"} {
			ref, _ := r[member].(resource)
			identifier, _ := ref["identifier"].(resource)
			if number, ok := identifier["value"].(string); ok {
				return number
			}
		}
	}
	return ""
}

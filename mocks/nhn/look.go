package nhn

import (
	"math/rand/v2"
	"strconv"
	"time"

	"helsegraf/mocks/world"
)

// looker is one of the personnel with access to records: an invented name, and a code
// of list 9060.
type looker struct {
	given, family, code, role string
}

var lookers = []looker{
	{"Runa", "Kittelsby", "LE", "Lege"},
	{"Alf", "Stetoskopsen", "LE", "Lege"},
	{"Gry", "Plasterud", "SP", "Sykepleier"},
	{"Tor", "Bandasjeng", "SP", "Sykepleier"},
	{"Eli", "Skrankestad", "HE", "Helsesekretær"},
	{"Mona", "Samtalen", "PS", "Psykolog"},
	{"Jens", "Strekkvik", "FT", "Fysioterapeut"},
}

// Look returns one look-up as an AuditEvent of HL7 Norway's profile, which is based on
// the trust framework (Tillitsrammeverk), by one of the personnel at a unit. It holds
// their identity number, as in the profile.
func (n Service) Look(r *rand.Rand, at time.Time, patient, office, unit string) Resource {
	who := r.IntN(len(lookers))
	by := lookers[who]
	identifier := func(system, value string) []any {
		return []any{Resource{"system": "urn:oid:2.16.578.1.12.4.1.4." + system, "value": value}}
	}
	reference := func(to string) Resource { return Resource{"reference": "#" + to} }
	return Resource{
		"resourceType": "AuditEvent", "id": world.GUID(r),
		"meta":      Resource{"profile": []any{"http://hl7.no/fhir/StructureDefinition/no-domain-Trustframework-Auditevent"}},
		"extension": LookedInto(patient),
		"contained": []any{
			Resource{"resourceType": "PractitionerRole", "id": "rolle", "practitioner": reference("person"), "organization": reference("avdeling"),
				"code": []any{Resource{"coding": []any{Resource{"system": "urn:oid:2.16.578.1.12.4.1.1.9060", "code": by.code, "display": by.role}}}}},
			Resource{"resourceType": "Practitioner", "id": "person", "name": []any{Resource{"given": []any{by.given}, "family": by.family}},
				"identifier": append(identifier("1", n.lookerNumber(who, patient)), identifier("4", strconv.Itoa(222200100+who))...)},
			Resource{"resourceType": "Organization", "id": "avdeling", "name": unit, "partOf": reference("sykehus"), "identifier": identifier("102", strconv.Itoa(700000+len(unit)))},
			Resource{"resourceType": "Organization", "id": "sykehus", "name": office},
		},
		"type":           Resource{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110110", "display": "Patient Record"},
		"action":         "R",
		"recorded":       at.UTC().Format("2006-01-02T15:04:05.000Z"),
		"purposeOfEvent": []any{Resource{"coding": []any{Resource{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": world.Pick(r, []string{"TREAT", "TREAT", "COC", "ETREAT"})}}}},
		"agent":          []any{Resource{"who": reference("rolle"), "requestor": true}},
		"source":         Resource{"observer": Resource{"display": n.Name()}},
	}
}

// LookedInto is the profile's extension that says whose record was looked into.
func LookedInto(patient string) []any {
	return []any{Resource{
		"url":            "http://hl7.no/fhir/StructureDefinition/auditevent-patient-extension",
		"valueReference": Resource{"type": "Patient", "identifier": Resource{"system": NumberSystem(patient), "value": patient}},
	}}
}

// lookerNumber returns an identity number for one of the personnel: that of some other
// adult, since only the population has numbers.
func (n Service) lookerNumber(who int, patient string) string {
	for _, p := range n.World.People() {
		if p.Number != patient && p.Adult(n.World.Now()) {
			if who--; who < 0 {
				return p.Number
			}
		}
	}
	return ""
}

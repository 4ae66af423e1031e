package pasientjournal

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// looker is one of the personnel with access to journals: an invented name, and a code
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

// auditEvents finds the look-ups of an AuditEvent search: up to three per document, and
// one of the journal as a whole.
func (j register) auditEvents(q nhn.Query) nhn.Found {
	found := nhn.Found{Incomplete: true}
	r := j.World.Dice("pasientjournal", "log", j.region, q.Number)
	type row struct {
		at    time.Time
		event map[string]any
	}
	var rows []row
	look := func(at time.Time, hospital, unit string, of *document) {
		if at.Before(j.World.Now()) {
			rows = append(rows, row{at, j.auditEvent(r, at, q.Number, hospital, unit, of)})
		}
	}
	for _, d := range documentsOf(j.World, q.Number) {
		if d.region != j.region {
			continue
		}
		for range 1 + r.IntN(3) {
			look(d.made.Add(time.Duration(r.IntN(40*24*60))*time.Minute), d.hospital, d.unit, d)
		}
	}
	if len(rows) > 0 {
		look(j.World.Today().AddDate(0, 0, -r.IntN(30)).Add(11*time.Hour), hospitals[j.region][0], "Akuttmottaket", nil)
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		if q.Values["_sort"] != "date" {
			a, b = b, a
		}
		return a.at.Compare(b.at)
	})
	for _, row := range rows {
		found.Records = append(found.Records, nhn.Record{Resource: func(number string) map[string]any {
			row.event["extension"] = patientExtension(number)
			return row.event
		}})
	}
	return found
}

func patientExtension(number string) []any {
	return []any{map[string]any{"url": "http://hl7.no/fhir/StructureDefinition/auditevent-patient-extension", "valueReference": subject(number)}}
}

// auditEvent returns one look-up in HL7 Norway's profile of AuditEvent, based on the
// trust framework (Tillitsrammeverk). The entity, which says what was looked at, is our
// invention. It holds the looker's identity number, as in the profile.
func (j register) auditEvent(r *rand.Rand, at time.Time, patient, hospital, unit string, of *document) map[string]any {
	who := r.IntN(len(lookers))
	looker := lookers[who]
	identifier := func(system, value string) []any {
		return []any{map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.4." + system, "value": value}}
	}
	reference := func(to string) map[string]any { return map[string]any{"reference": "#" + to} }
	event := map[string]any{
		"resourceType": "AuditEvent", "id": world.GUID(r),
		"meta":      map[string]any{"profile": []any{"http://hl7.no/fhir/StructureDefinition/no-domain-Trustframework-Auditevent"}},
		"extension": patientExtension(patient),
		"contained": []any{
			map[string]any{"resourceType": "PractitionerRole", "id": "rolle", "practitioner": reference("person"), "organization": reference("avdeling"),
				"code": []any{map[string]any{"coding": []any{map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.1.9060", "code": looker.code, "display": looker.role}}}}},
			map[string]any{"resourceType": "Practitioner", "id": "person", "name": []any{map[string]any{"given": []any{looker.given}, "family": looker.family}},
				"identifier": append(identifier("1", j.lookerNumber(who, patient)), identifier("4", strconv.Itoa(222200100+who))...)},
			map[string]any{"resourceType": "Organization", "id": "avdeling", "name": unit, "partOf": reference("sykehus"), "identifier": identifier("102", strconv.Itoa(700000+len(unit)))},
			map[string]any{"resourceType": "Organization", "id": "sykehus", "name": hospital},
		},
		"type":           map[string]any{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110110", "display": "Patient Record"},
		"action":         "R",
		"recorded":       at.UTC().Format("2006-01-02T15:04:05.000Z"),
		"purposeOfEvent": []any{map[string]any{"coding": []any{map[string]any{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": world.Pick(r, []string{"TREAT", "TREAT", "COC", "ETREAT"})}}}},
		"agent":          []any{map[string]any{"who": reference("rolle"), "requestor": true}},
		"ukjentFelt":     "tull",
	}
	if of != nil {
		event["entity"] = []any{map[string]any{
			"type": map[string]any{"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "2"},
			"what": map[string]any{"identifier": map[string]any{"system": "urn:ietf:rfc:3986", "value": "urn:oid:" + of.uniqueID}},
		}}
	}
	return event
}

// lookerNumber returns an identity number for one of the personnel: that of some other
// adult, since only the population has numbers.
func (j register) lookerNumber(who int, patient string) string {
	for _, p := range j.World.People() {
		if p.Number != patient && p.Adult(j.World.Now()) {
			if who--; who < 0 {
				return p.Number
			}
		}
	}
	return ""
}

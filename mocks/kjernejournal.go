package mocks

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// kjernejournal stands in for the critical-information API of the summary care
// record: a POST of /status, and two FHIR reads that name the citizen in a
// header.
type kjernejournal struct{ nhn }

// NewKjernejournal makes the summary care record.
func NewKjernejournal(w *World, i *Issuer) *StandIn {
	k := kjernejournal{nhn{
		StandIn: newStandIn("kjernejournal", w, i), service: "critical-information", prefix: "KI",
		audience: "nhn:kjernejournal", scope: "nhn:kjernejournal/critical-information-read",
	}}
	const root = "/api/critical-information/v1"
	k.handle("POST "+root+"/status", k.status)
	k.handle("GET "+root+"/AllergyIntolerance", k.allergies)
	k.handle("GET "+root+"/Conditions", k.conditions)
	k.handle("/", k.nowhere)
	return k.StandIn
}

// status answers whether there is critical information, with the privacy
// settings. Unlike the reads it answers about those who are reserved.
func (k kjernejournal) status(w http.ResponseWriter, r *http.Request) {
	patient, ok := k.asked(w, r, mediaJSON)
	if !ok {
		return
	}
	var question map[string]string
	body := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10))
	switch err := body.Decode(&question); {
	case r.Header.Get("Content-Type") != mediaJSON:
		k.refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", "KI-0003")
		return
	case err != nil, len(question) != 1, question["nin"] != patient:
		k.refuse(w, r, http.StatusBadRequest, "invalid", "KI-0016")
		return
	}
	c, ok := k.begin(w, r, "Status", patient)
	if !ok {
		return
	}
	p := k.world.Person(patient)
	if p == nil || !p.Died.IsZero() {
		c.reply(http.StatusNotFound, mediaFHIR, k.outcome(r, "not-found", "KI-0017", "KJF-000017"))
		return
	}
	reserved := !p.Reserved.Since.IsZero()
	records := k.records(p)
	if reserved {
		records = nil
	}
	if c.wrongSubject() {
		patient = k.world.Stranger(patient)
	}
	answer := map[string]any{
		"patientNIN":                   patient,
		"hasCriticalInformation":       len(records) > 0,
		"hasActiveCriticalInformation": slices.ContainsFunc(records, criticalRecord.active),
		"privacySetting":               map[string]any{"consent": true, "hasReservationKjernejournal": reserved, "isRestricted": false, "isBlocked": false},
		k.gibberish(patient):           "tåles",
	}
	if len(records) > 0 {
		latest, byKind := time.Time{}, map[string]any{}
		for _, record := range records {
			if record.recorded.After(latest) {
				latest = record.recorded
			}
			byKind[record.dateField()] = record.recorded.UTC().Format(time.RFC3339)
		}
		answer["lastChangedDateTime"], answer["dateChanged"] = latest.UTC().Format(time.RFC3339Nano), byKind
	}
	c.reply(http.StatusOK, mediaJSON, jsonText(answer))
}

func (k kjernejournal) allergies(w http.ResponseWriter, r *http.Request) {
	k.search(w, r, "AllergyIntolerance", criticalDrugReaction, criticalOtherAllergen)
}

func (k kjernejournal) conditions(w http.ResponseWriter, r *http.Request) {
	k.search(w, r, "Conditions", criticalConditions...)
}

// search answers a read: the latest version of each record of the types, or of
// the one that was asked for. Somebody reserved has no records, and that is
// not an error.
func (k kjernejournal) search(w http.ResponseWriter, r *http.Request, operation string, types ...string) {
	patient, ok := k.asked(w, r, mediaFHIR)
	if !ok {
		return
	}
	for name, values := range r.URL.Query() {
		if name != "criticalInfoType" || len(values) != 1 || !slices.Contains(types, values[0]) {
			k.refuse(w, r, http.StatusBadRequest, "invalid", "KI-0014")
			return
		}
		types = values
	}
	c, ok := k.begin(w, r, operation, patient)
	if !ok {
		return
	}
	var records []criticalRecord
	if p := k.world.Person(patient); p != nil && p.Reserved.Since.IsZero() && p.Died.IsZero() {
		records = slices.DeleteFunc(k.records(p), func(record criticalRecord) bool { return !slices.Contains(types, record.infoType) })
	}
	k.shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	total := len(records)
	if len(records) > 0 && c.missing() {
		records = records[1:]
	}
	if len(records) > 0 && c.duplicate() {
		records = append(records, records[0])
	}
	if c.wrongSubject() {
		patient = k.world.Stranger(patient)
	}
	entries := []any{}
	for _, record := range records {
		resource := record.resource(patient)
		resource[k.gibberish(record.id)] = map[string]any{"tåles": []int{1, 2, 3}}
		entries = append(entries, map[string]any{"fullUrl": "urn:uuid:" + record.id, "resource": resource, "search": map[string]any{"mode": "match"}})
	}
	c.reply(http.StatusOK, mediaFHIR, jsonText(map[string]any{
		"resourceType":       "Bundle",
		"id":                 r.Header.Get("nhn-event-id"),
		"type":               "searchset",
		"total":              total,
		"link":               []any{map[string]any{"relation": "self", "url": r.URL.Path}},
		"entry":              entries,
		k.gibberish(patient): nil,
	}))
}

// asked checks what every request must have, and gives the citizen it is about.
// It has answered when it returns false.
func (k kjernejournal) asked(w http.ResponseWriter, r *http.Request, media string) (string, bool) {
	if !k.accepts(w, r, media) {
		return "", false
	}
	patient := r.Header.Get("nhn-patient-nin")
	switch {
	case r.Header.Get("nhn-access-basis") != "", r.Header.Get("nhn-user-role") != "":
		// For personnel, which the client is not.
		k.refuse(w, r, http.StatusBadRequest, "invalid", "AUTH-0003")
	case !validNumber(patient):
		k.refuse(w, r, http.StatusBadRequest, "invalid", "KI-0016")
	default:
		return patient, true
	}
	return "", false
}

// gibberish is the name of a field that says nothing: kjernejournal adds one to
// its answers now and then, so that no client comes to rely on there being none.
func (k kjernejournal) gibberish(about string) string {
	return fmt.Sprintf("felt%06d", k.world.source("gibberish", about).IntN(1_000_000))
}

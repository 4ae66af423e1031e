package kjernejournal

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// register stands in for the critical-information API of the summary care record.
type register struct{ nhn.Service }

// New makes the stand-in for the summary care record.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	k := register{nhn.Service{
		StandIn: standin.New("kjernejournal", w, i), Service: "critical-information", Prefix: "KI",
		Audience: "nhn:kjernejournal", Scope: "nhn:kjernejournal/critical-information-read",
		Refuses: []string{"nhn-access-basis", "nhn-user-role"}, // for personnel only
	}}
	const root = "/api/critical-information/v1"
	k.Handle("POST "+root+"/status", k.status)
	k.Handle("GET "+root+"/AllergyIntolerance", k.allergies)
	k.Handle("GET "+root+"/Conditions", k.conditions)
	k.Searches(
		nhn.Search{Path: "/api/own-entries/v1/RelatedPerson/_search", Count: 50, Most: 100, Find: k.about("patient", entered)},
		nhn.Search{Path: "/api/own-entries/v1/Condition/_search", Count: 50, Most: 100, Find: k.about("subject", enteredIllnesses)},
		nhn.Search{Path: "/api/own-entries/v1/Observation/_search", Count: 50, Most: 100, Find: k.about("subject", enteredNeeds)},
		nhn.Search{Path: "/api/visits/v1/Encounter/_search", Count: 50, Most: 100, Find: k.about("subject", visits)},
		nhn.Search{Path: "/api/access-log/v1/AuditEvent/_search", Count: 50, Most: 100, Find: k.looks},
		nhn.Search{Path: "/api/donor-card/v1/Consent/_search", Count: 50, Most: 100, Find: k.about("patient", cards)},
	)
	k.Handle("/", k.Nowhere)
	return k.StandIn
}

// status reports whether there is critical information, with the privacy settings.
// Unlike the reads it also answers about people who have opted out.
func (k register) status(w http.ResponseWriter, r *http.Request) {
	patient, ok := k.asked(w, r, nhn.MediaJSON)
	if !ok {
		return
	}
	var question map[string]string
	body := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10))
	switch err := body.Decode(&question); {
	case r.Header.Get("Content-Type") != nhn.MediaJSON:
		k.Refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", "KI-0003")
		return
	case err != nil, len(question) != 1, question["nin"] != patient:
		k.Refuse(w, r, http.StatusBadRequest, "invalid", "KI-0016")
		return
	}
	c, ok := k.Begin(w, r, "Status", patient)
	if !ok {
		return
	}
	p := k.World.Person(patient)
	if p == nil || !p.Died.IsZero() {
		c.Reply(http.StatusNotFound, nhn.MediaFHIR, k.Outcome(r, "not-found", "KI-0017", "KJF-000017"))
		return
	}
	reserved := !p.Reserved.Since.IsZero()
	records := k.records(p)
	if reserved {
		records = nil
	}
	if c.WrongSubject() {
		patient = k.World.Stranger(patient)
	}
	answer := map[string]any{
		"patientNIN":                   patient,
		"hasCriticalInformation":       len(records) > 0,
		"hasActiveCriticalInformation": slices.ContainsFunc(records, record.active),
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
	c.Reply(http.StatusOK, nhn.MediaJSON, standin.JSON(answer))
}

func (k register) allergies(w http.ResponseWriter, r *http.Request) {
	k.search(w, r, "AllergyIntolerance", drugReaction, otherAllergen)
}

func (k register) conditions(w http.ResponseWriter, r *http.Request) {
	k.search(w, r, "Conditions", conditions...)
}

// search answers a read: the latest version of each record of the types, or of the
// requested one. People who have opted out have no records, which is not an error.
func (k register) search(w http.ResponseWriter, r *http.Request, operation string, types ...string) {
	patient, ok := k.asked(w, r, nhn.MediaFHIR)
	if !ok {
		return
	}
	for name, values := range r.URL.Query() {
		if name != "criticalInfoType" || len(values) != 1 || !slices.Contains(types, values[0]) {
			k.Refuse(w, r, http.StatusBadRequest, "invalid", "KI-0014")
			return
		}
		types = values
	}
	c, ok := k.Begin(w, r, operation, patient)
	if !ok {
		return
	}
	found := nhn.Bundle{Number: patient, URN: true, Links: []any{map[string]any{"relation": "self", "url": r.URL.Path}}}
	if p := k.World.Person(patient); p != nil && p.Reserved.Since.IsZero() && p.Died.IsZero() {
		for _, record := range k.records(p) {
			if slices.Contains(types, record.infoType) {
				found.Records = append(found.Records, nhn.Record{Resource: func(number string) map[string]any {
					resource := record.resource(number)
					resource[k.gibberish(record.id)] = map[string]any{"tåles": []int{1, 2, 3}}
					return resource
				}})
			}
		}
	}
	found.Total = len(found.Records)
	k.Answer(c, found)
}

// asked checks what every request must have, and returns the citizen it is about. If
// it returns false it has already answered.
func (k register) asked(w http.ResponseWriter, r *http.Request, media string) (string, bool) {
	if !k.Accepts(w, r, media) {
		return "", false
	}
	patient := r.Header.Get("nhn-patient-nin")
	if !world.ValidNumber(patient) {
		k.Refuse(w, r, http.StatusBadRequest, "invalid", "KI-0016")
		return "", false
	}
	return patient, true
}

// gibberish returns a meaningless field name: kjernejournal occasionally adds such a
// field, so that clients tolerate unknown ones.
func (k register) gibberish(about string) string {
	return fmt.Sprintf("felt%06d", k.World.Dice("gibberish", about).IntN(1_000_000))
}

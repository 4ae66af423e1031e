package pasientjournal

import (
	"math/rand/v2"
	"slices"
	"time"

	"helsegraf/mocks/nhn"
)

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
	slices.SortStableFunc(rows, func(a, b row) int { return b.at.Compare(a.at) })
	for _, row := range rows {
		found.Records = append(found.Records, nhn.Record{Resource: func(number string) map[string]any {
			row.event["extension"] = nhn.LookedInto(number)
			return row.event
		}})
	}
	return found
}

// auditEvent returns one look-up. The entity, which says what was looked at, is our
// invention.
func (j register) auditEvent(r *rand.Rand, at time.Time, patient, hospital, unit string, of *document) map[string]any {
	event := j.Look(r, at, patient, hospital, unit)
	event["ukjentFelt"] = "tull"
	if of != nil {
		event["entity"] = []any{map[string]any{
			"type": map[string]any{"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "2"},
			"what": map[string]any{"identifier": map[string]any{"system": "urn:ietf:rfc:3986", "value": "urn:oid:" + of.uniqueID}},
		}}
	}
	return event
}

package reseptformidler

import (
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// looks are who has looked at a person's prescriptions: at each of them now and then,
// and at all of them once. An entity has the marks of the prescription.
func (s register) looks(q nhn.Query) (found nhn.Found) {
	person := s.World.Person(q.Number)
	if person == nil {
		return found
	}
	r := s.World.Dice("reseptformidler log", q.Number)
	add := func(at time.Time, office, unit string, of *prescription) {
		look := s.Look(r, at, q.Number, office, unit)
		if of != nil {
			look["entity"] = []any{of.entity()}
		}
		if at.Before(s.World.Now()) {
			found.Records = append(found.Records, nhn.Record{Resource: func(number string) map[string]any {
				look["extension"] = nhn.LookedInto(number)
				return look
			}})
		}
	}
	all := prescriptions(s.World, person)
	for i := range all {
		if p := &all[i]; p.reseptID != "" && (p.locked || p.reserved || r.IntN(3) == 0) {
			add(p.issued.Add(time.Duration(8*60+r.IntN(8*60))*time.Minute), world.Pick(r, pharmacies).name, "Ekspedisjonen", p)
		}
	}
	if len(all) > 0 {
		add(s.World.Today().AddDate(0, 0, -1-r.IntN(60)).Add(10*time.Hour), "Eksempel legesenter", "Legekontoret", nil)
	}
	return found
}

// entity is the prescription as what was looked at.
func (p *prescription) entity() map[string]any {
	entity := map[string]any{
		"type": map[string]any{"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "2"},
		"what": map[string]any{"identifier": map[string]any{"type": map[string]any{"text": "ReseptId"}, "value": p.reseptID}},
	}
	var marks []map[string]any
	if p.locked {
		marks = append(marks, ext("lockedresept", "Boolean", true))
	}
	if p.reserved {
		marks = append(marks, ext("guardiantransparencyreservation", "Boolean", true))
	}
	if marks != nil {
		entity["extension"] = []any{exts(structure+"reseptamendment", marks...)}
	}
	return entity
}

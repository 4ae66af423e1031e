package kjernejournal

import (
	"slices"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// clinics are places of specialist care, by RESH-id.
var clinics = []struct{ resh, name string }{
	{"4001", "Eksempel sykehus, medisinsk poliklinikk"},
	{"4002", "Tenkt sykehus, ortopedisk avdeling"},
	{"4003", "Prøvedal sykehus, øyeavdelingen"},
	{"4004", "Liksom universitetssykehus, kvinneklinikken"},
	{"4005", "Mønsterhagen spesialistsenter"},
}

// visits are a person's contacts with specialist care since 2008: line and berit have
// many, nils none, and one that was registered by mistake is withdrawn.
func visits(w *world.World, p *world.Person) (all []nhn.Resource) {
	r := w.Dice("visits", p.Number)
	n := r.IntN(4)
	switch p.Key {
	case "line", "berit":
		n = 7
	case "nils":
		n = 0
	}
	first := time.Date(2008, 1, 8, 0, 0, 0, 0, w.Zone())
	if p.Born.After(first) {
		first = p.Born
	}
	days := max(1, int(w.Today().Sub(first).Hours()/24))
	for i := range n {
		at := w.Today().AddDate(0, 0, -1-r.IntN(days))
		clinic := world.Pick(r, clinics)
		visit := nhn.Resource{
			"resourceType": "Encounter", "id": world.GUID(r), "status": "finished",
			"class":  nhn.Resource{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
			"period": nhn.Resource{"start": nhn.Day(at), "end": nhn.Day(at)},
			"serviceProvider": nhn.Resource{
				"type":       "Organization",
				"identifier": nhn.Resource{"system": "urn:oid:2.16.578.1.12.4.1.4.102", "value": clinic.resh}, "display": clinic.name,
			},
		}
		if r.IntN(3) == 0 {
			visit["class"].(nhn.Resource)["code"] = "IMP"
			visit["period"].(nhn.Resource)["end"] = nhn.Day(at.AddDate(0, 0, min(1+r.IntN(6), int(w.Today().Sub(at).Hours()/24))))
		}
		if i == 6 {
			visit["status"] = "entered-in-error"
		}
		all = append(all, visit)
	}
	return all
}

// offices are where personnel look into a record from.
var offices = []struct{ office, unit string }{
	{"Eksempel sykehus", "Akuttmottaket"}, {"Eksempel legesenter", "Legekontoret"}, {"Oppdikt legevakt", "Legevakten"}, {"Prøvestad kommune", "Hjemmetjenesten"},
}

// looks are who has looked into a person's record, the last two years.
func (k register) looks(q nhn.Query) (found nhn.Found) {
	p := k.World.Person(q.Number)
	if p == nil || !p.Reserved.Since.IsZero() || !p.Died.IsZero() || p.Key == "nils" {
		return found
	}
	r := k.World.Dice("kjernejournal log", q.Number)
	days := min(730, int(k.World.Today().Sub(p.Born).Hours()/24))
	for range 1 + r.IntN(6) {
		at := k.World.Today().AddDate(0, 0, -1-r.IntN(max(1, days))).Add(time.Duration(7*60+r.IntN(9*60)) * time.Minute)
		from := world.Pick(r, offices)
		look := k.Look(r, at, q.Number, from.office, from.unit)
		found.Records = append(found.Records, nhn.Record{Resource: func(number string) map[string]any {
			look["extension"] = nhn.LookedInto(number)
			return look
		}})
	}
	return found
}

// cards are donor cards: line and berit have one, and one in five other adults. A card
// that was withdrawn stays, as inactive.
func cards(w *world.World, p *world.Person) []nhn.Resource {
	r := w.Dice("donor card", p.Number)
	if has := r.IntN(5) == 0 && p.Adult(w.Now()); !has && p.Key != "line" && p.Key != "berit" || p.Key == "nils" {
		return nil
	}
	know := contactsEntered[:1+r.IntN(2)]
	if p.Key == "line" {
		know = contactsEntered[:2]
	}
	card := nhn.Resource{
		"resourceType": "Consent", "id": world.GUID(r), "status": "active", "dateTime": nhn.Day(w.Today().AddDate(-2, -r.IntN(12), 0)),
		"scope":      nhn.Coded("", "http://terminology.hl7.org/CodeSystem/consentscope", "adr"),
		"category":   []any{nhn.Coded("", "http://nhn.no/kj/fhir/CodeSystem/ConsentCategory", "donorkort")},
		"policyRule": nhn.Coded("Transplantasjonslova"),
	}
	var contained, actors []any
	for i, c := range know {
		id := string(rune('a' + i))
		contained = append(contained, nhn.Resource{
			"resourceType": "RelatedPerson", "id": id, "patient": nhn.Resource{"type": "Patient", "display": "Innbyggeren"},
			"name":    []any{nhn.Resource{"family": c.family, "given": []any{c.given}}},
			"telecom": []any{nhn.Resource{"system": "phone", "value": "99999901"}},
		})
		actors = append(actors, nhn.Resource{
			"role":      nhn.Coded("", "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "NOK"),
			"reference": nhn.Resource{"reference": "#" + id},
		})
	}
	card["contained"], card["provision"] = contained, nhn.Resource{"type": "permit", "actor": actors}
	all := []nhn.Resource{card}
	if p.Key == "line" {
		all = append(all, nhn.Resource{
			"resourceType": "Consent", "id": world.GUID(r), "status": "inactive", "dateTime": "2019-04-02",
			"scope": card["scope"], "category": card["category"], "policyRule": card["policyRule"], "provision": nhn.Resource{"type": "permit"},
		})
	}
	return slices.Clip(all)
}

package kjernejournal

import (
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// contactsEntered are those people enter: name, relationship and HL7's role (next of
// kin or another contact).
var contactsEntered = []struct{ given, family, relationship, role string }{
	{"Lars", "Testesen", "Ektefelle", "N"},
	{"Tuva", "Eksempelstad", "Venn", "C"},
	{"Eivind", "Prøvenes", "Bror", "N"},
	{"Solveig", "Tenkdal", "Nabo", "C"},
}

// about finds what a person's record has; people who have opted out, or are dead, have
// nothing in it.
func (k register) about(element string, of func(*world.World, *world.Person) []nhn.Resource) func(nhn.Query) nhn.Found {
	return func(q nhn.Query) (found nhn.Found) {
		p := k.World.Person(q.Number)
		if p == nil || !p.Reserved.Since.IsZero() || !p.Died.IsZero() {
			return found
		}
		for _, r := range of(k.World, p) {
			found.Records = append(found.Records, nhn.Record{Resource: nhn.LogicalPatient(element, r)})
		}
		return found
	}
}

// entered are always the same: line and berit have two contacts, nils has none, and
// other adults may have one.
func entered(w *world.World, p *world.Person) (all []nhn.Resource) {
	r := w.Dice("own contacts", p.Number)
	chosen := contactsEntered[1:]
	switch {
	case p.Key == "line":
		chosen = contactsEntered[:2]
	case p.Key == "berit":
		chosen = contactsEntered[2:]
	case p.Key == "nils" || !p.Adult(w.Now()) || r.IntN(2) == 0:
		return nil
	default:
		chosen = chosen[r.IntN(len(chosen)):][:1]
	}
	if p.Key == "line" || p.Key != "berit" && w.Dice("employer", p.Number).IntN(3) == 0 {
		all = append(all, nhn.Resource{
			"resourceType": "RelatedPerson", "id": world.GUID(w.Dice("employer id", p.Number)), "active": true,
			"name":         []any{nhn.Resource{"text": "Eksempel Byggdrift AS"}},
			"relationship": []any{nhn.Coded("", "http://terminology.hl7.org/CodeSystem/v2-0131", "E"), nhn.Coded("Arbeidsgiver")},
			"telecom":      []any{nhn.Resource{"system": "phone", "value": "99999908"}},
			"period":       nhn.Resource{"start": nhn.Day(w.Today().AddDate(-3, -2, 0))},
		})
	}
	for i, c := range chosen {
		all = append(all, nhn.Resource{
			"resourceType": "RelatedPerson", "id": world.GUID(r), "active": true,
			"name":         []any{nhn.Resource{"use": "official", "family": c.family, "given": []any{c.given}}},
			"relationship": []any{nhn.Coded("", "http://terminology.hl7.org/CodeSystem/v2-0131", c.role), nhn.Coded(c.relationship)},
			"telecom":      []any{nhn.Resource{"system": "phone", "value": "99999901"}},
			"period":       nhn.Resource{"start": nhn.Day(w.Today().AddDate(-1-i, 0, 0))},
		})
	}
	return all
}

// illnesses and needs are what people enter in their own words.
var (
	illnesses = []string{"Migrene siden ungdommen", "Høyt blodtrykk", "Pollenallergi hver vår", "Operert i kneet i 2015"}
	needs     = []struct{ code, text string }{
		{"Hørsel", "Bruker høreapparat på begge ører"}, {"Syn", "Trenger stor skrift"}, {"Språk", "Ønsker tolk i polsk"}, {"Tale", "Stammer, trenger tid"},
	}
)

// stated are the illnesses or needs a person has entered: line and berit always, other
// adults perhaps.
func stated(w *world.World, p *world.Person, what string, of int) (int, bool) {
	r := w.Dice("own "+what, p.Number)
	i := r.IntN(of)
	switch {
	case p.Key == "line" || p.Key == "berit":
		return i, true
	case p.Key == "nils" || !p.Adult(w.Now()):
		return 0, false
	}
	return i, r.IntN(3) == 0
}

func enteredIllnesses(w *world.World, p *world.Person) []nhn.Resource {
	i, ok := stated(w, p, "illness", len(illnesses))
	if !ok {
		return nil
	}
	return []nhn.Resource{{
		"resourceType": "Condition", "id": world.GUID(w.Dice("own illness id", p.Number)), "code": nhn.Coded(illnesses[i]),
		"verificationStatus": nhn.Coded("", "http://terminology.hl7.org/CodeSystem/condition-ver-status", "provisional"),
		"clinicalStatus":     nhn.Coded("", "http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
		"recordedDate":       nhn.Day(w.Today().AddDate(-1, -i, -3)),
	}}
}

func enteredNeeds(w *world.World, p *world.Person) []nhn.Resource {
	i, ok := stated(w, p, "need", len(needs))
	if !ok {
		return nil
	}
	return []nhn.Resource{{
		"resourceType": "Observation", "id": world.GUID(w.Dice("own need id", p.Number)), "status": "final",
		"code": nhn.Coded(needs[i].code), "valueString": needs[i].text, "effectiveDateTime": nhn.Day(w.Today().AddDate(0, -i, -20)),
	}}
}

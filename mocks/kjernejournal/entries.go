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

// ownContacts are the contacts a person has entered; a person who has opted out, or is
// dead, has none.
func (k register) ownContacts(q nhn.Query) (found nhn.Found) {
	p := k.World.Person(q.Number)
	if p == nil || !p.Reserved.Since.IsZero() || !p.Died.IsZero() {
		return found
	}
	for _, r := range entered(k.World, p) {
		found.Records = append(found.Records, nhn.Record{Resource: nhn.LogicalPatient("patient", r)})
	}
	return found
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

package helsekontakter

import (
	"fmt"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

const (
	systemHER     = "urn:oid:2.16.578.1.12.4.1.2"
	listServices  = "urn:oid:2.16.578.1.12.4.1.1.7619"
	extension     = "http://helsenorge.no/fhir/StructureDefinition/"
	homeCare      = "7" // hjemmetjenester
	department    = "Eksempel sykehus, kreftavdelingen"
	municipality  = "Eksempel kommune, hjemmetjenesten"
	hospital      = "Eksempel sykehus"
	district      = "Eksempel kommune"
	rheumatology  = "Tenkt sykehus, revmatologisk avdeling"
	otherHospital = "Tenkt sykehus"
)

// member is somebody in a team.
type member struct{ role, given, family string }

// team is an episode of care with its team; digital is whether home care may be reached
// digitally, nil where the question is not for them.
type team struct {
	name, organization, above string
	days                      int // since it began
	ended                     bool
	homeCare                  bool
	digital                   *bool
	members                   []member
}

// teams are a person's teams.
func teams(p *world.Person, adult bool, r interface{ IntN(int) int }) []team {
	yes, no := true, false
	cancer := team{name: "Kreftteam", organization: department, above: hospital, days: 120, members: []member{{"Forløpskoordinator", "Karin", "Eksempelrud"}, {"Lege", "Olav", "Tenkerud"}}}
	rheuma := team{name: "Revmatologisk team", organization: rheumatology, above: otherHospital, days: 700, members: []member{{"Sykepleier", "Turid", "Prøvestad"}}}
	nursing := team{name: "Hjemmesykepleie", organization: municipality, above: district, days: 400, homeCare: true, digital: &yes, members: []member{{"Primærkontakt", "Sara", "Modellvik"}, {"Sykepleier", "Jon", "Eksempelmo"}}}
	alarm := team{name: "Trygghetsalarm", organization: municipality, above: district, days: 90, homeCare: true, digital: &no}
	rehab := team{name: "Rehabiliteringsteam", organization: rheumatology, above: otherHospital, days: 900, ended: true, members: []member{{"Fysioterapeut", "Pål", "Prøvedal"}}}
	switch p.Key {
	case "line":
		return []team{rheuma}
	case "berit":
		return []team{nursing, alarm}
	case "gunnar":
		return []team{cancer}
	case "astrid":
		return []team{nursing, rehab}
	case "nils":
		return nil
	}
	if !adult {
		return []team{rheuma}[r.IntN(2):]
	}
	return []team{[]team{rheuma, cancer, rehab, nursing}[r.IntN(4)]}
}

// episodes are a person's episodes of care, always the same: gunnar has a pathway
// coordinator, berit and astrid have home care, nils has none, and other adults have one team.
func episodes(w *world.World, p *world.Person) (all []nhn.Resource) {
	r := w.Dice("helsekontakter", p.Number)
	for _, t := range teams(p, p.Adult(w.Now()), r) {
		id, herID := world.GUID(r), 90000+r.IntN(9000)
		on := w.Today().AddDate(0, 0, -t.days)
		if on.Before(p.Born) || !p.Adult(w.Now()) && t.homeCare {
			continue
		}
		all = append(all, t.episode(id, herID, on))
	}
	return all
}

func (t team) episode(id string, herID int, on time.Time) nhn.Resource {
	status, period := "active", nhn.Resource{"start": nhn.Day(on)}
	if t.ended {
		status, period["end"] = "finished", nhn.Day(on.AddDate(0, 6, 0))
	}
	inside := []any{nhn.Resource{
		"resourceType": "Organization", "id": "unit", "name": t.organization, "partOf": nhn.Resource{"display": t.above},
		"identifier": []any{nhn.Resource{"system": systemHER, "value": fmt.Sprint(herID)}},
	}}
	var people []any
	for i, m := range t.members {
		who := fmt.Sprint("p", i)
		inside = append(inside, nhn.Resource{"resourceType": "Practitioner", "id": who, "name": []any{nhn.Resource{"family": m.family, "given": []any{m.given}}}})
		people = append(people, nhn.Resource{"role": []any{nhn.Coded(m.role)}, "member": nhn.Resource{"reference": "#" + who}})
	}
	one := nhn.Resource{"resourceType": "CareTeam", "id": "team", "status": "active", "name": t.name}
	if people != nil {
		one["participant"] = people
	}
	e := nhn.Resource{
		"resourceType": "EpisodeOfCare", "id": id, "status": status, "period": period,
		"meta":       nhn.Areas("N"),
		"identifier": []any{nhn.Resource{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:" + id}},
		"contained":  append(inside, one), "team": []any{nhn.Resource{"reference": "#team"}}, "managingOrganization": nhn.Resource{"reference": "#unit"},
	}
	if t.homeCare {
		e["type"] = []any{nhn.Coded("Hjemmetjenester", listServices, homeCare)}
	}
	if t.digital != nil {
		e["extension"] = []any{nhn.Resource{"url": extension + "digital-innbyggertjeneste", "valueBoolean": *t.digital}}
	}
	return e
}

package sysvak

import (
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// vaccines are those of the childhood programme and some later ones: SYSVAK code (made
// up), ATC, name, first year, diseases, and the ages in months at which they are given.
var vaccines = []struct {
	code, atc, name string
	since           int
	diseases        []string
	months          []int
}{
	{"EKS02", "J07CA09", "Sekskomponentvaksine", 1998, []string{"Difteri", "Stivkrampe", "Kikhoste", "Poliomyelitt", "Hib-infeksjon", "Hepatitt B"}, []int{3, 5, 12}},
	{"EKS03", "J07AL02", "Pneumokokkvaksine", 2006, []string{"Pneumokokksykdom"}, []int{3, 5, 12}},
	{"EKS04", "J07BD52", "MMR-vaksine", 1983, []string{"Meslinger", "Kusma", "Røde hunder"}, []int{15, 138}},
	{"EKS05", "J07BM03", "HPV-vaksine", 2009, []string{"HPV-infeksjon"}, []int{146, 152}},
	{"EKS06", "J07BN01", "Koronavaksine", 2021, []string{"Covid-19"}, []int{216, 433, 436, 840}},
	{"EKS07", "J07BB02", "Influensavaksine", 1995, []string{"Influensa"}, []int{792, 804, 816, 828, 840, 852}},
}

// immunizations returns the vaccines a person was given, or in a few cases was not,
// always the same.
func immunizations(w *world.World, p *world.Person) (all []nhn.Resource) {
	r := w.Dice("sysvak", p.Number)
	for _, v := range vaccines {
		for i, months := range v.months {
			at, id, chance := p.Born.AddDate(0, months, r.IntN(20)), world.GUID(r), r.IntN(24)
			if p.Key == "nils" || at.After(w.Today()) || at.Year() < v.since {
				continue
			}
			one := nhn.Resource{
				"resourceType": "Immunization", "id": id, "status": "completed", "occurrenceDateTime": at.Format(time.DateOnly), "lotNumber": id[:6],
				"vaccineCode":     nhn.Coded(v.name, "http://www.whocc.no/atc", v.atc, "http://fhi.no/fhir/CodeSystem/sysvak", v.code),
				"performer":       []any{nhn.Resource{"actor": nhn.Resource{"display": world.Pick(r, []string{"Eksempel helsestasjon", "Prøve legesenter"})}}},
				"protocolApplied": []any{nhn.Resource{"targetDisease": nhn.InWords(v.diseases...), "doseNumberPositiveInt": i + 1}},
			}
			if p.Key == "line" && v.code == "EKS06" && i == 1 {
				chance = 1
			}
			switch chance {
			case 0:
				one["status"] = "entered-in-error"
			case 1:
				one["status"], one["statusReason"] = "not-done", nhn.Coded("Ønsket ikke vaksinen")
			case 2:
				one["occurrenceDateTime"] = at.Format("2006")
			}
			all = append(all, one)
		}
	}
	return all
}

// recommendations are for all adults, with more for people over 65.
func recommendations(w *world.World, p *world.Person) []nhn.Resource {
	autumn := time.Date(w.Today().Year(), 10, 1, 0, 0, 0, 0, w.Zone())
	var all []any
	for _, one := range []struct {
		from                         int // years of age
		status, disease, description string
	}{{0, "complete", "Meslinger", "Fullvaksinert"}, {18, "overdue", "Stivkrampe", "Påfyll hvert tiende år"}, {65, "due", "Influensa", "Hvert år for alle over 65 år"}} {
		if !p.Born.AddDate(one.from, 0, 0).After(autumn) {
			all = append(all, nhn.Resource{
				"targetDisease": nhn.InWords(one.disease), "description": one.description,
				"forecastStatus": nhn.Coded("", "http://terminology.hl7.org/CodeSystem/immunization-recommendation-status", one.status),
				"dateCriterion":  []any{nhn.Resource{"code": nhn.Coded("", "http://loinc.org", "30980-7"), "value": autumn.Format(time.DateOnly)}},
			})
		}
	}
	return []nhn.Resource{{"resourceType": "ImmunizationRecommendation", "id": world.GUID(w.Dice("sysvak", "recommended", p.Number)), "date": autumn.Format(time.DateOnly), "recommendation": all}}
}

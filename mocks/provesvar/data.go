package provesvar

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

const (
	extension = "http://nhn.no/fhir/nilar/StructureDefinition/"
	list      = "http://ehelse.no/fhir/CodeSystem/no-kodeverk-" // as PPS still writes them
	systemNPU = "http://npu-terminology.org"
)

// analyses are of a blood sample: by NPU, with unit, reference range, and values that
// are seen.
var analyses = []struct {
	code, name, unit, low, high string
	values                      []string
}{
	{"NPU28309", "Hemoglobin", "g/dL", "11.7", "15.3", []string{"13.4", "14.10", "10.9"}},
	{"NPU19763", "Ferritin", "µg/L", "15", "150", []string{"42", "9", "210"}},
	{"NPU19748", "CRP", "mg/L", "0", "5", []string{"1", "3", "28"}},
	{"NPU03230", "Kalium", "mmol/L", "3.6", "4.6", []string{"4.0", "3.9", "5.1"}},
	{"NPU27300", "HbA1c", "mmol/mol", "20", "42", []string{"33", "36", "51"}},
}

// chart is what there is on somebody.
type chart struct {
	r                                 *rand.Rand
	reports, specimens, observations []nhn.Record
}

// of is the same each time. Line has a report that was corrected and a culture with
// resistance, nils has nothing, others something.
func of(w *world.World, p *world.Person) *chart {
	c := &chart{r: w.Dice("provesvar", p.Number)}
	kinds := []func(*chart, time.Time, string) nhn.Record{(*chart).blood, (*chart).culture, (*chart).xray}
	several := 1 + c.r.IntN(4)
	if p.Key == "line" {
		several = len(kinds)
	}
	for i := 0; i < several && p.Key != "nils"; i++ {
		at := w.Today().AddDate(0, 0, -20-97*i).Add(8*time.Hour + 10*time.Minute)
		if at.Before(p.Born) {
			break
		}
		issued, id := at.AddDate(0, 0, 1), world.GUID(c.r)
		first := issued
		if p.Key == "line" && i == 0 || c.r.IntN(6) == 0 {
			issued = issued.AddDate(0, 0, 3)
		}
		one := kinds[i%len(kinds)](c, at, id)
		for name, value := range (nhn.Record{
			"resourceType": "DiagnosticReport", "id": id, "status": "final", "effectiveDateTime": stamp(at), "issued": stamp(issued),
			"identifier": []any{nhn.Record{"system": "urn:oid:2.16.578.1.34.1000.1", "value": id}}, "extension": []any{nhn.Record{"url": extension + "reportdate", "valueDateTime": stamp(first)}},
			"performer": []any{nhn.Record{"reference": "#lab"}}, "basedOn": []any{nhn.Record{"reference": "#order"}},
			"contained": []any{
				nhn.Record{"resourceType": "Organization", "id": "lab", "name": world.Pick(c.r, []string{"Eksempel laboratorium", "Tenkt sykehus, laboratoriet"})},
				nhn.Record{"resourceType": "Practitioner", "id": "gp", "name": []any{nhn.Record{"family": "Modellmo", "given": []any{"Marte", "Tenkt"}}}},
				nhn.Record{"resourceType": "ServiceRequest", "id": "order", "status": "active", "intent": "order", "requester": nhn.Record{"reference": "#gp"}},
			},
		}) {
			one[name] = value
		}
		c.reports = append(c.reports, one)
	}
	return c
}

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

func (c *chart) sampled(at time.Time, of string) []any {
	id := world.GUID(c.r)
	c.specimens = append(c.specimens, nhn.Record{
		"resourceType": "Specimen", "id": id, "accessionIdentifier": nhn.Record{"value": id[:8]}, "type": nhn.Coded(of), "collection": nhn.Record{"collectedDateTime": stamp(at)},
	})
	return []any{nhn.Record{"reference": "Specimen/" + id}}
}

// found adds a finding of a report, and gives the reference to it.
func (c *chart) found(report, status string, o nhn.Record) nhn.Record {
	id := world.GUID(c.r)
	o["resourceType"], o["id"], o["status"] = "Observation", id, "final"
	o["extension"] = []any{
		nhn.Record{"url": extension + "diagnosticreportref", "valueReference": nhn.Record{"reference": "DiagnosticReport/" + report}},
		nhn.Record{"url": extension + "resultstatus", "valueCodeableConcept": nhn.Coded("", list+"8245", status)},
		nhn.Record{"url": extension + "history", "valueBoolean": c.r.IntN(8) == 0},
	}
	c.observations = append(c.observations, o)
	return nhn.Record{"reference": "Observation/" + id}
}

func (c *chart) blood(at time.Time, report string) nhn.Record {
	for _, a := range analyses {
		value := world.Pick(c.r, a.values)
		bound := func(v string) nhn.Record { return nhn.Record{"value": json.Number(v), "unit": a.unit} }
		o := nhn.Record{
			"code": nhn.Coded(a.name, systemNPU, a.code), "valueQuantity": bound(value), "referenceRange": []any{nhn.Record{"low": bound(a.low), "high": bound(a.high)}},
		}
		number := func(s string) float64 { f, _ := strconv.ParseFloat(s, 64); return f }
		if v := number(value); v > number(a.high) {
			o["interpretation"] = []any{nhn.Coded("", list+"8244", "1")}
		} else if v < number(a.low) {
			o["interpretation"] = []any{nhn.Coded("", list+"8244", "2")}
		}
		c.found(report, "3", o)
	}
	return nhn.Record{"code": nhn.Coded("Blodprøve"), "category": []any{nhn.Coded("Medisinsk biokjemi", list+"8202", "CLIN")}, "specimen": c.sampled(at, "Blod")}
}

// culture is a tree: the culture, what grew, and what that can be treated with.
func (c *chart) culture(at time.Time, report string) nhn.Record {
	var resistance []any
	for _, drug := range []string{"Ampicillin", "Mecillinam", "Nitrofurantoin"} {
		resistance = append(resistance, c.found(report, "3", nhn.Record{"code": nhn.Coded(drug), "valueString": world.Pick(c.r, []string{"Følsom", "Resistent"})}))
	}
	grew := c.found(report, "3", nhn.Record{"code": nhn.Coded("Funn"), "valueCodeableConcept": nhn.Coded("Escherichia coli", "http://snomed.info/sct", "112283007"), "hasMember": resistance})
	c.found(report, "3", nhn.Record{"code": nhn.Coded("Dyrkning av urin"), "hasMember": []any{grew}, "note": []any{nhn.Record{"text": "Rikelig vekst"}}})
	return nhn.Record{"code": nhn.Coded("Urindyrkning"), "category": []any{nhn.Coded("Medisinsk mikrobiologi", list+"8202", "MBIO")}, "specimen": c.sampled(at, "Urin")}
}

func (*chart) xray(time.Time, string) nhn.Record {
	return nhn.Record{"code": nhn.Coded("Røntgen thorax"), "category": []any{nhn.Coded("Radiologi", list+"8202", "RAD")}, "conclusion": "Normale funn."}
}

package provesvar

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"strconv"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

const (
	extension = "http://nhn.no/fhir/nilar/StructureDefinition/"
	list      = "http://ehelse.no/fhir/CodeSystem/no-kodeverk-" // the form PPS still uses
	systemNPU = "http://npu-terminology.org"
)

// analyses are of a blood sample: NPU code, unit, reference range and typical values.
var analyses = []struct {
	code, name, unit, low, high string
	values                      []string
}{
	{"NPU28309", "Hemoglobin", "g/dL", "11.7", "15.3", []string{"13.4", "14.2", "10.9"}},
	{"NPU19763", "Ferritin", "µg/L", "15", "150", []string{"42", "9", "210"}},
	{"NPU19748", "CRP", "mg/L", "0", "5", []string{"1", "3", "28"}},
	{"NPU03230", "Kalium", "mmol/L", "3.6", "4.6", []string{"4.1", "3.9", "5.1"}},
	{"NPU27300", "HbA1c", "mmol/mol", "20", "42", []string{"33", "36", "51"}},
}

// chart is the test results of one person.
type chart struct {
	told                  []nhn.Resource // of the reports
	r                     *rand.Rand
	reports, observations []nhn.Record
}

// chartOf is the same each time. Line has a corrected report and a culture with
// resistance, nils has nothing, others have something.
func chartOf(w *world.World, p *world.Person) *chart {
	c := &chart{r: w.Dice("provesvar", p.Number)}
	kinds := []func(*chart, string) (nhn.Resource, string){(*chart).blood, (*chart).culture, (*chart).xray}
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
		one, material := kinds[i%len(kinds)](c, id)
		maps.Copy(one, nhn.Resource{
			"resourceType": "DiagnosticReport", "id": id, "status": "final", "effectiveDateTime": stamp(at), "issued": stamp(issued),
			"identifier": []any{nhn.Resource{"system": "urn:oid:2.16.578.1.34.1000.1", "value": id}}, "extension": []any{nhn.Resource{"url": extension + "reportdate", "valueDateTime": stamp(first)}},
			"performer": []any{nhn.Resource{"reference": "#lab"}}, "basedOn": []any{nhn.Resource{"reference": "#order"}},
			"contained": []any{
				nhn.Resource{"resourceType": "Organization", "id": "lab", "name": world.Pick(c.r, []string{"Eksempel laboratorium", "Tenkt sykehus, laboratoriet"})},
				nhn.Resource{"resourceType": "Practitioner", "id": "gp", "name": []any{nhn.Resource{"family": "Modellmo", "given": []any{"Marte", "Tenkt"}}}},
				nhn.Resource{"resourceType": "ServiceRequest", "id": "order", "status": "active", "intent": "order", "requester": nhn.Resource{"reference": "#gp"}},
			},
		})
		c.told = append(c.told, one)
		c.reports = append(c.reports, c.sampled(one, at, material))
	}
	return c
}

// Records are a person's reports, for what is told of them elsewhere.
func Records(w *world.World, p *world.Person) []nhn.Resource { return chartOf(w, p).told }

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

// sampled returns a report with its sample, if there was one.
func (c *chart) sampled(report nhn.Resource, at time.Time, material string) nhn.Record {
	r := nhn.Record{Resource: nhn.Told("subject", report)}
	if id := world.GUID(c.r); material != "" {
		report["specimen"] = []any{nhn.Resource{"reference": "Specimen/" + id}}
		r.Includes = append(r.Includes, nhn.Told("subject", nhn.Resource{
			"resourceType": "Specimen", "id": id, "accessionIdentifier": nhn.Resource{"value": id[:8]}, "type": nhn.Coded(material), "collection": nhn.Resource{"collectedDateTime": stamp(at)},
		}))
	}
	return r
}

// found adds a finding to a report, and returns a reference to it.
func (c *chart) found(report string, o nhn.Resource) nhn.Resource {
	id := world.GUID(c.r)
	o["resourceType"], o["id"], o["status"] = "Observation", id, "final"
	o["extension"] = []any{
		nhn.Resource{"url": extension + "diagnosticreportref", "valueReference": nhn.Resource{"reference": "DiagnosticReport/" + report}},
		nhn.Resource{"url": extension + "resultstatus", "valueCodeableConcept": nhn.Coded("", list+"8245", "3")},
		nhn.Resource{"url": extension + "history", "valueBoolean": c.r.IntN(8) == 0},
	}
	c.observations = append(c.observations, nhn.Record{Resource: nhn.Told("subject", o)})
	return nhn.Resource{"reference": "Observation/" + id}
}

func (c *chart) blood(report string) (nhn.Resource, string) {
	for _, a := range analyses {
		value := world.Pick(c.r, a.values)
		bound := func(v string) nhn.Resource { return nhn.Resource{"value": json.Number(v), "unit": a.unit} }
		o := nhn.Resource{
			"code": nhn.Coded(a.name, systemNPU, a.code), "valueQuantity": bound(value), "referenceRange": []any{nhn.Resource{"low": bound(a.low), "high": bound(a.high)}},
		}
		number := func(s string) float64 { f, _ := strconv.ParseFloat(s, 64); return f }
		if v := number(value); v > number(a.high) {
			o["interpretation"] = []any{nhn.Coded("", list+"8244", "1")}
		} else if v < number(a.low) {
			o["interpretation"] = []any{nhn.Coded("", list+"8244", "2")}
		}
		c.found(report, o)
	}
	return nhn.Resource{"code": nhn.Coded("Blodprøve"), "category": []any{nhn.Coded("Medisinsk biokjemi", list+"8202", "CLIN")}}, "Blod"
}

// culture adds a tree: the culture, what grew, and its susceptibilities.
func (c *chart) culture(report string) (nhn.Resource, string) {
	var resistance []any
	for _, drug := range []string{"Ampicillin", "Mecillinam", "Nitrofurantoin"} {
		resistance = append(resistance, c.found(report, nhn.Resource{"code": nhn.Coded(drug), "valueString": world.Pick(c.r, []string{"Følsom", "Resistent"})}))
	}
	grew := c.found(report, nhn.Resource{"code": nhn.Coded("Funn"), "valueCodeableConcept": nhn.Coded("Escherichia coli", "http://snomed.info/sct", "112283007"), "hasMember": resistance})
	c.found(report, nhn.Resource{"code": nhn.Coded("Dyrkning av urin"), "hasMember": []any{grew}, "note": []any{nhn.Resource{"text": "Rikelig vekst"}}})
	return nhn.Resource{"code": nhn.Coded("Urindyrkning"), "category": []any{nhn.Coded("Medisinsk mikrobiologi", list+"8202", "MBIO")}}, "Urin"
}

func (*chart) xray(string) (nhn.Resource, string) {
	return nhn.Resource{"code": nhn.Coded("Røntgen thorax"), "category": []any{nhn.Coded("Radiologi", list+"8202", "RAD")}, "conclusion": "Normale funn."}, ""
}

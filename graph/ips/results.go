package ips

import (
	"strings"

	"helsegraf/sources/fhir"
	"helsegraf/sources/provesvar"
)

const (
	systemDiagnostic     = "http://terminology.hl7.org/CodeSystem/v2-0074"
	systemObservation    = "http://terminology.hl7.org/CodeSystem/observation-category"
	systemInterpretation = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
)

// kinds are how the guide has each kind of test: the code of v2-0074, the
// category of its observations and their profile. OTHER has none.
var kinds = map[provesvar.TestResultCategory]struct{ section, category, profile string }{
	provesvar.Laboratory:   {"LAB", "laboratory", "Observation-results-laboratory-pathology-uv-ips"},
	provesvar.Microbiology: {"MB", "laboratory", "Observation-results-laboratory-pathology-uv-ips"},
	provesvar.Pathology:    {"PAT", "laboratory", "Observation-results-laboratory-pathology-uv-ips"},
	provesvar.Imaging:      {"RAD", "imaging", "Observation-results-radiology-uv-ips"},
}

type diagnosticReport struct {
	head
	Status     string      `json:"status"`
	Category   []concept   `json:"category,omitempty"`
	Code       concept     `json:"code"`
	Subject    *reference  `json:"subject"`
	On         string      `json:"effectiveDateTime,omitzero"`
	NotOn      *absent     `json:"_effectiveDateTime,omitzero"`
	Issued     string      `json:"issued,omitzero"`
	Performer  []reference `json:"performer,omitempty"`
	Result     []reference `json:"result,omitempty"`
	Conclusion string      `json:"conclusion,omitzero"`
}

type observation struct {
	head
	Status         string           `json:"status"`
	Category       []concept        `json:"category,omitempty"`
	Code           concept          `json:"code"`
	Subject        *reference       `json:"subject"`
	On             string           `json:"effectiveDateTime,omitzero"`
	NotOn          *absent          `json:"_effectiveDateTime,omitzero"`
	Performer      []reference      `json:"performer"`
	Quantity       *quantity        `json:"valueQuantity,omitzero"`
	Value          *concept         `json:"valueCodeableConcept,omitzero"`
	Words          string           `json:"valueString,omitzero"`
	Absent         *concept         `json:"dataAbsentReason,omitzero"`
	Interpretation []concept        `json:"interpretation,omitempty"`
	Note           []annotation     `json:"note,omitempty"`
	Range          []referenceRange `json:"referenceRange,omitempty"`
	HasMember      []reference      `json:"hasMember,omitempty"`
}

type referenceRange struct {
	Low  *quantity `json:"low,omitzero"`
	High *quantity `json:"high,omitzero"`
	Text string    `json:"text,omitzero"`
}

func (d *Document) results() section {
	part := d.summary.Results
	s, ok := begin(d, "30954-2", "Relevant diagnostic tests/laboratory data Narrative", d.words.results, part)
	if s.empty == nil && !ok {
		none := nothing(d.words.none)
		s.empty = &none
	}
	if ok && (part.More || len(part.Items) > MaxReports) {
		part.Items = part.Items[:min(len(part.Items), MaxReports)]
		s.notes, s.additional = append(s.notes, d.words.latest(len(part.Items))), true
	}
	for i := range part.Items {
		s.entries = append(s.entries, *d.report(&s, &part.Items[i]))
	}
	return s
}

// report adds a report with its findings, and the rows about them.
func (d *Document) report(s *section, r *Report) *reference {
	kind := kinds[r.Category]
	id := newID()
	out := diagnosticReport{
		head: headOf("DiagnosticReport", id, "DiagnosticReport-uv-ips"), Status: unknown, Code: required(inWords(nil, r.Title)), Subject: d.patient,
		Issued: instant(r.IssuedAt), Conclusion: said(r.Note),
	}
	if r.Title == nil {
		out.Code = required(conceptOf(r.Type))
	}
	if r.Status != nil {
		out.Status = strings.ToLower(string(*r.Status))
	}
	if kind.section != "" {
		out.Category = append(out.Category, concept{Coding: []coding{{System: systemDiagnostic, Code: kind.section}}})
	}
	if c := conceptOf(r.Type); c != nil {
		out.Category = append(out.Category, *c)
	}
	out.On, out.NotOn = day(r.TakenOn)
	if by := unit(r.Laboratory); by != nil {
		out.Performer = []reference{*by}
	}
	comment := lines(d.words.code((*string)(r.Status)), said(r.Note))
	if r.Corrected != nil && *r.Corrected {
		comment = lines(d.words.corrected, said(r.Note))
	}
	s.lead(d.words.day((*fhir.PartialDate)(r.TakenOn)), d.named(r.Type, r.Title), "", "", comment)
	for i := range r.Findings {
		if !r.Findings[i].History {
			out.Result = append(out.Result, *d.finding(s, r, &out, &r.Findings[i], 0))
		}
	}
	return d.add(id, out)
}

// finding adds a finding of a report with its members, and the rows about them.
func (d *Document) finding(s *section, r *Report, of *diagnosticReport, f *provesvar.Observation, depth int) *reference {
	kind := kinds[r.Category]
	id := newID()
	o := observation{
		head: headOf("Observation", id, kind.profile), Status: statusOf(of.Status), Code: required(conceptOf(f.Code)), Subject: d.patient,
		On: of.On, NotOn: of.NotOn, Performer: of.Performer, Quantity: measure(f.Quantity, f.Comparator),
	}
	if kind.category != "" {
		o.Category = []concept{{Coding: []coding{{System: systemObservation, Code: kind.category}}}}
	}
	if len(o.Performer) == 0 {
		o.Performer = []reference{{Extension: because(unknown)}}
	}
	switch {
	case o.Quantity != nil:
	case f.Value != nil:
		o.Value = inWords(conceptOf(f.Value), f.Text)
	default:
		o.Words = said(f.Text)
	}
	if code := interpretations[fhir.Known(f.Flag)]; code != "" {
		o.Interpretation = []concept{{Coding: []coding{{System: systemInterpretation, Code: code}}}}
	}
	if said(f.Comment) != "" {
		o.Note = []annotation{{said(f.Comment)}}
	}
	o.Range = rangeOf(f)
	s.row("", strings.Repeat("– ", depth)+d.named(f.Code, nil), d.words.value(f), d.words.decimal(said(f.ReferenceRange)), lines(d.words.code((*string)(f.Flag)), said(f.Comment)))
	for i := range f.Members {
		if !f.Members[i].History {
			o.HasMember = append(o.HasMember, *d.finding(s, r, of, &f.Members[i], depth+1))
		}
	}
	if o.Quantity == nil && o.Value == nil && o.Words == "" && len(o.HasMember) == 0 {
		o.Absent = &concept{Coding: []coding{{System: systemAbsent, Code: unknown}}}
	}
	return d.add(id, o)
}

var interpretations = map[provesvar.ObservationFlag]string{"HIGH": "H", "LOW": "L", "OUTSIDE": "A"}

func rangeOf(f *provesvar.Observation) []referenceRange {
	out := referenceRange{Text: said(f.ReferenceRange)}
	end := func(at *fhir.Decimal) *quantity {
		if at == nil || f.Quantity == nil {
			return nil
		}
		return measure(&fhir.Quantity{Value: at, Unit: f.Quantity.Unit}, nil)
	}
	if out.Low, out.High = end(f.ReferenceLow), end(f.ReferenceHigh); out == (referenceRange{}) {
		return nil
	}
	return []referenceRange{out}
}

// statusOf is an Observation's status, by that of its report: Observation has no
// word for a report that is partly there.
func statusOf(report string) string {
	if report == "partial" {
		return "preliminary"
	}
	return report
}

// lines joins the sentences that there are.
func lines(all ...string) string {
	var out []string
	for _, one := range all {
		if one != "" {
			out = append(out, one)
		}
	}
	return strings.Join(out, ". ")
}

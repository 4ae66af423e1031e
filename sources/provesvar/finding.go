package provesvar

import (
	"cmp"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

const (
	systemStatus = fhir.VolvenOID + "8245"
	systemFlag   = fhir.VolvenOID + "8244"
	systemFlagV3 = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
	// deepest bounds the depth of a tree; microbiology has three levels.
	deepest = 8
)

// The code systems of findings, most specific first: NPU (as Norsk
// laboratoriekodeverk, 7280), NCRP and NORPAT.
var codes = []string{fhir.VolvenOID + "7280", "http://npu-terminology.org", fhir.VolvenOID + "7270", fhir.VolvenOID + "7010"}

type observation struct {
	fhir.Resource
	HasMember []fhir.Reference `json:"hasMember"`
	Component []result         `json:"component"`
	Note      []struct {
		Text string `json:"text"`
	} `json:"note"`
	Extension fhir.Extensions `json:"extension"`
	result
}

// result is a value of an Observation or a component.
type result struct {
	Code            *fhir.CodeableConcept `json:"code"`
	Quantity        *fhir.QuantityWire    `json:"valueQuantity"`
	Concept         *fhir.CodeableConcept `json:"valueCodeableConcept"`
	Range           *span                 `json:"valueRange"`
	Words           string                `json:"valueString"`
	DateTime        string                `json:"valueDateTime"`
	Absent          *fhir.CodeableConcept `json:"dataAbsentReason"`
	Interpretation  fhir.Concepts         `json:"interpretation"`
	ReferenceRanges []struct {
		span
		Text string `json:"text"`
	} `json:"referenceRange"`
}

type span struct {
	Low  fhir.QuantityWire `json:"low"`
	High fhir.QuantityWire `json:"high"`
}

// Findings are all findings about a person, by report.
type Findings struct {
	all      *fhir.Records[*observation]
	grant    policy.Grant
	byReport map[string][]*observation // by report id, the roots of its trees
	parts    map[string]Findings       // by report id, those read for some reports at a time
}

// findings sorts trees by report. A member is only shown below its parent: by
// itself it may be misleading.
func findings(all *fhir.Records[*observation], g policy.Grant) Findings {
	f := Findings{all: all, grant: g, byReport: map[string][]*observation{}}
	members := map[*observation]bool{}
	for _, o := range all.Standing {
		for _, ref := range o.HasMember {
			if m, ok := all.Find(&o.Resource, ref); ok && m != o {
				members[m] = true
			}
		}
	}
	for _, o := range fhir.Once(all.Standing, func(o *observation) string { return o.ID }, f.shown) {
		if !members[o] {
			id := o.Extension.At(extReport + "diagnosticreportref").Reference().ID("DiagnosticReport")
			f.byReport[id] = append(f.byReport[id], o)
		}
	}
	for _, roots := range f.byReport {
		slices.SortFunc(roots, func(a, b *observation) int { return strings.Compare(a.ID, b.ID) })
	}
	return f
}

func (f Findings) shown(o *observation) bool { return nhn.Shown(&o.Resource, f.grant) }

// Of returns the findings of a report, as trees.
func (f Findings) Of(t *TestResult) []Observation {
	if part, ok := f.parts[t.resource]; ok {
		return part.Of(t)
	}
	out := make([]Observation, 0, len(f.byReport[t.resource]))
	for _, o := range f.byReport[t.resource] {
		out = append(out, f.tree(o, deepest))
	}
	return out
}

func (f Findings) tree(o *observation, deep int) Observation {
	out := o.model()
	out.Status = o.Extension.At(extReport + "resultstatus").ValueCodeableConcept.In(systemStatus)
	out.History = o.Extension.Marked(extReport + "history")
	for _, n := range o.Note {
		out.Comment = cmp.Or(out.Comment, fhir.String(n.Text))
	}
	for i := range o.Component {
		out.Members = append(out.Members, o.Component[i].model())
	}
	for _, ref := range o.HasMember {
		if m, ok := f.all.Find(&o.Resource, ref); ok && deep > 0 && f.shown(m) {
			out.Members = append(out.Members, f.tree(m, deep-1))
		}
	}
	return out
}

func (r *result) model() Observation {
	out := Observation{Code: r.Code.Said(codes...), Flag: r.flag()}
	switch {
	case r.Quantity != nil && r.Quantity.Amount() != nil:
		out.Quantity, out.Comparator = r.Quantity.Amount(), fhir.String(r.Quantity.Comparator)
	case r.Concept != nil:
		out.Value, out.Text = r.Concept.Any(), fhir.String(r.Concept.Words())
	default:
		out.Text = fhir.String(cmp.Or(r.Words, r.Range.words(), r.DateTime, r.Absent.Words()))
	}
	if len(r.ReferenceRanges) > 0 { // others apply to other ages or the other sex
		one := &r.ReferenceRanges[0]
		out.ReferenceRange = fhir.String(cmp.Or(one.Text, one.words()))
		if low := one.Low.Amount(); low != nil {
			out.ReferenceLow = low.Value
		}
		if high := one.High.Amount(); high != nil {
			out.ReferenceHigh = high.Value
		}
	}
	return out
}

// words formats a range: "3.5–5.0 mmol/L", "≥ 60 mL/min" or "≤ 5 mg/L".
func (s *span) words() string {
	if s == nil {
		return ""
	}
	low, high := s.Low.Amount(), s.High.Amount()
	unit := " " + cmp.Or(s.High.Unit, s.Low.Unit, s.High.Code, s.Low.Code)
	switch {
	case low != nil && high != nil:
		return strings.TrimSpace(string(*low.Value) + "–" + string(*high.Value) + unit)
	case low != nil:
		return strings.TrimSpace("≥ " + string(*low.Value) + unit)
	case high != nil:
		return strings.TrimSpace("≤ " + string(*high.Value) + unit)
	}
	return ""
}

// flag is nil for a value within its range.
func (r *result) flag() *ObservationFlag {
	for flag, codes := range map[ObservationFlag][]string{"HIGH": {"1", "H", "HH", "HU"}, "LOW": {"2", "L", "LL", "LU"}, "OUTSIDE": {"3", "A", "AA"}} {
		for i := range r.Interpretation {
			if slices.ContainsFunc(codes, r.Interpretation[i].In(systemFlag, systemFlagV3).Is) {
				return &flag
			}
		}
	}
	return nil
}

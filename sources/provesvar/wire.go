package provesvar

import (
	"cmp"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

const (
	systemType = fhir.VolvenOID + "8202"
	extReport  = "http://nhn.no/fhir/nilar/StructureDefinition/"
)

type report struct {
	fhir.Resource
	Identifier        []fhir.Identifier     `json:"identifier"`
	BasedOn           []fhir.Reference      `json:"basedOn"`
	Category          fhir.Concepts         `json:"category"`
	Code              *fhir.CodeableConcept `json:"code"`
	EffectiveDateTime string                `json:"effectiveDateTime"`
	Issued            string                `json:"issued"`
	Performer         []fhir.Reference      `json:"performer"`
	Specimen          []fhir.Reference      `json:"specimen"`
	Conclusion        string                `json:"conclusion"`
	Extension         fhir.Extensions       `json:"extension"`
}

// beside is a resource that a report refers to: a Specimen, or the
// ServiceRequest it answers.
type beside struct {
	fhir.Resource
	Type       *fhir.CodeableConcept `json:"type"`
	Collection struct {
		At string `json:"collectedDateTime"`
	} `json:"collection"`
	Requester fhir.Reference `json:"requester"`
}

// reports collects a response about reports.
type reports struct {
	all               *fhir.Records[*report]
	specimens, orders *fhir.Records[*beside]
}

// results are the reports that may be shown. Of versions with separate ids, the
// last issued is the report.
func (a *reports) results(g policy.Grant) ([]nhn.Row[TestResult], error) {
	all := slices.Clone(a.all.Standing)
	slices.SortFunc(all, func(x, y *report) int {
		return cmp.Or(fhir.Began(y.Issued).Compare(fhir.Began(x.Issued)), strings.Compare(x.ID, y.ID))
	})
	shown := fhir.Once(all, (*report).key, func(r *report) bool { return nhn.Shown(&r.Resource, g) })
	out := make([]nhn.Row[TestResult], 0, len(shown))
	for _, r := range shown {
		if r.ID == "" { // without an id its findings cannot be identified
			return nil, sources.Garbled
		}
		t := r.result(g)
		for _, ref := range r.Specimen {
			if s, ok := a.specimens.Find(&r.Resource, ref); ok {
				t.Specimens = append(t.Specimens, Specimen{Material: s.Type.Said(fhir.SystemSNOMED), TakenAt: fhir.ParseInstant(s.Collection.At)})
				t.TakenOn = cmp.Or(t.TakenOn, fhir.ParseDate(s.Collection.At))
			}
		}
		for _, ref := range r.BasedOn {
			if o, ok := a.orders.Find(&r.Resource, ref); ok {
				t.Requester = cmp.Or(t.Requester, o.Party(o.Requester).Practitioner())
			}
		}
		out = append(out, nhn.Row[TestResult]{Position: nhn.PositionOf(r.EffectiveDateTime, t.ID.Key), Value: t})
	}
	return out, nil
}

func (r *report) key() string {
	for _, i := range r.Identifier {
		if i.Value != "" {
			return i.System + "|" + i.Value
		}
	}
	return r.ID
}

func (r *report) result(g policy.Grant) TestResult {
	subject, _ := g.Subject(policy.TestResult)
	kind := cmp.Or(fhir.In(r.Category, systemType), r.Code.In(systemType))
	first := r.Extension.At(extReport + "reportdate").ValueDateTime
	t := TestResult{
		ID: fhir.RecordID{Subject: subject, Key: r.key()}, resource: r.ID, Grant: g, Title: fhir.String(r.Code.Words()), Category: category(kind), Type: kind, Status: status(r.Status),
		TakenOn: fhir.ParseDate(r.EffectiveDateTime), IssuedAt: fhir.ParseInstant(r.Issued), FirstIssuedAt: fhir.ParseInstant(first),
		Note: fhir.String(cmp.Or(r.Extension.At(extReport+"comment").ValueString, r.Conclusion)),
	}
	if t.IssuedAt != nil && t.FirstIssuedAt != nil {
		corrected := t.IssuedAt.After(*t.FirstIssuedAt)
		t.Corrected = &corrected
	}
	for _, ref := range r.Performer {
		t.Laboratory = cmp.Or(t.Laboratory, r.Party(ref).Office())
	}
	return t
}

// category maps the main fields of code list 8202.
func category(kind *fhir.Coding) TestResultCategory {
	for category, fields := range map[TestResultCategory][]string{
		Microbiology: {"MBIO"}, Pathology: {"PAT"}, Laboratory: {"CLIN", "IMM", "FARM", "GEN", "BLOOD"}, Imaging: {"RAD", "CT", "MR", "UL", "NUK"},
	} {
		if slices.ContainsFunc(fields, kind.Is) {
			return category
		}
	}
	return Other
}

// status is nil if unknown to FHIR, or given as unknown.
func status(code string) *TestResultStatus {
	s := TestResultStatus(strings.ToUpper(code))
	switch code {
	case "registered", "partial", "preliminary", "final":
	case "amended", "corrected", "appended":
		s = "AMENDED"
	default:
		return nil
	}
	return &s
}

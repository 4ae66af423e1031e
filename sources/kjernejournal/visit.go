package kjernejournal

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// systemClass is HL7's list of kinds of encounters.
const systemClass = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

// Visit is a contact with specialist care (besøkshistorikk): where and when, not what
// it was about.
type Visit struct {
	ID                 fhir.RecordID
	Kind               *VisitKind // nil when the register says neither
	StartedOn, EndedOn *fhir.PartialDate
	Place              *fhir.Organization
}

// VisitKind is how a visit took place.
type VisitKind string

// The kinds of visits.
const (
	Outpatient VisitKind = "OUTPATIENT"
	Inpatient  VisitKind = "INPATIENT"
)

type encounter struct {
	fhir.Resource
	Class           fhir.CodingWire `json:"class"`
	ServiceProvider fhir.Reference  `json:"serviceProvider"`
	Period          struct {
		Start string `json:"start"`
		End   string `json:"end"`
	} `json:"period"`
}

// Void reports whether there was no visit, or not yet.
func (e *encounter) Void() bool {
	switch e.Status {
	case "planned", "arrived", "triaged":
		return true
	}
	return e.Resource.Void()
}

// Visits are the contacts with specialist care since 2008, latest first.
func (c *Client) Visits(ctx context.Context, g policy.Grant) ([]Visit, error) {
	s := nhn.Search{Operation: "Encounter/_search", Path: "/api/visits/v1/Encounter/_search", Type: "Encounter", Count: 100, Pages: maxPages}
	return nhn.List(ctx, c.register, g, policy.SummaryCareRecord, s, func(e *encounter) string { return e.Period.Start }, (*encounter).visit)
}

func (e *encounter) visit(id fhir.RecordID) (Visit, error) {
	switch e.Status {
	case "in-progress", "onleave", "finished", "unknown":
	default:
		return Visit{}, sources.Garbled // it may be a visit that was withdrawn
	}
	v := Visit{ID: id, StartedOn: fhir.ParsePartialDate(e.Period.Start), EndedOn: fhir.ParsePartialDate(e.Period.End), Place: e.Party(e.ServiceProvider).Office()}
	var kind VisitKind
	switch e.Class.Code {
	case "AMB", "SS", "VR":
		kind = Outpatient
	case "IMP", "ACUTE", "NONAC":
		kind = Inpatient
	}
	if kind != "" && (e.Class.System == "" || e.Class.System == systemClass) {
		v.Kind = &kind
	}
	return v, nil
}

// AccessLog is who has looked into the record of the subject of g, latest first.
func (c *Client) AccessLog(ctx context.Context, g policy.Grant) ([]nhn.RecordAccess, error) {
	s := nhn.Search{Path: "/api/access-log/v1/AuditEvent/_search", Count: 100, Pages: maxPages}
	return nhn.Accesses(ctx, c.register, g, policy.SummaryCareRecord, s, func(*nhn.Look) bool { return true })
}

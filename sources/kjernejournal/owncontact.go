package kjernejournal

import (
	"context"
	"slices"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// systemContactRole is HL7's table 0131, which says whether a contact is next of
// kin.
const systemContactRole = "http://terminology.hl7.org/CodeSystem/v2-0131"

// OwnContact is somebody the citizen has entered as a contact (egne
// registreringer). Absent values are nil.
type OwnContact struct {
	ID           fhir.RecordID
	Name         *fhir.HumanName
	Relationship *string
	NextOfKin    bool
	Phone        *string
	Since, Until *fhir.Date
}

type relatedPerson struct {
	fhir.Resource
	Active       *bool         `json:"active"`
	Relationship fhir.Concepts `json:"relationship"`
	Names        fhir.Names    `json:"name"`
	Telecom      []struct {
		System string `json:"system"`
		Value  string `json:"value"`
	} `json:"telecom"`
	Period struct {
		Start string `json:"start"`
		End   string `json:"end"`
	} `json:"period"`
}

// Void reports whether the entry was withdrawn: the register marks it inactive.
func (p *relatedPerson) Void() bool { return p.Active != nil && !*p.Active || p.Resource.Void() }

// OwnContacts are the contacts that the subject of g has entered. The search is
// assumed: no contract of the citizen's own entries is public. An incomplete list
// is refused.
func (c *Client) OwnContacts(ctx context.Context, g policy.Grant) ([]OwnContact, error) {
	s := nhn.Search{Operation: "RelatedPerson/_search", Path: "/api/own-entries/v1/RelatedPerson/_search", Type: "RelatedPerson", Count: 100, Pages: maxPages}
	return nhn.List(ctx, c.register, g, policy.SummaryCareRecord, s, func(p *relatedPerson) string { return p.Period.Start }, (*relatedPerson).contact)
}

func (p *relatedPerson) contact(id fhir.RecordID) (OwnContact, error) {
	c := OwnContact{ID: id, Name: p.Names.Usual(), Since: fhir.ParseDate(p.Period.Start), Until: fhir.ParseDate(p.Period.End)}
	c.NextOfKin = slices.ContainsFunc(p.Relationship, func(r fhir.CodeableConcept) bool { return r.Has(systemContactRole, "N") })
	// The table's own words are English, and say what NextOfKin does.
	var said fhir.Concepts
	for _, r := range p.Relationship {
		if r.In(systemContactRole) == nil || r.Text != "" {
			said = append(said, r)
		}
	}
	c.Relationship = fhir.String(said.Words())
	for _, t := range p.Telecom {
		if t.System == "phone" && c.Phone == nil {
			c.Phone = fhir.String(t.Value)
		}
	}
	return c, nil
}

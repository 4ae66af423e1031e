package kjernejournal

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// systemContactRole is HL7's table 0131, which says whether a contact is next of
// kin, or an employer.
const systemContactRole = "http://terminology.hl7.org/CodeSystem/v2-0131"

// OwnEntry is something the citizen has entered (egen registrering). Absent values are
// nil.
type OwnEntry struct {
	ID   fhir.RecordID // its key is unique over all kinds
	Kind OwnEntryKind
	Text *string // in words; nil for contacts and employers, which have a name
	// Of contacts and employers:
	Name         *fhir.HumanName
	Relationship *string
	Phone        *string
	Since, Until *fhir.Date // Since is when it was entered, for all kinds
}

// OwnEntryKind is what an entry is about.
type OwnEntryKind string

// The kinds of entries.
const (
	NextOfKin         OwnEntryKind = "NEXT_OF_KIN"
	OtherContact      OwnEntryKind = "CONTACT"
	Employer          OwnEntryKind = "EMPLOYER"
	Illness           OwnEntryKind = "ILLNESS"
	CommunicationNeed OwnEntryKind = "COMMUNICATION_NEED"
)

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

// OwnContacts are the contacts and employers that the subject of g has entered. An
// incomplete list is refused.
func (c *Client) OwnContacts(ctx context.Context, g policy.Grant) ([]OwnEntry, error) {
	return nhn.List(ctx, c.register, g, policy.SummaryCareRecord, entries("RelatedPerson"), func(p *relatedPerson) string { return p.Period.Start }, (*relatedPerson).entry)
}

// entries searches one type of entries.
func entries(resourceType string) nhn.Search {
	return nhn.Search{
		Operation: resourceType + "/_search", Path: "/api/own-entries/v1/" + resourceType + "/_search", Type: resourceType, Count: 100, Pages: maxPages,
	}
}

func (p *relatedPerson) entry(id fhir.RecordID) (OwnEntry, error) {
	c := OwnEntry{ID: id, Kind: OtherContact, Name: p.Names.Usual(), Since: fhir.ParseDate(p.Period.Start), Until: fhir.ParseDate(p.Period.End)}
	role := func(code string) bool {
		return slices.ContainsFunc(p.Relationship, func(r fhir.CodeableConcept) bool { return r.Has(systemContactRole, code) })
	}
	switch {
	case role("N"):
		c.Kind = NextOfKin
	case role("E"):
		c.Kind = Employer
	}
	// The table's own words are English, and say what Kind does.
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

// stated is an entry in words: a Condition, or an Observation of a need.
type stated struct {
	fhir.Resource
	Code              *fhir.CodeableConcept `json:"code"`
	ValueString       string                `json:"valueString"`
	RecordedDate      string                `json:"recordedDate"`
	EffectiveDateTime string                `json:"effectiveDateTime"`
}

func (s *stated) since() string { return cmp.Or(s.RecordedDate, s.EffectiveDateTime) }

func (s *stated) entry(id fhir.RecordID, kind OwnEntryKind) OwnEntry {
	words := s.Code.Words()
	if s.ValueString != "" {
		words = strings.TrimPrefix(words+": "+s.ValueString, ": ")
	}
	return OwnEntry{ID: id, Kind: kind, Text: fhir.String(words), Since: fhir.ParseDate(s.since())}
}

// OwnIllnesses are the illnesses that the subject of g has entered.
func (c *Client) OwnIllnesses(ctx context.Context, g policy.Grant) ([]OwnEntry, error) {
	return c.stated(ctx, g, "Condition", Illness)
}

// OwnNeeds are what the subject of g has entered that it takes to communicate.
func (c *Client) OwnNeeds(ctx context.Context, g policy.Grant) ([]OwnEntry, error) {
	return c.stated(ctx, g, "Observation", CommunicationNeed)
}

func (c *Client) stated(ctx context.Context, g policy.Grant, resourceType string, kind OwnEntryKind) ([]OwnEntry, error) {
	return nhn.List(ctx, c.register, g, policy.SummaryCareRecord, entries(resourceType), (*stated).since,
		func(s *stated, id fhir.RecordID) (OwnEntry, error) { return s.entry(id, kind), nil })
}

// MergeOwn is the entries of all types in one list, the last entered first. Each type
// has ids of its own, so the keys are made to differ.
func MergeOwn(parts ...[]OwnEntry) []OwnEntry {
	all := []OwnEntry{}
	for _, part := range parts {
		for _, e := range part {
			e.ID.Key = string(e.Kind) + "/" + e.ID.Key
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b OwnEntry) int {
		return cmp.Or(cmp.Compare(fhir.Known(b.Since), fhir.Known(a.Since)), cmp.Compare(a.ID.Key, b.ID.Key))
	})
	return all
}

package kjernejournal

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// systemCategory is our own list of what a Consent in the record is about.
const (
	systemCategory = "http://nhn.no/kj/fhir/CodeSystem/ConsentCategory"
	donorCard      = "donorkort"
)

// DonorCard is a yes to organ donation, without a choice of organs (donorkort).
type DonorCard struct {
	RegisteredOn *fhir.Date
	// Contacts are those who know of it, one or two.
	Contacts []DonorCardContact
}

// DonorCardContact is somebody who knows of a donor card.
type DonorCardContact struct {
	Name  *fhir.HumanName
	Phone *string
}

type consent struct {
	fhir.Resource
	Category  fhir.Concepts `json:"category"`
	DateTime  string        `json:"dateTime"`
	Provision struct {
		Type  string `json:"type"`
		Actor []struct {
			Reference fhir.Reference `json:"reference"`
		} `json:"actor"`
	} `json:"provision"`
}

// Void reports whether the consent does not hold: withdrawn, or never given.
func (c *consent) Void() bool {
	switch c.Status {
	case "inactive", "draft", "proposed":
		return true
	}
	return c.Resource.Void()
}

// DonorCard is the donor card of the subject of g, nil when there is none.
func (c *Client) DonorCard(ctx context.Context, g policy.Grant) (*DonorCard, error) {
	s := nhn.Search{Operation: "Consent/_search", Path: "/api/donor-card/v1/Consent/_search", Type: "Consent", Count: 20, Pages: maxPages}
	all, err := nhn.List(ctx, c.register, g, policy.DonorCard, s, func(c *consent) string { return c.DateTime }, (*consent).card)
	if err != nil {
		return nil, err
	}
	for _, card := range all {
		if card != nil {
			return card, nil
		}
	}
	return nil, nil //nolint:nilnil // most people have none
}

// card is nil for a consent to something else. One that does not say yes is Garbled:
// a no is no card, and is not kept.
func (c *consent) card(fhir.RecordID) (*DonorCard, error) {
	for _, about := range c.Category {
		if !about.Has(systemCategory, donorCard) {
			continue
		}
		if c.Status != "active" || c.Provision.Type != "permit" {
			return nil, sources.Garbled
		}
		card := &DonorCard{RegisteredOn: fhir.ParseDate(c.DateTime), Contacts: []DonorCardContact{}}
		for _, a := range c.Provision.Actor {
			by := c.Party(a.Reference)
			card.Contacts = append(card.Contacts, DonorCardContact{Name: by.Name, Phone: by.Phone})
		}
		return card, nil
	}
	return nil, nil //nolint:nilnil // documented
}

package sysvak

import (
	"cmp"
	"context"
	"slices"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// What the HelseID token is asked for, unless configuration says otherwise.
const (
	Audience = "fhi:sysvak"
	Scope    = "fhi:sysvak/immunization-read"
)

// Client asks SYSVAK. It is safe for concurrent use.
type Client struct{ *nhn.Client }

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client { return &Client{nhn.New(c, o)} }

// Vaccinations are those on record for the subject of g, the latest first. A list
// that is not whole is none: somebody might be vaccinated twice.
func (c *Client) Vaccinations(ctx context.Context, g policy.Grant) (Vaccinations, error) {
	v := Vaccinations{Given: []Vaccination{}, NotGiven: []Vaccination{}}
	_, err := nhn.List[struct{}, immunization](ctx, c.Client, g, policy.Vaccination, search("Immunization"), "Immunization", (*immunization).on, v.add)
	if err != nil {
		return Vaccinations{}, err
	}
	return v, nil
}

// Recommendations are the vaccines that the subject of g is recommended, the
// earliest due first, and those without a day last.
func (c *Client) Recommendations(ctx context.Context, g policy.Grant) ([]VaccineRecommendation, error) {
	const kind = "ImmunizationRecommendation"
	lists, err := nhn.List[[]VaccineRecommendation, recommendations](ctx, c.Client, g, policy.Vaccination, search(kind), kind, (*recommendations).issued, (*recommendations).due)
	if err != nil {
		return nil, err
	}
	all := append([]VaccineRecommendation{}, slices.Concat(lists...)...)
	slices.SortFunc(all, func(a, b VaccineRecommendation) int {
		return cmp.Or(cmp.Compare(a.Due(), b.Due()), cmp.Compare(a.Key, b.Key))
	})
	return all, nil
}

// search is for all of a type, of which nobody has many.
func search(kind string) nhn.Search {
	return nhn.Search{Operation: kind + "/_search", Path: "/sysvak/fhir/" + kind + "/_search", Count: 100, Pages: 20}
}

// Due is the day a recommendation is for, in its place among others.
func (r VaccineRecommendation) Due() fhir.PartialDate {
	if r.DueOn == nil {
		return "9999"
	}
	return *r.DueOn
}

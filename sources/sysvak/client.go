package sysvak

import (
	"cmp"
	"context"
	"slices"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "fhi:sysvak"
	Scope    = "fhi:sysvak/immunization-read"
)

// Client calls SYSVAK. It is safe for concurrent use.
type Client struct{ *nhn.Client }

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client { return &Client{nhn.New(c, o)} }

// Vaccinations are the vaccinations of the subject of g, latest first. An
// incomplete list is refused: somebody might be vaccinated twice.
func (c *Client) Vaccinations(ctx context.Context, g policy.Grant) (Vaccinations, error) {
	v := Vaccinations{Given: []Vaccination{}, NotGiven: []Vaccination{}}
	s := search("Immunization")
	s.Extract = true
	_, err := nhn.List[struct{}, immunization](ctx, c.Client, g, policy.Vaccination, s, (*immunization).on, v.add)
	return v, err
}

// Recommendations are the vaccines recommended for the subject of g, earliest
// due first, and those without a day last.
func (c *Client) Recommendations(ctx context.Context, g policy.Grant) ([]VaccineRecommendation, error) {
	lists, err := nhn.List[[]VaccineRecommendation, recommendations](ctx, c.Client, g, policy.Vaccination, search("ImmunizationRecommendation"), (*recommendations).issued, (*recommendations).due)
	all := append([]VaccineRecommendation{}, slices.Concat(lists...)...)
	slices.SortFunc(all, func(a, b VaccineRecommendation) int {
		return cmp.Or(cmp.Compare(a.Due(), b.Due()), cmp.Compare(a.ID.Key, b.ID.Key))
	})
	return all, err
}

// search finds all resources of a type; nobody has many.
func search(kind string) nhn.Search {
	return nhn.Search{Operation: kind + "/_search", Path: "/sysvak/fhir/" + kind + "/_search", Type: kind, Count: 100, Pages: 20}
}

package sysvak

import (
	"cmp"
	"context"
	"slices"

	"helsegraf/graph/policy"
	"helsegraf/sources"
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
	_, err := nhn.List[struct{}, immunization](ctx, c.Client, g, policy.Vaccination, search("Immunization"), (*immunization).on, v.add)
	return v, err
}

// Recommendations are the vaccines that the subject of g is recommended, the
// earliest due first, and those without a day last.
func (c *Client) Recommendations(ctx context.Context, g policy.Grant) ([]VaccineRecommendation, error) {
	lists, err := nhn.List[[]VaccineRecommendation, recommendations](ctx, c.Client, g, policy.Vaccination, search("ImmunizationRecommendation"), (*recommendations).issued, (*recommendations).due)
	all := append([]VaccineRecommendation{}, slices.Concat(lists...)...)
	slices.SortFunc(all, func(a, b VaccineRecommendation) int {
		return cmp.Or(cmp.Compare(a.Due(), b.Due()), cmp.Compare(a.ID.Key, b.ID.Key))
	})
	return all, err
}

// search is for all of a type, of which nobody has many.
func search(kind string) nhn.Search {
	return nhn.Search{Operation: kind + "/_search", Path: "/sysvak/fhir/" + kind + "/_search", Type: kind, Count: 100, Pages: 20}
}

package helsekontakter

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:helsenorge.eksternapi"
	Scope    = "nhn:helsenorge.eksternapi/helsekontakter_read"
)

// Client calls Helsekontakter. It is safe for concurrent use.
type Client struct{ *nhn.Client }

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client { return &Client{nhn.New(c, o)} }

// Contacts are the subject's contacts that the holder of g may see, in a fixed order.
func (c *Client) Contacts(ctx context.Context, g policy.Grant) (out Contacts, err error) {
	subject, ok := g.Subject(policy.HealthContact)
	if !ok {
		return out, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	e := episodes{
		all:   fhir.Collect[episode](set, "EpisodeOfCare", true, fhir.Patient[*episode]),
		teams: fhir.Collect[careTeam](set, "CareTeam", false, fhir.Patient[*careTeam]),
		units: fhir.Collect[organization](set, "Organization", false, nil),
	}
	s := nhn.Search{Operation: "EpisodeOfCare/_search", Path: "/helsekontakter/api/v1/EpisodeOfCare/_search", Count: 100, Pages: 20, Missing: nhn.Told}
	err = c.Ask(ctx, subject, s, set, func(_ *sources.Response, whole bool) (err error) {
		out, err = e.contacts(g, subject)
		out.Complete = out.Complete && whole
		return err
	})
	return out, err
}

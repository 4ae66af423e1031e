package henvisninger

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
	Scope    = "nhn:helsenorge.eksternapi/henvisninger_read"
)

// Client calls the register of referrals. It is safe for concurrent use.
type Client struct{ *nhn.Client }

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client { return &Client{nhn.New(c, o)} }

// Referrals are the subject's referrals that the holder of g may see, last received
// first. An incomplete response is refused: a deadline might be missed.
func (c *Client) Referrals(ctx context.Context, g policy.Grant) (out []Referral, err error) {
	subject, ok := g.Subject(policy.Referral)
	if !ok {
		return nil, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	all := fhir.Collect[serviceRequest](set, "ServiceRequest", true, fhir.Patient[*serviceRequest])
	s := nhn.Search{Operation: "ServiceRequest/_search", Path: "/henvisninger/api/v1/ServiceRequest/_search", Count: 100, Pages: 20}
	err = c.Ask(ctx, subject, s, set, func(*sources.Response, bool) (err error) {
		out, err = referrals(all.Standing, g, subject)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

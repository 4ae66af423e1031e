package pasientreiser

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:pasientreiser"
	Scope    = "nhn:pasientreiser/reise-read"
)

var (
	opClaims = sources.Operation{Name: "soknader", Repeatable: true, Accepts: []string{"application/json"}}
	opTrips  = sources.Operation{Name: "rekvirerte", Repeatable: true, Accepts: []string{"application/json"}}
)

// Client calls Pasientreiser. It is safe for concurrent use.
type Client struct{ *nhn.Client }

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client { return &Client{nhn.New(c, o)} }

// Claims are the claims of g's subject that its holder may see, the last begun
// first. A Grant that is not for PATIENT_TRAVEL is Denied, without a call.
func (c *Client) Claims(ctx context.Context, g policy.Grant) ([]TravelClaim, error) {
	subject, ok := g.Subject(policy.PatientTravel)
	if !ok {
		return nil, sources.Denied
	}
	var w claimsWire
	if err := c.Read(ctx, opClaims, "/pasientreiser/api/v1/soknader/sok", subject, &w); err != nil {
		return nil, err
	}
	return w.model(g, subject)
}

// Trips are the transport ordered for g's subject from today on that its holder may
// see, the first one first. A Grant that is not for PATIENT_TRAVEL is Denied,
// without a call.
func (c *Client) Trips(ctx context.Context, g policy.Grant) ([]OrderedTrip, error) {
	subject, ok := g.Subject(policy.PatientTravel)
	if !ok {
		return nil, sources.Denied
	}
	var w tripsWire
	if err := c.Read(ctx, opTrips, "/pasientreiser/api/v1/rekvirerte/sok", subject, &w); err != nil {
		return nil, err
	}
	return w.model(g, subject)
}

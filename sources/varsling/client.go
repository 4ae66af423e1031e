package varsling

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:varsling"
	Scope    = "nhn:varsling/varsling-read"
)

var (
	opSettings = sources.Operation{Name: "innstillinger", Repeatable: true, Accepts: []string{"application/json"}}
	opEvents   = sources.Operation{Name: "hendelser", Repeatable: true, Accepts: []string{"application/json"}}
)

// Client calls Varsling. It is safe for concurrent use.
type Client struct{ *nhn.Client }

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client { return &Client{nhn.New(c, o)} }

// Settings are the settings of g's subject. A Grant that is not for PROFILE is
// Denied, without a call.
func (c *Client) Settings(ctx context.Context, g policy.Grant) (NotificationSettings, error) {
	subject, ok := g.Subject(policy.Profile)
	if !ok {
		return NotificationSettings{}, sources.Denied
	}
	var w settingsWire
	if err := c.Read(ctx, opSettings, "/varsling/api/v1/innstillinger/sok", subject, &w); err != nil {
		return NotificationSettings{}, err
	}
	return w.model(g), nil
}

package verktoy

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:verktoy"
	Scope    = "nhn:verktoy/verktoy-read"
)

var opTools = sources.Operation{Name: "verktoy", Repeatable: true, Accepts: []string{"application/json"}}

// Client calls Verktøy. It is safe for concurrent use.
type Client struct{ *nhn.Client }

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client { return &Client{nhn.New(c, o)} }

// Tools are the tools and courses offered to g's subject, by title. A Grant that is
// not for TOOLS is Denied, without a call.
func (c *Client) Tools(ctx context.Context, g policy.Grant) ([]Tool, error) {
	subject, ok := g.Subject(policy.Tools)
	if !ok {
		return nil, sources.Denied
	}
	var w toolsWire
	if err := c.Read(ctx, opTools, "/verktoy/api/v1/verktoy/sok", subject, &w); err != nil {
		return nil, err
	}
	return w.model(g, subject)
}

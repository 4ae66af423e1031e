package registers

import (
	"context"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
	"helsegraf/resolvers"
	"helsegraf/sources"
)

// Register is a register, to those who run it or try it.
type Register struct {
	sources.About
	// Settings are those of a configuration that says nothing yet; nil for a
	// register that has endpoints only.
	Settings func() sources.Settings
	// Demo are those of the demonstration; nil where nothing needs saying there.
	Demo func() sources.Settings
	// Connect makes its client and puts it among the others. It is not called where
	// no endpoint of it is configured.
	Connect func(to *resolvers.Registers, c Connection) error
	// Ask asks an endpoint, by its part, what is about nobody; nil where all have a
	// reason why not.
	Ask func(ctx context.Context, r *resolvers.Registers, part string) error
	// StandIn makes its stand-in.
	StandIn func(*world.World, *issuer.Issuer) *standin.StandIn
	// Queries show what it gives.
	Queries []Query
}

// Connection is what a client is made from.
type Connection struct {
	// Endpoints are those configured, by part.
	Endpoints map[string]*sources.Client
	// Settings are as the row makes them, filled in; nil where it makes none.
	Settings sources.Settings
	// SourceSystem is name and version of the gateway, as registers are told.
	SourceSystem string
	// Norway is where days begin and end.
	Norway *time.Location
}

// Query is a query by which it is seen how a register answers, and how it fails.
type Query struct {
	// Name is the query's, among all.
	Name string
	// Part is the endpoint it is of; "" is all that answer.
	Part string
	// On is where Selection stands.
	On Place
	// Selection is made of what is no different when asked again.
	Selection string
	// Field is the path to what the register gives, from where Selection stands.
	Field string
	// Pages tells that the register gives it in pages.
	Pages bool
}

// Place is where a selection stands in a query.
type Place string

// The places. What stands at the root is asked by nobody.
const (
	OnPerson Place = "viewer.person."
	OnViewer Place = "viewer."
	AtRoot   Place = ""
)

// Endpoint is one address of a register.
type Endpoint struct {
	sources.Endpoint
	Register *Register
}

// Key is its key in the configuration, below registers.
func (e Endpoint) Key() string { return e.Register.KeyOf(e.Endpoint) }

// Prefix is what its stand-in has before the paths of the register.
func (e Endpoint) Prefix() string {
	if e.Region == "" {
		return ""
	}
	return "/" + e.Part
}

// RegionKey is the health region whose endpoint it is, as the schema has it, or "".
func (e Endpoint) RegionKey() string { return strings.TrimPrefix(e.Prefix(), "/") }

// Endpoints are those of all registers.
func Endpoints(of []Register) []Endpoint {
	var out []Endpoint
	for i := range of {
		for _, e := range of[i].Endpoints {
			out = append(out, Endpoint{e, &of[i]})
		}
	}
	return out
}

// Section is the configuration's section of registers, from what is said of each
// endpoint by its key.
func Section(of map[string]any) map[string]any {
	out := map[string]any{}
	for key, one := range of {
		register, part, parted := strings.Cut(key, ".")
		if !parted {
			out[register] = one
			continue
		}
		parts, ok := out[register].(map[string]any)
		if !ok {
			parts = map[string]any{}
			out[register] = parts
		}
		parts[part] = one
	}
	return out
}

// regions are the clients of the endpoints in their order.
func (c Connection) regions(a sources.About) []*sources.Client {
	var out []*sources.Client
	for _, e := range a.Endpoints {
		if one := c.Endpoints[e.Part]; one != nil {
			out = append(out, one)
		}
	}
	return slices.Clip(out)
}

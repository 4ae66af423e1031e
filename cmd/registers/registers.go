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

// Register is a register as operators and tests see it.
type Register struct {
	sources.About
	// Settings returns the register's own settings before configuration; nil for
	// a register that has endpoints only.
	Settings func() sources.Settings
	// Demo returns the settings of the demonstration; nil where it needs none.
	Demo func() sources.Settings
	// Fresh are own settings, by key, with which nothing is kept between requests:
	// what is kept hides faults. Nil when nothing is.
	Fresh map[string]any
	// Connect makes the client and sets it in to. It is not called when no
	// endpoint of the register is configured.
	Connect func(to *resolvers.Registers, c Connection) error
	// Probe makes a call to an endpoint, by its part, that concerns no person; nil
	// when every endpoint has a reason not to be probed.
	Probe func(ctx context.Context, r *resolvers.Registers, part string) error
	// StandIn makes the stand-in.
	StandIn func(*world.World, *issuer.Issuer) *standin.StandIn
	// Queries are sample queries of the register's fields.
	Queries []Query
}

// Connection is what a client is made from.
type Connection struct {
	// Endpoints are the configured endpoints, by part.
	Endpoints map[string]*sources.Client
	// Settings are the row's Settings, filled in; nil when it has none.
	Settings sources.Settings
	// SourceSystem is the gateway's name and version, as sent to registers.
	SourceSystem string
	// Norway is the time zone in which days begin and end.
	Norway *time.Location
}

// Query is a query that shows how a register answers, and how it fails.
type Query struct {
	// Name is unique among all queries.
	Name string
	// Part is the endpoint it reads; "" is every endpoint that answers.
	Part string
	// On is where Selection is placed.
	On Place
	// Selection gives the same answer each time.
	Selection string
	// Field is the path to the register's data, from where Selection is placed.
	Field string
	// Also are the keys of other registers that Selection reads.
	Also []string
	// Pages reports that the register returns it in pages.
	Pages bool
	// MayBeNull reports that Field is null for many people without an error.
	MayBeNull bool
}

// Place is where a selection is placed in a query.
type Place string

// The places. A selection at the root needs no login.
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

// Prefix is the stand-in's path prefix before the register's own paths.
func (e Endpoint) Prefix() string {
	if e.Region == "" {
		return ""
	}
	return "/" + e.Part
}

// RegionKey is the endpoint's health region, by schema name, or "".
func (e Endpoint) RegionKey() string { return strings.TrimPrefix(e.Prefix(), "/") }

// Endpoints are the endpoints of all registers.
func Endpoints(of []Register) []Endpoint {
	var out []Endpoint
	for i := range of {
		for _, e := range of[i].Endpoints {
			out = append(out, Endpoint{e, &of[i]})
		}
	}
	return out
}

// Section is the configuration's section of registers, made from a value for
// each endpoint key.
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

// regions are the clients of the endpoints, in order.
func (c Connection) regions(a sources.About) []*sources.Client {
	var out []*sources.Client
	for _, e := range a.Endpoints {
		if one := c.Endpoints[e.Part]; one != nil {
			out = append(out, one)
		}
	}
	return slices.Clip(out)
}

package config

import (
	"fmt"
	"os"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/gateway"
	"helsegraf/graph/gateway/documents"
)

// Applications are the clients of a configuration and the schemas they see.
type Applications struct {
	Clients []Client
	Limits  gateway.Limits
	Whole   graphql.ExecutableSchema
}

// NewApplications makes Applications of these clients, within these limits.
func NewApplications(clients []Client, limits Limits) *Applications {
	return &Applications{Clients: clients, Limits: gateway.Limits(limits).WithDefaults(), Whole: graph.NewSchema(graph.Config{})}
}

// Sees returns the schema an application sees; the whole one for "".
func (a *Applications) Sees(id string) (graphql.ExecutableSchema, error) {
	if id == "" {
		return a.Whole, nil
	}
	i := slices.IndexFunc(a.Clients, func(c Client) bool { return c.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("the configuration has no client %s", id)
	}
	return graph.Narrowed(a.Whole, a.Clients[i].Known().Registration().Sees())
}

// Manifest reads an application's manifest.
func (a *Applications) Manifest(client, file string) (*documents.Manifest, []string, error) {
	schema, err := a.Sees(client)
	if err != nil {
		return nil, nil, err
	}
	text, err := os.ReadFile(file) //nolint:gosec // the caller names it
	if err != nil {
		return nil, nil, fmt.Errorf("%s cannot be read", file)
	}
	m, faults := documents.ReadManifest(text, a.Whole.Schema(), schema.Schema(), a.Limits.Documents())
	return m, faults, nil
}

// checkDocuments checks the trusted documents of every client.
func (l *loader) checkDocuments(c *Config) {
	a := NewApplications(c.Clients, c.Limits)
	for i := range c.Clients {
		client, key := &c.Clients[i], fmt.Sprintf("clients.%d.documents.", i)
		switch documents.Mode(client.Documents.Mode) {
		case "", documents.Off, documents.Log, documents.Mutations, documents.Enforce:
		default:
			l.wrong(key+"mode", "must be off, log, mutations or enforce")
		}
		if client.Documents.File == "" {
			if client.Documents.Mode != "" {
				l.wrong(key+"file", "is missing")
			}
			continue
		}
		_, faults, err := a.Manifest(client.ID, client.Documents.File)
		if err != nil {
			faults = []string{"names a file that cannot be read"}
		}
		for _, f := range faults {
			l.wrong(key+"file", f)
		}
	}
}

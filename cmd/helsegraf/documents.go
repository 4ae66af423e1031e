package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/cmd/registers"
	"helsegraf/graph"
	"helsegraf/graph/gateway"
	"helsegraf/graph/gateway/documents"
)

// applications are the clients of a configuration and what they see.
type applications struct {
	clients []clientConfig
	limits  gateway.Limits
	whole   graphql.ExecutableSchema
}

// applicationsOf are those of a configuration file, or else the
// demonstration's. Nothing else of the file is looked at, so that its secrets
// need not be there.
func applicationsOf(file string) (*applications, error) {
	a := &applications{clients: demoClients(), limits: gateway.Limits{}.WithDefaults(), whole: graph.NewSchema(graph.Config{})}
	if file == "" {
		return a, nil
	}
	read := config{Registers: registersOf(registers.All())}
	l := &loader{file: file, set: map[string]fault{}}
	if l.readFile(&read); len(l.faults) > 0 {
		return nil, l.faults
	}
	a.clients, a.limits = read.Clients, gateway.Limits(read.Limits).WithDefaults()
	return a, nil
}

// sees is the schema as an application sees it; without a name it is the whole.
func (a *applications) sees(id string) (graphql.ExecutableSchema, error) {
	if id == "" {
		return a.whole, nil
	}
	i := slices.IndexFunc(a.clients, func(c clientConfig) bool { return c.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("the configuration has no client %s", id)
	}
	return graph.Narrowed(a.whole, a.clients[i].known().Registration().Sees())
}

// manifest reads the manifest of an application.
func (a *applications) manifest(client, file string) (*documents.Manifest, []string, error) {
	seen, err := a.sees(client)
	if err != nil {
		return nil, nil, err
	}
	text, err := os.ReadFile(file) //nolint:gosec // whoever asks says which
	if err != nil {
		return nil, nil, fmt.Errorf("%s cannot be read", file)
	}
	m, faults := documents.ReadManifest(text, a.whole.Schema(), seen.Schema(), a.limits.Documents())
	return m, faults, nil
}

// checkDocuments checks the trusted documents of every client.
func (l *loader) checkDocuments(c *config) {
	a := &applications{clients: c.Clients, limits: gateway.Limits(c.Limits).WithDefaults(), whole: graph.NewSchema(graph.Config{})}
	for i := range c.Clients {
		client, key := &c.Clients[i], fmt.Sprintf("clients.%d.documents.", i)
		switch documents.Mode(client.Documents.Mode) {
		case "", documents.Off, documents.Log, documents.Enforce:
		default:
			l.wrong(key+"mode", "must be off, log or enforce")
		}
		if client.Documents.File == "" {
			if client.Documents.Mode != "" {
				l.wrong(key+"file", "is missing")
			}
			continue
		}
		_, faults, err := a.manifest(client.ID, client.Documents.File)
		if err != nil {
			faults = []string{"names a file that cannot be read"}
		}
		for _, f := range faults {
			l.wrong(key+"file", f)
		}
	}
}

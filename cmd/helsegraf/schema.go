package main

import (
	"fmt"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/gateway"
)

// schemaCommand prints the schema.
type schemaCommand struct {
	Federation bool   `help:"As a subgraph of Apollo Federation 2."`
	Client     string `help:"What an application may ever see of it." placeholder:"ID"`
	Config     string `help:"The configuration that the application stands in; left out, the demonstration's." placeholder:"FILE"`
}

// Run prints it.
func (c schemaCommand) Run(p *program) error {
	shown, err := c.shown()
	if err != nil {
		return err
	}
	sdl := graph.SDL(shown.Schema())
	if c.Federation {
		if sdl, err = graph.SubgraphSDL(shown.Schema()); err != nil {
			return err
		}
	}
	_, err = fmt.Fprint(p.stdout, sdl)
	return err
}

func (c schemaCommand) shown() (graphql.ExecutableSchema, error) {
	whole := graph.NewSchema(graph.Config{})
	if c.Client == "" {
		return whole, nil
	}
	known, err := c.clients()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(known, func(k clientConfig) bool { return k.ID == c.Client })
	if i < 0 {
		return nil, fmt.Errorf("no application %s in the configuration", c.Client)
	}
	return graph.Narrowed(whole, gateway.Client(known[i]).Sees())
}

// clients are those of a configuration. Nothing else of it is looked at, so
// that its secrets need not be there.
func (c schemaCommand) clients() ([]clientConfig, error) {
	if c.Config == "" {
		return demoClients(), nil
	}
	var read config
	l := &loader{file: c.Config, set: map[string]fault{}}
	if l.readFile(&read); len(l.faults) > 0 {
		return nil, l.faults
	}
	return read.Clients, nil
}

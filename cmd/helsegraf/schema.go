package main

import (
	"fmt"

	"helsegraf/graph"
)

// schemaCommand prints the schema.
type schemaCommand struct {
	Federation bool   `help:"As a subgraph of Apollo Federation 2."`
	Client     string `help:"What an application may ever see of it." placeholder:"ID"`
	Config     string `help:"The configuration that the application stands in; left out, the demonstration's." placeholder:"FILE"`
}

// Run prints it.
func (c schemaCommand) Run(p *program) error {
	known, err := applicationsOf(c.Config)
	if err != nil {
		return err
	}
	shown, err := known.sees(c.Client)
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

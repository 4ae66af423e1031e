package main

import (
	"fmt"

	"helsegraf/graph"
)

// schemaCommand has the commands about the schema.
type schemaCommand struct {
	Print schemaPrintCommand `cmd:"" default:"withargs" help:"Print the schema. The default."`
	Check schemaCheckCommand `cmd:"" help:"Compare the schema with an older one: what breaks clients, and which of their trusted documents."`
}

// schemaPrintCommand prints the schema.
type schemaPrintCommand struct {
	Federation bool   `help:"Print it as a subgraph of Apollo Federation 2."`
	Client     string `help:"Print only what this client can see." placeholder:"ID"`
	Config     string `help:"Configuration file with the client. Default: that of the demonstration." placeholder:"FILE"`
}

// Run prints it.
func (c schemaPrintCommand) Run(p *program) error {
	known, err := applicationsOf(c.Config)
	if err != nil {
		return err
	}
	shown, err := known.Sees(c.Client)
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

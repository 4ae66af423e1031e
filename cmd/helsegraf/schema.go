package main

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
)

// schemaCommand prints the schema.
type schemaCommand struct{}

// Run prints it.
func (schemaCommand) Run(p *program) error {
	_, err := fmt.Fprint(p.stdout, sdl(graph.NewExecutableSchema(graph.Config{})))
	return err
}

// sdl is the schema as it is written, with its comments.
func sdl(s graphql.ExecutableSchema) string { return s.Schema().Query.Position.Src.Input }

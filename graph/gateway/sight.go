package gateway

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// sight is what somebody sees of the schema. Everybody's queries are answered
// by the whole one: what a client sees is no question of what it may have, but
// of what it is told exists.
type sight struct {
	exec *executor.Executor // answers questions about the schema
	sdl  string
	// schema is what is seen.
	schema *ast.Schema
}

// told answers questions about the schema by a narrowed one, and reads
// documents and variables by the whole, as they were validated.
type told struct {
	graphql.ExecutableSchema
	whole *ast.Schema
}

// Schema is what documents are read by.
func (t told) Schema() *ast.Schema { return t.whole }

// look makes the sights that there are: all that is offered here, and one for
// each client.
func (g *Gateway) look() error {
	var err error
	all := policy.SetOf(policy.Services()...)
	if g.whole, err = g.narrow(all); err != nil {
		return fmt.Errorf("what is seen of the schema: %w", err)
	}
	g.sights = map[string]*sight{}
	made := map[policy.ServiceSet]*sight{all: g.whole}
	for _, c := range g.options.Clients {
		if g.options.Production && !c.Introspection {
			continue
		}
		to := c.Registration().Sees()
		if made[to] == nil {
			if made[to], err = g.narrow(to); err != nil {
				return fmt.Errorf("what client %s sees of the schema: %w", c.ID, err)
			}
		}
		g.sights[c.ID] = made[to]
	}
	return nil
}

func (g *Gateway) narrow(to policy.ServiceSet) (*sight, error) {
	schema := g.options.Schema
	if g.options.Narrowed != nil {
		var err error
		if schema, err = g.options.Narrowed(to); err != nil {
			return nil, err
		}
	}
	if g.whole != nil && schema.Schema() == g.whole.schema {
		return g.whole, nil
	}
	return g.seen(schema)
}

func (g *Gateway) seen(schema graphql.ExecutableSchema) (*sight, error) {
	exec := executor.New(told{schema, g.options.Schema.Schema()})
	exec.SetQueryCache(handedOver{})
	exec.SetErrorPresenter(g.present)
	exec.SetRecoverFunc(g.recovered)
	for _, e := range g.options.Extensions {
		if err := e.Validate(schema); err != nil {
			return nil, fmt.Errorf("extension %s: %w", e.ExtensionName(), err)
		}
		exec.Use(e)
	}
	return &sight{exec: exec, sdl: graph.SDL(schema.Schema()), schema: schema.Schema()}, nil
}

// present tells of a resolver's error, and counts what is told. Of an answer
// that has ended for its size nothing more is told.
func (g *Gateway) present(ctx context.Context, err error) *gqlerror.Error {
	size := graph.SizeFrom(ctx)
	if size.Over() != graph.Within {
		return nil
	}
	e := g.options.PresentError(ctx, err)
	if !size.Tell(e) {
		return nil
	}
	return e
}

// sight is what the actor's client sees; nil for none. Outside of production
// those who have not logged in see the whole.
func (g *Gateway) sight(a policy.Actor) *sight {
	if sees, ok := g.sights[a.Client().ID]; ok || g.options.Production {
		return sees
	}
	return g.whole
}

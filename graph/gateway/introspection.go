package gateway

import (
	"fmt"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/gateway/fault"
	"helsegraf/graph/policy"
)

// visible is the part of the schema that a client may introspect. Documents are
// still executed by the whole schema: visibility decides which fields a client
// learns about, not what it may read.
type visible struct {
	exec   *executor.Executor // executes introspection
	sdl    string
	schema *ast.Schema
}

// narrowed executes introspection on a narrowed schema, but reads documents and
// variables by the whole schema, by which they were validated.
type narrowed struct {
	graphql.ExecutableSchema
	whole *ast.Schema
}

// Schema is the schema that documents are read by.
func (n narrowed) Schema() *ast.Schema { return n.whole }

// narrowSchemas makes the visible schemas: the whole of what is offered here, and
// each client's part.
func (g *Gateway) narrowSchemas() error {
	var err error
	all := policy.InBoth(policy.SetOf(policy.Services()...))
	if g.whole, err = g.narrow(all); err != nil {
		return fmt.Errorf("the schema that is offered: %w", err)
	}
	g.visible = map[string]*visible{}
	made := map[policy.ByMode]*visible{all: g.whole}
	for _, c := range g.options.Clients {
		if g.options.Production && !c.Introspection {
			continue
		}
		to := c.Registration().Sees()
		if made[to] == nil {
			if made[to], err = g.narrow(to); err != nil {
				return fmt.Errorf("the schema for client %s: %w", c.ID, err)
			}
		}
		g.visible[c.ID] = made[to]
	}
	return nil
}

func (g *Gateway) narrow(to policy.ByMode) (*visible, error) {
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
	return g.newVisible(schema)
}

func (g *Gateway) newVisible(schema graphql.ExecutableSchema) (*visible, error) {
	exec := executor.New(narrowed{schema, g.options.Schema.Schema()})
	exec.SetQueryCache(handedOver{})
	exec.SetErrorPresenter(g.present)
	exec.SetRecoverFunc(g.recovered)
	for _, e := range g.options.Extensions {
		if err := e.Validate(schema); err != nil {
			return nil, fmt.Errorf("extension %s: %w", e.ExtensionName(), err)
		}
		exec.Use(e)
	}
	return &visible{exec: exec, sdl: graph.SDL(schema.Schema()), schema: schema.Schema()}, nil
}

// visibleTo returns what the actor's client may introspect, or nil. Outside
// production, callers who are not logged in see the whole schema.
func (g *Gateway) visibleTo(a policy.Actor) *visible {
	if v, ok := g.visible[a.Client().ID]; ok || g.options.Production {
		return v
	}
	return g.whole
}

// introspectionDisabled refuses documents about the schema.
func introspectionDisabled() *fault.Fault {
	return fault.New(http.StatusBadRequest, fault.CodeIntrospection, "The schema is not shown to this client.")
}

package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/plan"
)

// Entities are the people a federation router names, by the rules of
// Query.person: the viewer is whoever the router's token says. Each one that
// cannot be given is null with an error at its own index. The plan has seen the
// keys, so the registers are called once for all of them.
func (*Resolver) Entities(ctx context.Context, keys []graph.EntityKey) []graph.Entity {
	q := requestOf(ctx)
	entities := make([]graph.Entity, len(keys))
	for i, key := range keys {
		if i == plan.MostIDs {
			graphql.AddError(ctx, at(i, badInput(tooMany))) // once: there may be thousands
			break
		}
		p, err := q.entity(key)
		if err != nil {
			graphql.AddError(ctx, at(i, err))
			continue
		}
		entities[i] = p
	}
	return entities
}

func (q *request) entity(key graph.EntityKey) (*graph.Person, error) {
	if key.Type != "Person" || key.ID == "" {
		return nil, badInput(wrongKey)
	}
	return q.personOf(key.ID)
}

// Subgraph is a schema for a federation router. It is printed once for each view
// of the schema, of which there are few. Fields that are not offered here stay
// in it, so that composition gives the same result for every deployment.
func (r *Resolver) Subgraph(shown *ast.Schema) (graph.Subgraph, error) {
	if written, ok := r.subgraphs.Load(shown); ok {
		return written.(graph.Subgraph), nil
	}
	composed := shown
	if more, ok := r.composed.Load(shown); ok {
		composed = more.(*ast.Schema)
	}
	sdl, err := graph.SubgraphSDL(composed)
	if err != nil {
		return graph.Subgraph{}, err
	}
	written := graph.Subgraph{SDL: sdl}
	r.subgraphs.Store(shown, written)
	return written, nil
}

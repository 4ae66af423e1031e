package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/plan"
)

// Entities are the people a federation router names, by the rules of
// Query.person: the router is no other viewer than the one whose token it
// brings. Each that cannot be given is null with an error at its own place.
// The plan has seen the keys, so that the registers are asked about all at once.
func (*Resolver) Entities(ctx context.Context, keys []graph.EntityKey) []graph.Entity {
	q := requestOf(ctx)
	entities := make([]graph.Entity, len(keys))
	for i, key := range keys {
		p, err := q.entity(i, key)
		if err != nil {
			graphql.AddError(ctx, at(i, err))
			continue
		}
		entities[i] = p
	}
	return entities
}

func (q *request) entity(i int, key graph.EntityKey) (*graph.Person, error) {
	switch {
	case i >= plan.MostIDs:
		return nil, badInput(tooMany)
	case key.Type != "Person" || key.ID == "":
		return nil, badInput(wrongKey)
	}
	return q.personOf(key.ID)
}

package graph

import (
	"context"
	"errors"
	"io"

	"github.com/vektah/gqlparser/v2/ast"
)

// EntityKey is what a federation router sends to name an entity. A key that is not
// an object, or lacks a field, is left empty: it fails on its own, and must not
// fail the others.
type EntityKey struct {
	Type string // __typename
	ID   string
}

// UnmarshalGQL takes anything.
func (k *EntityKey) UnmarshalGQL(v any) error {
	m, _ := v.(map[string]any)
	k.Type, _ = m["__typename"].(string)
	k.ID, _ = m["id"].(string)
	return nil
}

// MarshalGQL is required by gqlgen; keys are never written.
func (EntityKey) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, "null") }

// Entity is the type of _entities.
type Entity interface{ IsEntity() }

// IsEntity makes Person an Entity.
func (*Person) IsEntity() {}

// Subgraph is this graph for a federation router.
type Subgraph struct{ SDL string }

// FederationResolver is what the resolvers of a federated graph have beside
// those that gqlgen lists.
type FederationResolver interface {
	// Entities returns an entity for each key, in order; nil and an error of its
	// own for a key that has none.
	Entities(ctx context.Context, keys []EntityKey) []Entity
	// Subgraph is the schema that is shown, for a federation router.
	Subgraph(shown *ast.Schema) (Subgraph, error)
}

var errNoFederation = errors.New("no resolvers for a federation router")

// gqlgen calls the two methods below for the fields _entities and _service,
// and would generate them with its federation plugin. Ours leave every decision to
// the resolvers, reject one bad key and not its group, need no resolvers for
// entities that cannot be resolved, and serve an SDL without internal directives.

//nolint:revive // gqlgen's name
func (ec *executionContext) __resolve_entities(ctx context.Context, keys []EntityKey) []Entity {
	r, ok := ec.Resolvers.(FederationResolver)
	if !ok {
		ec.Error(ctx, errNoFederation)
		return make([]Entity, len(keys))
	}
	return r.Entities(ctx, keys)
}

//nolint:revive // gqlgen's name
func (ec *executionContext) __resolve__service(context.Context) (Subgraph, error) {
	r, ok := ec.Resolvers.(FederationResolver)
	if !ok {
		return Subgraph{}, errNoFederation
	}
	return r.Subgraph(ec.Schema())
}

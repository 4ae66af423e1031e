package graph

import (
	"context"
	"errors"
	"io"

	"github.com/vektah/gqlparser/v2/ast"
)

// EntityKey is what a federation router sends to name an entity. What is not
// an object, or lacks one of the texts, is left empty: it is refused by itself
// and must not take the others along.
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

// MarshalGQL is there because gqlgen asks for it: a key is never written.
func (EntityKey) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, "null") }

// Entity is what _entities answers with.
type Entity interface{ IsEntity() }

// IsEntity makes Person an Entity.
func (*Person) IsEntity() {}

// Subgraph is this graph for a federation router.
type Subgraph struct{ SDL string }

// FederationResolver is what the resolvers of a federated graph have beside
// those that gqlgen lists.
type FederationResolver interface {
	// Entities answers each key, in order, with a nil and an error of its own
	// where there is nothing to answer with.
	Entities(ctx context.Context, keys []EntityKey) []Entity
	// Subgraph is the schema that is shown, for a federation router.
	Subgraph(shown *ast.Schema) (Subgraph, error)
}

var errNoFederation = errors.New("no resolvers for a federation router")

// gqlgen calls the two methods below for the fields _entities and _service,
// and would write them itself with its federation plugin. Ours leave every
// decision to the resolvers, refuse one bad key and not its group, need no
// resolvers for entities that cannot be resolved, and serve an SDL without
// what is our own business.

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

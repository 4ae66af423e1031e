package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

type queryResolver struct{ *Resolver }

// Query resolves the roots.
func (r *Resolver) Query() graph.QueryResolver { return queryResolver{r} }

// Viewer is the logged-in citizen.
func (queryResolver) Viewer(ctx context.Context) (*graph.Viewer, error) {
	q := requestOf(ctx)
	if q.actor.Number().IsZero() {
		return nil, refused(policy.Unauthenticated)
	}
	return &graph.Viewer{Actor: q.actor}, nil
}

// Person is one person by id.
func (queryResolver) Person(ctx context.Context, id string) (*graph.Person, error) {
	return requestOf(ctx).personOf(id)
}

// Node is the same as Person: no other type implements it.
func (queryResolver) Node(ctx context.Context, id string) (graph.Node, error) {
	p, err := requestOf(ctx).personOf(id)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// People are people by ids, each resolved as Person would be.
func (queryResolver) People(ctx context.Context, ids []string) ([]*graph.Person, error) {
	q := requestOf(ctx)
	people := make([]*graph.Person, len(ids))
	for i, id := range ids {
		p, err := q.personOf(id)
		if err != nil {
			graphql.AddError(ctx, at(i, err))
			continue
		}
		people[i] = p
	}
	return people, nil
}

// personOf is the handle on the person of an id. Garbage, another client's id,
// an unrelated person and one at a confidential address get the same answer.
func (q *request) personOf(id string) (*graph.Person, error) {
	if q.actor.Number().IsZero() {
		return nil, refused(policy.Unauthenticated)
	}
	subject := q.subjectOf(id)
	if _, code := q.reach(subject); code != policy.Open {
		return nil, refused(code)
	}
	return graph.PersonOf(subject), nil
}

// Registers are the registers with their current status.
func (r queryResolver) Registers(context.Context) ([]graph.RegisterStatus, error) {
	return r.registerStatuses(r.Statuses()), nil
}

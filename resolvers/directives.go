package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
)

// consent is the gate at a guarded field. The decision was made before the
// field was reached; here it is only looked up, so it does not matter which of
// a field's directives runs first. The level in the schema is for readers:
// policy decides by its own table.
func (r *Resolver) consent(ctx context.Context, on any, next graphql.Resolver, service policy.Service, _ policy.Level) (any, error) {
	return gate(ctx, on, next, service)
}

// proxy is the same gate by the field's other directive, so that a field that
// carries only this one is closed and not open.
func (r *Resolver) proxy(ctx context.Context, on any, next graphql.Resolver, _ *policy.Service, _ *int) (any, error) {
	consent := graphql.GetFieldContext(ctx).Field.Definition.Directives.ForName("consent")
	if consent == nil {
		return nil, sources.Internal
	}
	service, err := policy.ParseService(consent.Arguments.ForName("service").Value.Raw)
	if err != nil {
		return nil, sources.Internal
	}
	return gate(ctx, on, next, service)
}

// gate lets a field be resolved when its decision allows and the usage log has
// taken the entry, and lets the answer out when the decision has not run out
// while it was waited for.
func gate(ctx context.Context, on any, next graphql.Resolver, service policy.Service) (any, error) {
	person, ok := on.(*graph.Person)
	if !ok {
		return nil, sources.Internal
	}
	q := requestOf(ctx)
	d := q.decide(person.Subject(), service, policy.Read)
	if !d.Allowed() {
		return nil, denied(d, service)
	}
	if err := q.usage.acknowledged(ctx, q, person.Subject(), service, d); err != nil {
		return nil, err
	}
	v, err := next(ctx)
	if again := q.decide(person.Subject(), service, policy.Read); !again.Allowed() {
		return nil, denied(again, service)
	}
	return v, err
}

// grant is the grant to read a service of a person. It is asked for by subject
// and service, never taken from the context as "the" grant: what a field's
// directive puts into the context reaches every field below it.
func grant(ctx context.Context, on *graph.Person, service policy.Service) (policy.Grant, error) {
	d := requestOf(ctx).decide(on.Subject(), service, policy.Read)
	g, ok := d.Grant()
	if !ok || !g.Opens(on.Subject(), service, policy.Read) {
		return policy.Grant{}, denied(d, service)
	}
	return g, nil
}

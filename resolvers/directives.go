package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/henvisninger"
	"helsegraf/sources/reseptformidler"
)

// consent is the gate at a guarded field. The decision was made before the field
// was reached and is only looked up here, so the order of a field's directives
// does not matter. The level in the schema is for readers: policy decides by its
// own table.
func (r *Resolver) consent(ctx context.Context, on any, next graphql.Resolver, service policy.Service, _ policy.Level, mode policy.Mode) (any, error) {
	if mode == policy.Write {
		return next(ctx) // a change decides for itself: it needs the Warrant
	}
	return gate(ctx, on, next, service)
}

// proxy is the same gate for the field's other directive, so that a field
// carrying only this one is still guarded.
func (r *Resolver) proxy(ctx context.Context, on any, next graphql.Resolver, _ *policy.Service, _ *int) (any, error) {
	consent := graphql.GetFieldContext(ctx).Field.Definition.Directives.ForName("consent")
	if consent == nil {
		return nil, sources.Internal
	}
	if mode := consent.Arguments.ForName("mode"); mode != nil && mode.Value.Raw == policy.Write.String() {
		return next(ctx)
	}
	service, err := policy.ParseService(consent.Arguments.ForName("service").Value.Raw)
	if err != nil {
		return nil, sources.Internal
	}
	return gate(ctx, on, next, service)
}

// gate resolves a field if its decision allows and the usage log has taken the
// entry, and releases the answer unless the decision has lapsed in the meantime.
func gate(ctx context.Context, on any, next graphql.Resolver, service policy.Service) (any, error) {
	q := requestOf(ctx)
	key := decisionKey{service: service, history: wantsHistory(ctx), absent: q.absent(ctx)}
	switch on := on.(type) {
	case *graph.Person:
		key.subject = on.Subject()
	case *graph.Viewer:
		key.subject = on.Actor.Number()
	case *henvisninger.Referral:
		key.subject = on.ID.Subject
	case *graph.Changed:
		key.subject = on.About.Subject()
	case nil: // a root
		subject, ok := q.rootSubject(graphql.GetFieldContext(ctx))
		if !ok {
			return nil, sources.Internal
		}
		key.subject = subject
	default:
		return nil, sources.Internal
	}
	d := q.decisionFor(key)
	if q.overBudget(key.subject, d) {
		return nil, overBudget(graph.Personvern)
	}
	if !d.Allowed() {
		return nil, denied(d, service)
	}
	if err := q.usage.acknowledged(ctx, q, key.subject, service, d); err != nil {
		return nil, err
	}
	v, err := next(ctx)
	if again := q.decisionFor(key); !again.Allowed() {
		return nil, denied(again, service)
	}
	return v, err
}

// rootSubject is the person that a guarded root field is about, by the same mark
// in the schema as the plan: the one its argument names, or else the viewer.
// False means that it names several.
func (q *request) rootSubject(field *graphql.FieldContext) (fnr.Number, bool) {
	names := plan.Naming(field.Field.Definition)
	if names == nil {
		return q.actor.Number(), true
	}
	switch id := field.Args[names.Name].(type) {
	case string:
		return q.subjectOf(id), true
	case *string:
		return q.previewed(id), true
	}
	return fnr.Number{}, false
}

// wantsHistory reports whether the field being resolved is the prescription
// history, which has its own decision.
func wantsHistory(ctx context.Context) bool {
	field := graphql.GetFieldContext(ctx)
	view, _ := field.Args["view"].(*reseptformidler.View)
	return view != nil && *view == reseptformidler.History
}

// grant is the grant to read a service of a person. It is looked up by subject
// and service, never taken from the context as "the" grant: what a directive
// puts into the context reaches every field below it.
func grant(ctx context.Context, on *graph.Person, service policy.Service) (policy.Grant, error) {
	return grantFor(ctx, decisionKey{subject: on.Subject(), service: service})
}

// grantFor is the grant for one decision.
func grantFor(ctx context.Context, key decisionKey) (policy.Grant, error) {
	d := requestOf(ctx).decisionFor(key)
	g, ok := d.Grant()
	if !ok || !g.Opens(key.subject, key.service) {
		return policy.Grant{}, denied(d, key.service)
	}
	return g, nil
}

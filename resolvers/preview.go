package resolvers

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// PreviewProxy is what the holder of a power over the viewer would have open.
func (r queryResolver) PreviewProxy(ctx context.Context, scope []policy.Service, mode policy.Mode) ([]graph.Preview, error) {
	q := requestOf(ctx)
	power := policy.Relationship{Relation: policy.PowerOfAttorney, From: q.now, Named: policy.SetOf(scope...)}
	return r.preview(ctx, func(s policy.Service, me policy.Person) policy.Code {
		return policy.PreviewProxy(power, q.question(q.actor.Number(), s, mode), me, q.now)
	})
}

// PreviewConsent is what the viewer would have open at a consent level.
func (r queryResolver) PreviewConsent(ctx context.Context, level policy.Level) ([]graph.Preview, error) {
	q := requestOf(ctx)
	return r.preview(ctx, func(s policy.Service, me policy.Person) policy.Code {
		return policy.PreviewConsent(level, q.question(q.actor.Number(), s, policy.Read), me, q.now)
	})
}

// preview asks about every service, on the viewer's own facts.
func (r queryResolver) preview(ctx context.Context, closed func(policy.Service, policy.Person) policy.Code) ([]graph.Preview, error) {
	q := requestOf(ctx)
	if q.actor.Number().IsZero() {
		return nil, refused(policy.Unauthenticated)
	}
	if _, code := q.reach(q.actor.Number()); code != policy.Open {
		return nil, refused(code)
	}
	me := q.people.person(q.actor.Number(), q.r)
	services := policy.Services()
	out := make([]graph.Preview, 0, len(services))
	for _, s := range services {
		p := graph.Preview{Service: s, Open: true, Fields: r.guards[s]}
		switch code := closed(s, me); code {
		case policy.Open:
		case policy.ConsentSourceUnavailable:
			return nil, refused(code)
		default:
			message := closedBy(code, s).to(ctx)
			p.Open, p.Reason, p.Message = false, &code, &message
		}
		out = append(out, p)
	}
	return out, nil
}

// guardedFields are the fields that belong to each service, in the order of
// the schema.
func guardedFields(schema *ast.Schema) map[policy.Service][]string {
	out := map[policy.Service][]string{}
	person := schema.Types["Person"]
	for _, field := range person.Fields {
		consent := field.Directives.ForName("consent")
		if consent == nil {
			continue
		}
		if service, err := policy.ParseService(consent.Arguments.ForName("service").Value.Raw); err == nil {
			out[service] = append(out[service], person.Name+"."+field.Name)
		}
	}
	return out
}

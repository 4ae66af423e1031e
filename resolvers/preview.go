package resolvers

import (
	"context"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// PreviewProxy is what the holder of a power over the viewer could use.
func (r queryResolver) PreviewProxy(ctx context.Context, scope []policy.Service, mode policy.Mode) ([]graph.Preview, error) {
	q := requestOf(ctx)
	power := policy.Relationship{Relation: policy.PowerOfAttorney, From: q.now}
	power.Named[mode] = policy.SetOf(scope...)
	me := q.people.person(q.actor.Number(), q.r)
	return r.preview(ctx, func(s policy.Service) policy.Code {
		return policy.PreviewProxy(power, q.decisionKey(decisionKey{service: s, mode: mode}), me, q.now)
	})
}

// PreviewConsent is what the viewer could use at a consent level of their own,
// or of a child's.
func (r queryResolver) PreviewConsent(ctx context.Context, level policy.Level, id *string) ([]graph.Preview, error) {
	q := requestOf(ctx)
	subject := q.previewed(id)
	facts := q.facts(subject)
	return r.preview(ctx, func(s policy.Service) policy.Code {
		return policy.PreviewConsent(level, q.decisionKey(decisionKey{subject: subject, service: s}), facts, q.now)
	})
}

// previewed is the person a preview is about.
func (q *request) previewed(id *string) fnr.Number {
	if id == nil {
		return q.actor.Number()
	}
	return q.subjectOf(*id)
}

// preview covers every service. The gate has already decided that the viewer may
// read the settings that a preview reveals.
func (r queryResolver) preview(ctx context.Context, closed func(policy.Service) policy.Code) ([]graph.Preview, error) {
	services := policy.Services()
	out := make([]graph.Preview, 0, len(services))
	for _, s := range services {
		p := graph.Preview{Service: s, Open: true, Fields: r.guards[s]}
		switch code := closed(s); code {
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

// guardedBy is the service that guards a field.
func guardedBy(field *ast.FieldDefinition) (policy.Service, bool) {
	consent := field.Directives.ForName("consent")
	if consent == nil {
		return 0, false
	}
	service, err := policy.ParseService(consent.Arguments.ForName("service").Value.Raw)
	return service, err == nil
}

// guardedFields are the fields of each service, in schema order.
func guardedFields(schema *ast.Schema, absent map[string]bool) map[policy.Service][]string {
	out := map[policy.Service][]string{}
	var types []*ast.Definition
	for _, def := range schema.Types {
		if def.Kind == ast.Object && def != schema.Query && def != schema.Mutation && def.Position != nil {
			types = append(types, def)
		}
	}
	slices.SortFunc(types, func(a, b *ast.Definition) int { return a.Position.Start - b.Position.Start })
	for _, def := range types {
		for _, field := range def.Fields {
			at := def.Name + "." + field.Name
			if service, ok := guardedBy(field); ok && !absent[at] {
				out[service] = append(out[service], at)
			}
		}
	}
	return out
}

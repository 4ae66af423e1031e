package plan

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Planner plans the operations of one schema.
type Planner struct {
	schema *ast.Schema
	// leads are the types from which a person or a register can be reached.
	leads map[string]bool
	// satisfies are, for each object type, the type conditions it meets.
	satisfies map[string][]string
}

// New reads the schema's directives.
func New(schema *ast.Schema) *Planner {
	p := &Planner{schema: schema, leads: map[string]bool{person: true}, satisfies: map[string][]string{}}
	for found := true; found; {
		found = false
		for name, def := range schema.Types {
			if !p.leads[name] && p.leadsOn(def) {
				p.leads[name], found = true, true
			}
		}
	}
	for name, def := range schema.Types {
		if def.Kind == ast.Object {
			p.satisfies[name] = []string{name}
			for _, abstract := range schema.Implements[name] {
				p.satisfies[name] = append(p.satisfies[name], abstract.Name)
			}
		}
	}
	return p
}

// person is the type whose fields are guarded.
const person = "Person"

func (p *Planner) leadsOn(def *ast.Definition) bool {
	for _, f := range def.Fields {
		if f.Directives.ForName("register") != nil || p.leads[f.Type.Name()] {
			return true
		}
	}
	for _, possible := range p.schema.PossibleTypes[def.Name] {
		if p.leads[possible.Name] {
			return true
		}
	}
	return false
}

// Of plans one operation. Fragments, merged response keys, @skip, @include and
// @defer are read by gqlgen's own CollectFields, so that what is planned is
// what will be executed.
func (p *Planner) Of(oc *graphql.OperationContext) *Plan {
	w := walk{planner: p, oc: oc, plan: &Plan{}}
	w.plan.Bytes = w.weight()
	root := p.schema.Query
	if oc.Operation.Operation == ast.Mutation {
		root = p.schema.Mutation
	}
	w.object(oc.Operation.SelectionSet, root, place{})
	if oc.Operation.Operation == ast.Mutation {
		return &Plan{Branches: w.acts, After: w.plan, Bytes: w.plan.Bytes}
	}
	return w.plan
}

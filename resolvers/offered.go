package resolvers

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/policy"
)

// absent are the fields that no configured register answers: fields with rows
// whose registers are all unconfigured, guarded fields that lead only to such
// fields, fields of types that have no other, and fields reachable only through
// them.
func absent(schema *ast.Schema, t *table, c *changes) map[string]bool {
	out := map[string]bool{}
	for field, rows := range t.byField {
		there := false
		for _, r := range rows {
			there = there || r.about().there
		}
		if !there {
			out[field] = true
		}
	}
	for field, row := range c.byField {
		if !row.there {
			out[field] = true
		}
	}
	if len(out) == 0 {
		return nil
	}
	for _, def := range schema.Types {
		for _, field := range def.Fields {
			if _, ok := guardedBy(field); !ok || t.byField[def.Name+"."+field.Name] != nil {
				continue
			}
			below := map[string]bool{}
			t.below(schema, field, nil, map[string]bool{}, below)
			if len(below) > 0 && within(below, out) {
				out[def.Name+"."+field.Name] = true
			}
		}
	}
	// A field whose type has no other fields leads nowhere.
	for _, def := range schema.Types {
		for _, field := range def.Fields {
			if of := schema.Types[field.Type.Name()]; of != nil && of.Kind == ast.Object && len(of.Fields) > 0 &&
				!slices.ContainsFunc(of.Fields, func(f *ast.FieldDefinition) bool { return !out[of.Name+"."+f.Name] }) {
				out[def.Name+"."+field.Name] = true
			}
		}
	}
	reached := map[string]bool{}
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		if root != nil {
			t.below(schema, &ast.FieldDefinition{Type: ast.NamedType(root.Name, nil)}, out, map[string]bool{}, reached)
		}
	}
	for field := range t.byField {
		if !reached[field] {
			out[field] = true
		}
	}
	return out
}

// below adds the fields with rows that a field leads to without passing a closed
// field.
func (t *table) below(schema *ast.Schema, field *ast.FieldDefinition, closed, visited, out map[string]bool) {
	def := schema.Types[field.Type.Name()]
	if def == nil || visited[def.Name] {
		return
	}
	visited[def.Name] = true
	for _, f := range def.Fields {
		at := def.Name + "." + f.Name
		if closed[at] {
			continue
		}
		if t.byField[at] != nil {
			out[at] = true
		}
		t.below(schema, f, closed, visited, out)
	}
	for _, possible := range schema.PossibleTypes[def.Name] {
		t.below(schema, &ast.FieldDefinition{Type: ast.NamedType(possible.Name, nil)}, closed, visited, out)
	}
}

func within(some, all map[string]bool) bool {
	for one := range some {
		if !all[one] {
			return false
		}
	}
	return true
}

// absent reports whether no configured register answers the field being
// resolved.
func (q *request) absent(ctx context.Context) bool {
	if q.r == nil || len(q.r.absent) == 0 {
		return false
	}
	field := graphql.GetFieldContext(ctx)
	return q.r.absent[field.Object+"."+field.Field.Name]
}

// offered are the services with at least one field that is not absent: mutations
// in mode WRITE, other guarded fields in mode READ.
func offered(schema *ast.Schema, absent map[string]bool) policy.ByMode {
	var out policy.ByMode
	for _, def := range schema.Types {
		mode := policy.Read
		if def == schema.Mutation {
			mode = policy.Write
		}
		for _, field := range def.Fields {
			if service, ok := guardedBy(field); ok && !absent[def.Name+"."+field.Name] {
				out[mode] |= policy.SetOf(service)
			}
		}
	}
	return out
}

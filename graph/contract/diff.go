package contract

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// differ collects the changes between two versions of a schema.
type differ struct {
	from, to *ast.Schema
	changes  []Change
}

// Diff returns every change from one version of a schema to another, worst
// first.
func Diff(from, to *ast.Schema) []Change {
	d := &differ{from: from, to: to}
	d.directives()
	d.roots()
	place{differ: d, at: "schema"}.carried("SCHEMA", from.SchemaDirectives, to.SchemaDirectives)
	d.types()
	return sorted(d.changes)
}

// roots compares the root operation types.
func (d *differ) roots() {
	at := place{differ: d, at: "schema"}
	for _, root := range []struct {
		rule     string
		from, to *ast.Definition
	}{
		{"SCHEMA_QUERY_TYPE_CHANGED", d.from.Query, d.to.Query},
		{"SCHEMA_MUTATION_TYPE_CHANGED", d.from.Mutation, d.to.Mutation},
		{"SCHEMA_SUBSCRIPTION_TYPE_CHANGED", d.from.Subscription, d.to.Subscription},
	} {
		from, to := "none", "none"
		if root.from != nil {
			from = root.from.Name
		}
		if root.to != nil {
			to = root.to.Name
		}
		if from != to {
			at.tellIf(root.from == nil, root.rule, to, from).touching(from)
		}
	}
}

// types compares all types except the built-in ones.
func (d *differ) types() {
	compare(declared(d.from), declared(d.to), func(t *ast.Definition) string { return t.Name }, listed[*ast.Definition]{
		removed: func(t *ast.Definition) { place{differ: d, at: t.Name}.tell("TYPE_REMOVED") },
		added: func(t *ast.Definition) {
			at := place{differ: d, at: t.Name, new: true}
			at.tell("TYPE_ADDED").itself()
			at.definition(&ast.Definition{Kind: t.Kind}, t)
		},
		both: func(from, to *ast.Definition) { place{differ: d, at: to.Name}.definition(from, to) },
	})
}

// declared are the types of a schema that it declares itself.
func declared(s *ast.Schema) []*ast.Definition {
	var all []*ast.Definition
	for _, t := range s.Types {
		if !t.BuiltIn && !slices.Contains([]string{"Int", "Float", "String", "Boolean", "ID"}, t.Name) {
			all = append(all, t)
		}
	}
	return all
}

// directives compares the definitions of directives, except the built-in ones.
func (d *differ) directives() {
	compare(declaredDirectives(d.from), declaredDirectives(d.to), func(t *ast.DirectiveDefinition) string { return t.Name }, listed[*ast.DirectiveDefinition]{
		removed: func(t *ast.DirectiveDefinition) { place{differ: d, at: "@" + t.Name}.tell("DIRECTIVE_REMOVED") },
		added: func(t *ast.DirectiveDefinition) {
			at := place{differ: d, at: "@" + t.Name, new: true}
			at.tell("DIRECTIVE_ADDED").itself()
			at.directive(&ast.DirectiveDefinition{}, t)
		},
		both: func(from, to *ast.DirectiveDefinition) { place{differ: d, at: "@" + to.Name}.directive(from, to) },
	})
}

func declaredDirectives(s *ast.Schema) []*ast.DirectiveDefinition {
	var all []*ast.DirectiveDefinition
	for _, d := range s.Directives {
		if !d.Position.Src.BuiltIn && !slices.Contains([]string{"include", "skip", "deprecated", "specifiedBy", "oneOf"}, d.Name) {
			all = append(all, d)
		}
	}
	return all
}

// listed is how to compare the items of two lists.
type listed[T any] struct {
	removed, added func(T)
	both           func(from, to T)
}

// compare matches two lists by the names of their items, which are unique in
// each.
func compare[T any](from, to []T, name func(T) string, do listed[T]) {
	before := map[string]T{}
	for _, item := range from {
		before[name(item)] = item
	}
	after := map[string]bool{}
	for _, item := range to {
		after[name(item)] = true
		if was, ok := before[name(item)]; !ok {
			do.added(item)
		} else if do.both != nil {
			do.both(was, item)
		}
	}
	for _, item := range from {
		if !after[name(item)] {
			do.removed(item)
		}
	}
}

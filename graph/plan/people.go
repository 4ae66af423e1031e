package plan

import (
	"cmp"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// mark is the directive by which the schema says how fields lead to people. On
// an argument: it names them. On a field: it leads to the viewer or, if it is a
// list, to those the viewer may act for.
const mark = "person"

// representation is the scalar of Apollo Federation that names an entity by its
// type and key. Federation fixes its name, and a scalar has no fields to mark.
const representation = "_Any"

// people reads from the schema which people a field outside any person leads
// to. A guarded field there is about somebody itself and begins a branch, to the
// viewer if it names nobody. A person at the end of an unmarked field has no
// Entry: nothing is decided or fetched about them.
func (w *walk) people(f graphql.CollectedField, at *place) {
	if names := Naming(f.Definition); names != nil {
		w.named(f, names, at)
	} else if f.Definition.Directives.ForName(mark) != nil {
		at.entry = Self
		if f.Definition.Type.Elem != nil {
			w.plan.Represents = true
			at.entry, at.list = Represented, at.path
		}
	}
	guard := f.Definition.Directives.ForName("consent")
	if guard == nil {
		return
	}
	w.plan.Branches = append(w.plan.Branches, Branch{Path: at.path, Entry: cmp.Or(at.entry, Self), List: at.list, IDs: at.ids})
	at.branch = len(w.plan.Branches)
	at.service = guard.Arguments.ForName("service").Value.Raw
}

// Naming is the argument of a field that names people, or nil.
func Naming(f *ast.FieldDefinition) *ast.ArgumentDefinition {
	for _, a := range f.Arguments {
		if a.Directives.ForName(mark) != nil {
			return a
		}
	}
	return nil
}

// named reads the ids in an argument. An optional one that is left out names
// the viewer.
func (w *walk) named(f graphql.CollectedField, by *ast.ArgumentDefinition, at *place) {
	value := w.args(f)[by.Name]
	switch {
	case by.Type.Elem != nil:
		at.entry, at.list, at.ids = Named, at.path, ids(by.Type.Elem, graphql.CoerceList(value)) // a single value is coerced to a list of one
	case value == nil && !by.Type.NonNull:
		at.entry = Self
	default:
		at.entry, at.ids = Named, []string{idOf(value)}
	}
}

// ids are the ids in a list.
func ids(of *ast.Type, list []any) []string {
	if of.NamedType == representation {
		return keys(list)
	}
	var out []string
	for _, id := range list {
		out = append(out, idOf(id))
	}
	return out
}

// idOf is a value as the executor will read it as an ID: numbers are accepted
// too.
func idOf(v any) string {
	id, err := graphql.UnmarshalID(v)
	if err != nil {
		return "" // which the executor refuses
	}
	return id
}

// keys are the ids of the people a federation router requests, "" for an
// invalid representation.
func keys(representations []any) []string {
	ids := make([]string, min(len(representations), MostIDs))
	for i := range ids {
		if m, ok := representations[i].(map[string]any); ok && m["__typename"] == person {
			ids[i], _ = m["id"].(string)
		}
	}
	return ids
}

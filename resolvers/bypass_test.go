package resolvers_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
)

// shapes are the ways to write a field of a person. %[1]s is the field with its
// arguments and %[2]s what is selected of it; $id is the person and $yes is true.
var shapes = withArguments(graph.NewSchema(graph.Config{}).Schema(), map[string]string{
	"plain":                `{ person(id: $id) { %[1]s %[2]s } }`,
	"aliases":              `{ p: person(id: $id) { a: %[1]s %[2]s b: %[1]s %[2]s } q: person(id: $id) { a: %[1]s %[2]s } }`,
	"named fragment":       `{ person(id: $id) { ...F } } fragment F on Person { ...G } fragment G on Person { %[1]s %[2]s }`,
	"inline fragment":      `{ person(id: $id) { ... { ... on Person { %[1]s %[2]s } } } }`,
	"fragment on Node":     `{ person(id: $id) { ...N } } fragment N on Node { id ... on Person { %[1]s %[2]s } }`,
	"node, by fragments":   `{ node(id: $id) { ...N } } fragment N on Node { ... on Node { ...P } } fragment P on Person { %[1]s %[2]s }`,
	"repeated keys":        `{ person(id: $id) { %[1]s { __typename } } person(id: $id) { %[1]s %[2]s } }`,
	"one of many branches": `{ viewer { person { id } represents { person { id } } } person(id: $id) { id } node(id: $id) { ... on Person { %[1]s %[2]s } } }`,
	"include and skip":     `{ person(id: $id) @include(if: $yes) { %[1]s @skip(if: false) %[2]s ... @include(if: $yes) { again: %[1]s %[2]s } } }`,
	"defer":                `{ person(id: $id) { id ... @defer { %[1]s %[2]s } } }`,
	"defer, labelled":      `{ node(id: $id) { id ...F @defer(label: "later") } } fragment F on Person { %[1]s %[2]s ... @defer { again: %[1]s %[2]s } }`,
})

// withArguments adds a shape for each argument in the schema that names people, by the
// path of its field.
func withArguments(schema *ast.Schema, to map[string]string) map[string]string {
	for _, f := range schema.Query.Fields {
		for _, a := range f.Arguments {
			if a.Directives.ForName("person") == nil {
				continue
			}
			value := "$id"
			if a.Type.Name() == "_Any" {
				value = `{__typename: "Person", id: $id}`
			}
			if a.Type.Elem != nil {
				value = "[" + value + ", " + value + "]"
			}
			// Other fields about people, which previews are, lead to no person.
			if slices.Contains(schema.GetPossibleTypes(schema.Types[f.Type.Name()]), schema.Types["Person"]) {
				to[f.Name+"("+a.Name+":)"] = "{ " + f.Name + "(" + a.Name + ": " + value + ") { ... on Person { %[1]s %[2]s } } }"
			}
		}
	}
	return to
}

const declared = `query($id: ID!, $yes: Boolean!) `

// written is a query in this shape. Variables the shape does not need are used
// anyway, as GraphQL requires.
func written(shape string, g guardedField) string {
	if g.selection == "" { // a scalar
		shape = strings.ReplaceAll(shape, "{ __typename }", "")
	}
	query := fmt.Sprintf(shape, g.field+g.arguments, g.selection)
	return declared + strings.Replace(query, "{", "{ __typename @include(if: $yes) ", 1)
}

// However a field is written, a denied one makes no call to its register, and is
// null with a code.
func TestNoShapeGoesAroundTheDecision(t *testing.T) {
	tests := []struct{ name, actor, subject, open string }{
		{"too little consent", "bodil", "bodil", byBasis},
		{"a representative without the scope", "line", "berit", "MEDICATION APPOINTMENT"},
		{"a parent of a child of 13", "line", "dina", under16},
		{"a representative whose subject has blocked everything", "birger", "arne", ""},
		{"somebody unrelated", "bodil", "gunnar", ""},
		{"a confidential address", "bodil", "kari", ""},
	}
	h := newTestEnv(t)
	for _, tt := range tests {
		id := h.id(tt.subject, "web")
		for _, g := range h.guardedOf(tt.subject) {
			if slices.Contains(strings.Fields(tt.open), g.service) {
				continue
			}
			for name, shape := range shapes {
				h.denied(t, tt.name+": "+g.field+", "+name, tt.actor, id, g.field, written(shape, g))
			}
			if calls := h.healthCalls(g.register, g.operations); len(calls) > 0 {
				t.Errorf("%s: %s was called for %s: %v", tt.name, g.register, g.field, calls)
			}
		}
	}
	h.foreseen()
}

// Open fields are shown in every shape; otherwise the test above would pass for
// shapes that never show anything.
func TestEveryShapeShowsWhatIsOpen(t *testing.T) {
	if len(guarded) < 8 || len(shapes) < 15 {
		t.Errorf("%d guarded fields in %d shapes: this tries too little", len(guarded), len(shapes))
	}
	h := newTestEnv(t)
	id := h.id("line", "web")
	all := h.guardedOf("line")
	for name, shape := range shapes {
		for _, g := range all {
			for _, a := range h.send("line", &graphql.RawParams{Query: written(shape, g), Variables: map[string]any{"id": id, "yes": true}}) {
				if len(a.Errors) > 0 {
					t.Errorf("%s, %s: %s", g.field, name, a.raw)
				}
			}
		}
	}
	for _, g := range guarded {
		if calls := h.healthCalls(g.register, g.operations); len(calls) == 0 {
			t.Errorf("%s was not called for %s", g.register, g.field)
		}
	}
	h.foreseen()
}

// Explaining a query makes no calls to health registers, even when all of it is
// open, and previews beside it open nothing more.
func TestNoShapeIsExecutedToBeExplained(t *testing.T) {
	h := newTestEnv(t)
	id := h.id("line", "web")
	all := h.guardedOf("line")
	for name, shape := range shapes {
		for _, g := range all {
			query := strings.Replace(written(shape, g), "{", "{ previewConsent(level: FULL) { open } ", 1)
			rows := h.explained("line", query, map[string]any{"id": id, "yes": true})
			if len(rows) == 0 || slices.ContainsFunc(rows, func(row map[string]any) bool { return row["open"] != true }) {
				t.Errorf("%s, %s: %v", g.field, name, rows)
			}
		}
	}
	for _, g := range guarded {
		if calls := h.healthCalls(g.register, g.operations); len(calls) > 0 {
			t.Errorf("%s was called for %s: %v", g.register, g.field, calls)
		}
	}
}

// A field that is skipped, or not included, is not fetched.
func TestWhatIsSkippedIsNotAsked(t *testing.T) {
	h := newTestEnv(t)
	for _, g := range h.guardedOf("line") {
		h.query("line", fmt.Sprintf(`query($no: Boolean!) { viewer { person { id %[1]s @include(if: $no) %[2]s ... @skip(if: true) { %[1]s %[2]s } } } }`, g.field+g.arguments, g.selection), map[string]any{"no": false})
		if calls := h.healthCalls(g.register, g.operations); len(calls) > 0 {
			t.Errorf("%s: %v", g.field, calls)
		}
	}
}

// denied fails unless a query shows nothing of the guarded field and says why.
func (h *testEnv) denied(t *testing.T, name, actor, id, field, query string) {
	t.Helper()
	codes := 0
	for _, a := range h.send(actor, &graphql.RawParams{Query: query, Variables: map[string]any{"id": id, "yes": true}}) {
		codes += len(a.Errors)
		if shown := nonNull(a.Data, field, "a", "b", "again"); len(shown) > 0 {
			t.Errorf("%s: shows %v", name, shown)
		}
		for _, e := range a.Errors {
			if e.Extensions["code"] == "INTERNAL_SERVER_ERROR" {
				t.Errorf("%s: %v", name, e)
			}
		}
	}
	if codes == 0 {
		t.Errorf("%s: nothing is denied", name)
	}
}

// nonNull returns the values of these keys anywhere in the data.
func nonNull(data any, keys ...string) (found []any) {
	switch data := data.(type) {
	case []any:
		for _, v := range data {
			found = append(found, nonNull(v, keys...)...)
		}
	case map[string]any:
		for key, v := range data {
			if v != nil && slices.Contains(keys, key) {
				found = append(found, v)
			}
			found = append(found, nonNull(v, keys...)...)
		}
	}
	return found
}

// healthCalls counts the calls to some of a register's operations, or to all.
func (h *testEnv) healthCalls(register string, operations []string) map[string]int {
	h.t.Helper()
	calls := h.calls(register)
	maps.DeleteFunc(calls, func(operation string, _ int) bool {
		return operations != nil && !slices.Contains(operations, operation)
	})
	return calls
}

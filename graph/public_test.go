package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph"
)

// required are values of the required arguments of the roots.
var required = map[string]string{
	"id": `"x"`, "from": `"2026-11-22"`, "to": `"2026-11-23"`, "ids": `["x"]`, "scope": `[MEDICATION]`, "level": `FULL`, "representations": `[]`, "input": `{}`,
}

// everything is a field with all that can be selected below it, to a depth.
func everything(f *ast.FieldDefinition, depth int) string {
	var b strings.Builder
	b.WriteString(f.Name)
	var given []string
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			given = append(given, a.Name+": "+required[a.Name])
		}
	}
	if len(given) > 0 {
		b.WriteString("(" + strings.Join(given, ", ") + ")")
	}
	def := schema().Types[f.Type.Name()]
	if def.IsLeafType() {
		return b.String()
	}
	b.WriteString(" { __typename")
	for _, below := range def.Fields {
		if depth > 0 && !strings.HasPrefix(below.Name, "__") {
			b.WriteString(" " + everything(below, depth-1))
		}
	}
	b.WriteString(" }")
	return b.String()
}

func operationOf(t *testing.T, text string) *ast.OperationDefinition {
	t.Helper()
	doc, err := gqlparser.LoadQueryWithRules(schema(), text, rules.NewDefaultRules())
	if err != nil {
		t.Fatalf("%.200s: %v", text, err)
	}
	return doc.Operations[0]
}

// Only roots that are marked are public, with all that can be selected below them;
// any other root, alone or beside one that is, is not.
func TestPublicRoots(t *testing.T) {
	const open = "municipalities { totalCount }"
	var public []string
	for _, f := range schema().Query.Fields {
		text := "{ " + everything(f, 4) + " }"
		if f.Name == "__schema" || f.Name == "__type" {
			text = "{ __schema { queryType { name } } }"
		}
		age := graph.Public(operationOf(t, text))
		if marked := f.Directives.ForName("public") != nil; marked != (age > 0) {
			t.Errorf("%s: marked %t, kept %v", f.Name, marked, age)
		}
		beside := graph.Public(operationOf(t, "{ "+open+" ... on Query { ...F } } fragment F on Query "+text))
		if (beside > 0) != (age > 0) {
			t.Errorf("beside open data %s is kept for %v", f.Name, beside)
		}
		if age > 0 {
			public = append(public, f.Name)
		}
	}
	if len(public) < 4 {
		t.Errorf("public are %v", public)
	}
}

// What can be reached below a public root is neither guarded nor a person's, and what
// a guard or a person is on is never a public root.
func TestPublicLeadsToNoPerson(t *testing.T) {
	var walk func(from, name string, seen map[string]bool)
	walk = func(from, name string, seen map[string]bool) {
		if seen[name] {
			return
		}
		seen[name] = true
		if name == "Person" || name == "Viewer" {
			t.Errorf("%s leads to a %s", from, name)
		}
		for _, f := range schema().Types[name].Fields {
			for _, mark := range []string{"consent", "proxy", "person", "after"} {
				if f.Directives.ForName(mark) != nil {
					t.Errorf("%s leads to %s.%s", from, name, f.Name)
				}
			}
			walk(from, f.Type.Name(), seen)
		}
		for _, possible := range schema().PossibleTypes[name] {
			walk(from, possible.Name, seen)
		}
	}
	fields(func(at string, on *ast.Definition, f *ast.FieldDefinition) {
		if f.Directives.ForName("public") == nil {
			return
		}
		if on != schema().Query {
			t.Errorf("%s: only roots are public", at)
		}
		if slices.ContainsFunc(f.Directives, func(d *ast.Directive) bool { return d.Name != "public" && d.Name != "register" }) {
			t.Errorf("%s is guarded too", at)
		}
		walk(at, f.Type.Name(), map[string]bool{})
	})
}

// A mutation is never public.
func TestPublicMutation(t *testing.T) {
	o := operationOf(t, "{ municipalities { totalCount } }")
	if o.Operation = ast.Mutation; graph.Public(o) != 0 {
		t.Error("a change is kept")
	}
}

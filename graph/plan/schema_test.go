package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph"
	"helsegraf/graph/plan"
)

func gateway() *ast.Schema { return graph.NewSchema(graph.Config{}).Schema() }

// roots are the types whose arguments may name people. A mutation names them in its
// input, see TestMutations.
func roots(s *ast.Schema) []*ast.Definition { return []*ast.Definition{s.Query} }

// people are the arguments of a field that are marked.
func people(f *ast.FieldDefinition) (out []*ast.ArgumentDefinition) {
	for _, a := range f.Arguments {
		if a.Directives.ForName("person") != nil {
			out = append(out, a)
		}
	}
	return out
}

// ids reports whether a type is an id, or holds one.
func ids(s *ast.Schema, name string, visited ...string) bool {
	if name == "ID" || name == "_Any" {
		return true
	}
	if slices.Contains(visited, name) {
		return false
	}
	def := s.Types[name]
	return def.Kind == ast.InputObject && slices.ContainsFunc(def.Fields, func(f *ast.FieldDefinition) bool { return ids(s, f.Type.Name(), append(visited, name)...) })
}

// Every id that a root field takes is marked as naming people: the only objects
// with ids outside any person. The plan reads one argument of a field, in which
// ids stand alone or in a list.
func TestWhatNamesPeopleIsMarked(t *testing.T) {
	s := gateway()
	for _, root := range roots(s) {
		for _, f := range root.Fields {
			marked := people(f)
			if len(marked) > 1 {
				t.Errorf("%s.%s: one argument names people, and the plan reads no other", root.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if ids(s, a.Type.Name()) != slices.Contains(marked, a) {
					t.Errorf("%s.%s(%s:): @person is on ids, and on all of them", root.Name, f.Name, a.Name)
				}
			}
			for _, a := range marked {
				if name := a.Type.Name(); name != "ID" && name != "_Any" || a.Type.Elem != nil && a.Type.Elem.Elem != nil {
					t.Errorf("%s.%s(%s:): the plan reads no ids in %s", root.Name, f.Name, a.Name, a.Type)
				}
				if a.Type.Elem != nil && f.Directives.ForName("consent") != nil {
					t.Errorf("%s.%s(%s:): a guarded field is about one person, by whom it is decided", root.Name, f.Name, a.Name)
				}
			}
		}
	}
	for _, def := range s.Types {
		for _, f := range def.Fields {
			if len(people(f)) > 0 && !slices.Contains(roots(s), def) {
				t.Errorf("%s.%s: people are named at the root only", def.Name, f.Name)
			}
		}
	}
}

// Every way to a person passes one mark, so that nobody is reached whom the plan
// does not see, and every mark is on such a way or on a guarded field.
func TestEveryWayToAPersonIsMarked(t *testing.T) {
	s := gateway()
	var walk func(def *ast.Definition, path, on []string, marks int) (reached bool)
	walk = func(def *ast.Definition, path, on []string, marks int) (reached bool) {
		if def.Name == "Person" && marks != 1 {
			t.Errorf("%s leads to a person by %d marks", strings.Join(path, "."), marks)
		}
		if def.Name == "Person" || slices.Contains(on, def.Name) {
			return def.Name == "Person"
		}
		on = append(slices.Clip(on), def.Name)
		for _, possible := range s.PossibleTypes[def.Name] {
			reached = possible != def && walk(possible, path, on, marks) || reached
		}
		if def.Kind != ast.Object {
			return reached
		}
		for _, f := range def.Fields {
			more := len(people(f))
			if f.Directives.ForName("person") != nil {
				more++
			}
			leads := walk(s.Types[f.Type.Name()], append(slices.Clip(path), f.Name), on, marks+more)
			if more > 0 && !leads && f.Directives.ForName("consent") == nil {
				t.Errorf("%s.%s is marked, and leads to nobody", def.Name, f.Name)
			}
			reached = reached || leads
		}
		return reached
	}
	for _, root := range roots(s) {
		walk(root, nil, nil, 0)
	}
}

// Every marked argument is planned, written in the document or in a variable.
func TestWhatIsMarkedIsPlanned(t *testing.T) {
	s := gateway()
	tried := 0
	for _, root := range roots(s) {
		for _, f := range root.Fields {
			for _, a := range people(f) {
				tried++
				literal, value := `"x"`, any("x")
				if a.Type.Name() == "_Any" {
					literal, value = `{__typename: "Person", id: "x"}`, map[string]any{"__typename": "Person", "id": "x"}
				}
				if a.Type.Elem != nil {
					literal, value = "["+literal+"]", []any{value}
				}
				operation := strings.ToLower(root.Name)
				for _, query := range []string{
					operation + ` { at: ` + f.Name + `(` + a.Name + `: ` + literal + required(s, f, a) + `) { __typename } }`,
					operation + `($v: ` + a.Type.String() + `) { at: ` + f.Name + `(` + a.Name + `: $v` + required(s, f, a) + `) { __typename } }`,
				} {
					doc, errs := gqlparser.LoadQueryWithRules(s, query, rules.NewDefaultRules())
					if errs != nil {
						t.Fatalf("%s: %v", query, errs)
					}
					p := plan.New(s).Of(&graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: map[string]any{"v": value}})
					if len(p.Branches) == 0 {
						t.Errorf("%s: no branch", query)
					}
					for _, r := range p.Branches {
						if r.Entry != plan.Named || !slices.Equal(r.IDs, []string{"x"}) || r.Path != "at" || (r.List == "at") != (a.Type.Elem != nil) {
							t.Errorf("%s: %+v", query, r)
						}
					}
				}
			}
		}
	}
	if tried < 5 {
		t.Errorf("%d arguments name people: this tries too little", tried)
	}
}

// A list has a row for each person that its field names, as many as may be, or
// else as many as its own values make.
func TestRowsAreCounted(t *testing.T) {
	s := gateway()
	services := int64(len(s.Types["Service"].EnumValues))
	bytes := func(query string) int64 {
		doc, errs := gqlparser.LoadQueryWithRules(s, query, rules.NewDefaultRules())
		if errs != nil {
			t.Fatalf("%s: %v", query, errs)
		}
		return plan.New(s).Of(&graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: map[string]any{"ids": slices.Repeat([]any{"x"}, 7), "many": slices.Repeat([]any{"x"}, 1000)}}).Bytes
	}
	for query, rows := range map[string]int64{
		`{ a: person(id: "x") { %s } }`:                                        1,
		`{ a: people(ids: ["x", "y"]) { %s } }`:                                2,
		`query($ids: [ID!]!) { a: people(ids: $ids) { %s } }`:                  7,
		`query($many: [ID!]!) { a: people(ids: $many) { %s } }`:                plan.MostIDs,
		`query($ids: [_Any!]!) { a: _entities(representations: $ids) { %s } }`: 7,
		`{ a: previewConsent(level: FULL) { %s } }`:                            services,
		`{ a: previewConsent(level: FULL, id: "x") { %s } }`:                   services,
		`{ a: previewProxy(scope: [MEDICATION, VACCINATION]) { %s } }`:         2,
		`{ a: registers { %s } }`:                                              int64(len(s.Types["Register"].EnumValues)),
		`{ a: viewer { %s } }`:                                                 1,
	} {
		one := bytes(strings.Replace(query, "%s", "b: __typename", 1))
		two := bytes(strings.Replace(query, "%s", "b: __typename c: __typename", 1))
		if got, want := two-one, rows*int64(len(`"c":0,`)); got != want {
			t.Errorf("%s: a field is %d bytes, want %d", query, got, want)
		}
	}
}

// required are the other arguments that a field needs, each an enum's first
// value.
func required(s *ast.Schema, f *ast.FieldDefinition, but *ast.ArgumentDefinition) string {
	var b strings.Builder
	for _, a := range f.Arguments {
		if a != but && a.Type.NonNull && a.DefaultValue == nil {
			b.WriteString(", " + a.Name + ": " + s.Types[a.Type.Name()].EnumValues[0].Name)
		}
	}
	return b.String()
}

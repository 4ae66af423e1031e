package registers_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"helsegraf/cmd/registers"
	"helsegraf/graph"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
	"helsegraf/sources"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// Code that uses the list relies on this.
func TestEveryRegisterTellsOfItself(t *testing.T) {
	w, err := world.New(world.Options{})
	if err != nil {
		t.Fatal(err)
	}
	issuer, err := issuer.New(w, "http://issuer.invalid")
	if err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile(`^[a-z]+$`)
	keys, names, enums := map[string]bool{}, map[string]bool{}, map[string]bool{}
	needed := []string{}
	for _, r := range registers.All() {
		if !plain.MatchString(r.Key) || keys[r.Key] || names[r.Name] || enums[r.Enum] {
			t.Errorf("%s: key, name or enum is none, or another's", r.Key)
		}
		keys[r.Key], names[r.Name], enums[r.Enum] = true, true, true
		if r.Name == "" || r.Holds == "" || r.API == "" || len(r.Endpoints) == 0 {
			t.Errorf("%s leaves something out: %+v", r.Key, r.About)
		}
		if s := r.StandIn(w, issuer); s.Name() != r.Key {
			t.Errorf("the stand-in of %s is called %s", r.Key, s.Name())
		}
		parts := map[string]bool{}
		for _, e := range r.Endpoints {
			if parts[e.Part] || e.Part == "" && len(r.Endpoints) > 1 {
				t.Errorf("%s: the part %q is none, or another's", r.Key, e.Part)
			}
			parts[e.Part] = true
			if (e.Audience == "") != (e.Scope == "") || e.Speaks == "" {
				t.Errorf("%s: %+v", r.KeyOf(e), e)
			}
			if (e.NotProbed == "") != (r.Probe != nil) {
				t.Errorf("%s has both a probe and a reason not to be probed, or neither", r.KeyOf(e))
			}
			if e.Needed() {
				needed = append(needed, r.KeyOf(e))
			}
		}
	}
	// What the law requires before anything about a person is shown, and no more.
	if want := []string{"personvern.settings", "personvern.powers", "folkeregister.persontjenesten", "usagelog"}; !slices.Equal(needed, want) {
		t.Errorf("needed: %v", needed)
	}
}

// The schema's Register enum and the list have the same registers.
func TestRegistersAreThoseOfTheSchema(t *testing.T) {
	var listed, named []string
	for _, r := range registers.All() {
		listed = append(listed, r.Enum)
	}
	for _, v := range schema().Types["Register"].EnumValues {
		named = append(named, v.Name)
	}
	if slices.Sort(listed); !slices.Equal(listed, slices.Sorted(slices.Values(named))) {
		t.Errorf("listed %v, in the schema %v", listed, named)
	}
}

// Each register's sample queries are valid, and read the register's own fields.
func TestQueriesAreOfTheSchema(t *testing.T) {
	names := map[string]bool{}
	for _, r := range registers.All() {
		serves := slices.ContainsFunc(r.Endpoints, func(e sources.Endpoint) bool { return e.Role == sources.Answers })
		if serves && len(r.Queries) == 0 {
			t.Errorf("nothing shows how %s fails", r.Key)
		}
		for _, q := range r.Queries {
			if names[q.Name] || q.Name == "" {
				t.Errorf("%s: the query's name %q is none, or another's", r.Key, q.Name)
			}
			names[q.Name] = true
			if !slices.ContainsFunc(r.Endpoints, func(e sources.Endpoint) bool { return e.Part == q.Part || q.Part == "" }) {
				t.Errorf("%s: there is no part %s", q.Name, q.Part)
			}
			text := "{ " + q.Selection + " }"
			for _, field := range slices.Backward(strings.FieldsFunc(string(q.On), func(c rune) bool { return c == '.' })) {
				text = "{ " + field + " " + text + " }"
			}
			doc, faults := gqlparser.LoadQueryWithRules(schema(), text, nil)
			if len(faults) > 0 {
				t.Errorf("%s: %v", q.Name, faults)
				continue
			}
			fields, of := fieldsAndRegisters(doc.Operations[0].SelectionSet, "")
			if !slices.Contains(fields, string(q.On)+q.Field) {
				t.Errorf("%s: there is no %s%s among %v", q.Name, q.On, q.Field, fields)
			}
			// Decisions rest on these registers for every field, so no field names
			// them.
			if serves && !slices.Contains(of, r.Enum) {
				t.Errorf("%s is a query of %v, not of %s", q.Name, of, r.Enum)
			}
		}
	}
}

// fieldsAndRegisters returns the paths of a selection's fields, and the registers they are
// read from.
func fieldsAndRegisters(in ast.SelectionSet, under string) (paths, names []string) {
	for _, s := range in {
		f, ok := s.(*ast.Field)
		if !ok {
			continue
		}
		for _, d := range f.Definition.Directives.ForNames("register") {
			names = append(names, d.Arguments.ForName("name").Value.Raw)
		}
		p, n := fieldsAndRegisters(f.SelectionSet, under+f.Alias+".")
		paths, names = append(append(paths, under+f.Alias), p...), append(names, n...)
	}
	return paths, names
}

func schema() *ast.Schema { return graph.NewExecutableSchema(graph.Config{}).Schema() }

func TestSection(t *testing.T) {
	got := registers.Section(map[string]any{"frikort": 1, "folkeregister.krr": 2, "folkeregister.persontjenesten": 3})
	parts, ok := got["folkeregister"].(map[string]any)
	if !ok || len(got) != 2 || got["frikort"] != 1 || parts["krr"] != 2 || parts["persontjenesten"] != 3 {
		t.Error(got)
	}
}

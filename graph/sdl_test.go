package graph_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

func TestSDLIsTheFile(t *testing.T) {
	file, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	if graph.SDL(schema()) != string(file) {
		t.Error("not what is written in schema.graphqls")
	}
}

// narrowed is the schema as those see it who are shown some services only.
func narrowed(t *testing.T, services ...policy.Service) *ast.Schema {
	t.Helper()
	s, err := graph.Narrowed(graph.NewSchema(graph.Config{}), policy.InBoth(policy.SetOf(services...)))
	if err != nil {
		t.Fatal(err)
	}
	return s.Schema()
}

// What is guarded is there for those who may ever see it, and for nobody else;
// what is open to all is there for all.
func TestNarrowed(t *testing.T) {
	seen := []policy.Service{policy.GPInformation, policy.ExemptionCard}
	narrow := narrowed(t, seen...)
	fields(func(at string, on *ast.Definition, field *ast.FieldDefinition) {
		consent := field.Directives.ForName("consent")
		if on.Name != "Person" && on.Name != "Query" && consent == nil {
			return
		}
		want := consent == nil || slices.ContainsFunc(seen, func(s policy.Service) bool {
			return s.String() == consent.Arguments.ForName("service").Value.Raw
		})
		var shown *ast.FieldDefinition
		if def := narrow.Types[on.Name]; def != nil { // else nothing leads to it
			shown = def.Fields.ForName(field.Name)
		}
		if want != (shown != nil) {
			t.Errorf("%s: shown %t, want %t", at, shown != nil, want)
		}
		if shown != nil && (shown.Description != field.Description || len(shown.Directives) != len(field.Directives)) {
			t.Errorf("%s is shown otherwise than it is", at)
		}
	})
	for name, want := range map[string]bool{
		"PersonGeneralPractitioner": true, "CoPayment": true, "PageInfo": true, "RegisterStatus": true, "Node": true, "Coding": true,
		"Prescription": false, "Medication": false, "HospitalJournal": false, "SummaryCareRecord": false, "Privacy": false, "UsageLogEntry": false,
		"Quantity": false,
	} {
		if got := narrow.Types[name] != nil; got != want {
			t.Errorf("%s: shown %t, want %t", name, got, want)
		}
	}
}

// B14: whatever else is left out of the schema that somebody is given, tools
// take queries with @defer against it.
func TestCaseB14DeferStandsInEverySDL(t *testing.T) {
	for name, s := range map[string]*ast.Schema{"all": schema(), "one service": narrowed(t, policy.GPInformation), "nothing": narrowed(t)} {
		subgraph, err := graph.SubgraphSDL(s)
		if err != nil {
			t.Fatal(err)
		}
		for of, sdl := range map[string]string{"schema": graph.SDL(s), "subgraph": subgraph} {
			doc, err := parser.ParseSchema(&ast.Source{Input: sdl})
			if err != nil {
				t.Fatal(err)
			}
			d := doc.Directives.ForName("defer")
			if d == nil {
				t.Errorf("%s, %s: no @defer", name, of)
				continue
			}
			when, label := d.Arguments.ForName("if"), d.Arguments.ForName("label")
			if when.Type.String() != "Boolean!" || when.DefaultValue.String() != "true" || label.Type.String() != "String" ||
				!slices.Equal(d.Locations, []ast.DirectiveLocation{ast.LocationFragmentSpread, ast.LocationInlineFragment}) {
				t.Errorf("%s, %s: @defer is another directive", name, of)
			}
		}
	}
}

func TestNarrowedToNothing(t *testing.T) {
	narrow := narrowed(t)
	for _, f := range narrow.Types["Person"].Fields {
		if f.Directives.ForName("consent") != nil {
			t.Errorf("%s is shown", f.Name)
		}
	}
	if narrow.Directives["consent"] != nil || narrow.Directives["proxy"] != nil {
		t.Error("directives are shown that nothing has")
	}
}

func TestNarrowedToEverythingIsTheWhole(t *testing.T) {
	if narrowed(t, policy.Services()...) != schema() {
		t.Error("another schema")
	}
}

// A schema that is not the generated one is left as it is.
func TestNarrowedOfAnother(t *testing.T) {
	other := &graphql.ExecutableSchemaMock{}
	if s, err := graph.Narrowed(other, policy.ByMode{}); s != graphql.ExecutableSchema(other) || err != nil {
		t.Errorf("%v, %v", s, err)
	}
}

// The subgraph is the schema without what is every subgraph's, or nobody's but
// ours.
func TestSubgraphSDL(t *testing.T) {
	for _, s := range []*ast.Schema{schema(), narrowed(t, policy.GPInformation)} {
		sdl, err := graph.SubgraphSDL(s)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := parser.ParseSchema(&ast.Source{Input: sdl})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(sdl, `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0"`) {
			t.Errorf("begins with %.40q", sdl)
		}
		for _, d := range doc.Directives {
			if !slices.Contains([]string{"after", "consent", "proxy", "register", "person", "perService", "public", "defer"}, d.Name) {
				t.Errorf("@%s is told", d.Name)
			}
		}
		for _, word := range []string{"_Any", "_Entity", "_entities", "_service", "_Service", "goField", "\n#"} {
			if strings.Contains(sdl, word) {
				t.Errorf("%s is told", word)
			}
		}
		for _, name := range []string{"Person", "Practitioner", "Organization"} {
			if def := doc.Definitions.ForName(name); def == nil || def.Directives.ForName("key") == nil {
				t.Errorf("%s is no entity", name)
			}
		}
		for name := range s.Types {
			if def := doc.Definitions.ForName(name); def == nil && !s.Types[name].BuiltIn && !strings.HasPrefix(name, "_") {
				t.Errorf("%s is not in the subgraph", name)
			}
		}
	}
}

package contract_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"helsegraf/graph/contract"
)

// A schema is itself in whatever order it is written, and what is new in
// another does not depend on the order of either.
func TestOrderDoesNotMatter(t *testing.T) {
	files, err := filepath.Glob("testdata/pairs/[^o]*.txtar") // ours is large
	if err != nil || len(files) < 40 {
		t.Fatalf("%d pairs: %v", len(files), err)
	}
	rapid.Check(t, func(t *rapid.T) {
		a, err := txtar.ParseFile(rapid.SampledFrom(files).Draw(t, "pair"))
		if err != nil {
			t.Fatal(err)
		}
		from, to := string(a.Files[0].Data), string(a.Files[1].Data)
		if changes := contract.Diff(shuffled(t, from, false), shuffled(t, from, true)); len(changes) > 0 {
			t.Errorf("%+v", changes)
		}
		want := contract.Diff(shuffled(t, from, false), shuffled(t, to, false))
		got := contract.Diff(shuffled(t, from, true), shuffled(t, to, true))
		if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(contract.Change{})); d != "" {
			t.Error(d)
		}
	})
}

// shuffled is a schema in another order.
func shuffled(t *rapid.T, sdl string, shuffle bool) *ast.Schema {
	doc, err := parser.ParseSchemas(validator.Prelude, &ast.Source{Name: "schema.graphqls", Input: sdl})
	if err != nil {
		t.Fatal(err)
	}
	if shuffle {
		doc.Definitions, doc.Directives = mixed(t, doc.Definitions), mixed(t, doc.Directives)
		for _, d := range doc.Directives {
			d.Locations, d.Arguments = mixed(t, d.Locations), mixed(t, d.Arguments)
		}
		for _, d := range doc.Definitions {
			if d.BuiltIn {
				continue
			}
			d.Fields, d.EnumValues, d.Interfaces, d.Types = mixed(t, d.Fields), mixed(t, d.EnumValues), mixed(t, d.Interfaces), mixed(t, d.Types)
			d.Directives = carried(t, d.Directives)
			for _, f := range d.Fields {
				f.Arguments, f.Directives = mixed(t, f.Arguments), carried(t, f.Directives)
			}
		}
	}
	s, err := validator.ValidateSchemaDocument(doc)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mixed[S ~[]T, T any](t *rapid.T, list S) S {
	return rapid.Permutation(list).Draw(t, "order")
}

// carried mixes directives, but for those that are repeated: what of them
// comes first matters.
func carried(t *rapid.T, list ast.DirectiveList) ast.DirectiveList {
	for i, d := range list {
		if slices.ContainsFunc(list[i+1:], func(o *ast.Directive) bool { return o.Name == d.Name }) {
			return list
		}
		d.Arguments = mixed(t, d.Arguments)
	}
	return mixed(t, list)
}

package contract_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/tools/txtar"

	"helsegraf/graph/contract"
)

// load reads a schema.
func load(t *testing.T, sdl string) *ast.Schema {
	t.Helper()
	s, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: sdl})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Of every pair of schemas the same is said as graphql-inspector says: each
// change, by its rule, where, and how critical it is. What it says is written
// there by TestInspector in cmd/helsegraf, which runs it.
func TestAsGraphQLInspector(t *testing.T) {
	files, err := filepath.Glob("testdata/pairs/*.txtar")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d pairs: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil || len(a.Files) != 3 {
				t.Fatal(err, a)
			}
			var got, want []string
			for _, c := range contract.Diff(load(t, string(a.Files[0].Data)), load(t, string(a.Files[1].Data))) {
				if c.Message == "" || strings.Contains(c.Message, "%") {
					t.Errorf("%s %s: %q", c.Rule, c.Coordinate, c.Message)
				}
				got = append(got, fmt.Sprintf("%s %s %s", c.Criticality, c.Rule, path(c)))
			}
			for line := range strings.Lines(string(a.Files[2].Data)) {
				f := strings.Split(line, "\t")
				if f[0] == "NON_BREAKING" {
					f[0] = string(contract.Safe)
				}
				want = append(want, fmt.Sprintf("%s %s %s", f[0], f[1], f[2]))
			}
			slices.Sort(got)
			slices.Sort(want)
			for _, line := range got {
				if count(got, line) > count(want, line) {
					t.Error("graphql-inspector does not say", line)
				}
			}
			for _, line := range want {
				if count(want, line) > count(got, line) {
					t.Error("graphql-inspector says", line)
				}
			}
		})
	}
}

func count(list []string, item string) int {
	n := 0
	for _, other := range list {
		if other == item {
			n++
		}
	}
	return n
}

// path is a change's coordinate as graphql-inspector writes it.
func path(c contract.Change) string {
	p := strings.NewReplacer("(", ".", ":)", "", " @", ".@").Replace(c.Coordinate)
	switch {
	case strings.HasPrefix(c.Rule, "SCHEMA_"):
		return ""
	case strings.HasPrefix(p, "schema."):
		return strings.TrimPrefix(p, "schema")
	case c.Rule == "DIRECTIVE_ARGUMENT_ADDED":
		p, _, _ = strings.Cut(p, ".")
	case strings.Contains(c.Rule, "_DEPRECATION_") && !strings.HasSuffix(c.Rule, "_REASON_REMOVED"):
		return p + ".@deprecated"
	}
	return p
}

package policy_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"helsegraf/graph/policy"
)

// What permits reading permits no writing, by type: none of the three converts into
// another. Go converts structs of equal fields, unexported ones included.
func TestPermissionsDoNotConvert(t *testing.T) {
	t.Parallel()
	all := []reflect.Type{reflect.TypeFor[policy.Grant](), reflect.TypeFor[policy.Warrant](), reflect.TypeFor[policy.Inquiry]()}
	for _, from := range all {
		for _, to := range all {
			if from != to && from.ConvertibleTo(to) {
				t.Errorf("%v converts into %v", from, to)
			}
		}
	}
}

// Whatever calls Tell takes a Warrant, and nothing else that names a person: it
// could change something about somebody else than was decided.
func TestChangesTakeAWarrant(t *testing.T) {
	t.Parallel()
	found := 0
	err := filepath.WalkDir("../../sources", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil || !callsTell(f.Body) {
				continue
			}
			found++
			takes := map[string]bool{}
			for _, p := range f.Type.Params.List {
				if s, ok := p.Type.(*ast.SelectorExpr); ok {
					takes[s.Sel.Name] = true
				}
			}
			if !takes["Warrant"] || takes["Grant"] || takes["Inquiry"] || takes["Number"] {
				t.Errorf("%s: %s changes something and takes %v", path, f.Name.Name, takes)
			}
		}
		return nil
	})
	if err != nil || found == 0 {
		t.Errorf("%d found, %v", found, err)
	}
}

func callsTell(body *ast.BlockStmt) (calls bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			s, ok := call.Fun.(*ast.SelectorExpr)
			calls = calls || ok && s.Sel.Name == "Tell"
		}
		return true
	})
	return calls
}

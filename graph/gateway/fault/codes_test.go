package fault

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The list of codes is closed: every code in this package, and every code that
// package gateway or its rooms make a fault of, is listed with what to do.
func TestEveryCodeIsListed(t *testing.T) {
	listed := map[string]bool{}
	for _, c := range Codes() {
		if listed[c.Code] || c.Says == "" || !strings.HasSuffix(c.Do, ".") {
			t.Errorf("%+v", c)
		}
		listed[c.Code] = true
	}
	var files []string
	for _, pattern := range []string{"../*.go", "../*/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	code := regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)
	given := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		here := filepath.Base(filepath.Dir(name)) == "fault"
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec: // const CodeX = "X"
				for i, id := range n.Names {
					if here && strings.HasPrefix(id.Name, "Code") && i < len(n.Values) {
						given[unquoted(n.Values[i])] = true
					}
				}
			case *ast.CallExpr: // fault.New(status, "X", …)
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "New" && len(n.Args) == 3 {
					if x, ok := f.X.(*ast.Ident); ok && x.Name == "fault" {
						given[unquoted(n.Args[1])] = true
					}
				}
			}
			return true
		})
	}
	delete(given, "")
	if len(given) < 20 {
		t.Fatal("only", given)
	}
	for c := range given {
		if code.MatchString(c) && !listed[c] {
			t.Errorf("%s is given and not listed", c)
		}
	}
	for c := range listed {
		if !given[c] {
			t.Errorf("%s is listed and not given", c)
		}
	}
}

// unquoted returns the text of a string literal, or "" for any other expression.
func unquoted(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return s
}

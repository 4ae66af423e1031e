package gateway

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The list of codes is closed: whatever stands in this package as a code is
// listed, with what to do, and nothing is listed that is none.
func TestEveryCodeIsListed(t *testing.T) {
	listed := map[string]bool{}
	for _, c := range ErrorCodes() {
		if listed[c.Code] || c.Says == "" || !strings.HasSuffix(c.Do, ".") {
			t.Errorf("%+v", c)
		}
		listed[c.Code] = true
	}
	packages, err := parser.ParseDir(token.NewFileSet(), ".", nil, parser.SkipObjectResolution) //nolint:staticcheck // of one folder, with no build tags
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)
	given := map[string]bool{}
	for name, file := range packages["gateway"].Files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec: // const codeX = "X"
				for i, id := range n.Names {
					if strings.HasPrefix(id.Name, "code") && i < len(n.Values) {
						given[unquoted(n.Values[i])] = true
					}
				}
			case *ast.CallExpr: // refuse(status, "X", …)
				if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "refuse" && len(n.Args) > 1 {
					given[unquoted(n.Args[1])] = true
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

// unquoted is the text of a literal; "" of anything else.
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

package documents

import (
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/plan"
)

// withoutDefer is a copy of doc without @defer, so that one response holds
// everything.
func withoutDefer(doc *ast.QueryDocument) *ast.QueryDocument { return plan.Without(doc, isDefer) }

func isDefer(d *ast.Directive) bool { return d.Name == "defer" }

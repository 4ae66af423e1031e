package gateway

import (
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/plan"
)

// withoutDefer is a copy of doc with @defer taken out, so that an answer in
// one piece holds everything.
func withoutDefer(doc *ast.QueryDocument) *ast.QueryDocument { return plan.Without(doc, isDefer) }

func isDefer(d *ast.Directive) bool { return d.Name == "defer" }

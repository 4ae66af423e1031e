package documents

import (
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/plan"
)

// withoutDefer returns a copy of doc without @defer, for a response in one part.
func withoutDefer(doc *ast.QueryDocument) *ast.QueryDocument { return plan.Without(doc, isDefer) }

func isDefer(d *ast.Directive) bool { return d.Name == "defer" }

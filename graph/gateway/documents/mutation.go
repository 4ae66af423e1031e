package documents

import (
	"net/http"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/gateway/fault"
)

// Mutates reports whether an operation is a mutation.
func (d *Document) Mutates(operation string) bool {
	o := d.parsed.Operations.ForName(operation)
	return o != nil && o.Operation == ast.Mutation
}

// Change refuses a mutation that is more than one plain field: what is changed must
// not depend on a variable, a fragment or an alias that repeats it. It looks at the
// operation as written.
func Change(o *ast.OperationDefinition) *fault.Fault {
	if o.Operation != ast.Mutation {
		return nil
	}
	if len(o.SelectionSet) == 1 && len(o.Directives) == 0 {
		if f, ok := o.SelectionSet[0].(*ast.Field); ok && len(f.Directives) == 0 && f.Name != "__typename" {
			return nil
		}
	}
	return fault.New(http.StatusBadRequest, fault.CodeRootFields, "A mutation has exactly one field at its root, without directives or fragments.")
}

// writesWords reports whether a document has a mutation with a text, a number or an
// id in what it changes, or with defaults for its variables: it is of one change, so
// nothing is gained by keeping it. Enum values and booleans say what kind it is.
func writesWords(doc *ast.QueryDocument) bool {
	return slices.ContainsFunc(doc.Operations, func(o *ast.OperationDefinition) bool {
		if o.Operation != ast.Mutation {
			return false
		}
		defaulted := func(v *ast.VariableDefinition) bool { return v.DefaultValue != nil }
		return slices.ContainsFunc(o.VariableDefinitions, defaulted) || slices.ContainsFunc(o.SelectionSet, func(s ast.Selection) bool {
			f, ok := s.(*ast.Field)
			return ok && slices.ContainsFunc(f.Arguments, func(a *ast.Argument) bool { return hasWords(a.Value) })
		})
	})
}

func hasWords(v *ast.Value) bool {
	switch v.Kind {
	case ast.StringValue, ast.BlockValue, ast.IntValue, ast.FloatValue:
		return true
	default:
		return slices.ContainsFunc(v.Children, func(c *ast.ChildValue) bool { return hasWords(c.Value) })
	}
}

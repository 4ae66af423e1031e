package plan

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Most is the largest plan of an operation: what @skip and @include leave to a
// variable is included, lists in variables have their maximal length, and all
// variables differ.
func (p *Planner) Most(doc *ast.QueryDocument, name string) *Plan {
	doc = Without(doc, conditional)
	o := doc.Operations.ForName(name)
	oc := &graphql.OperationContext{Doc: doc, Operation: o, Variables: map[string]any{}}
	number := map[string]int{} // by type
	for _, v := range o.VariableDefinitions {
		oc.Variables[v.Variable] = p.most(v.Type, number[v.Type.Name()])
		number[v.Type.Name()]++
	}
	return p.Of(oc)
}

// conditional reports whether a directive depends on a variable.
func conditional(d *ast.Directive) bool {
	if d.Name != "skip" && d.Name != "include" {
		return false
	}
	condition := d.Arguments.ForName("if")
	return condition != nil && condition.Value.Kind == ast.Variable
}

// most is a value of a type, unique by its number.
func (p *Planner) most(t *ast.Type, number int) any {
	if t.Elem != nil {
		list := make([]any, MostIDs)
		for i := range list {
			list[i] = p.most(t.Elem, MostIDs*(number+1)+i)
		}
		return list
	}
	def := p.schema.Types[t.NamedType]
	switch {
	case def.Kind == ast.Enum:
		// From the last: the first is usually the default.
		values := def.EnumValues
		return values[len(values)-1-number%len(values)].Name
	case t.NamedType == "Boolean":
		return true
	case t.NamedType == "Int":
		return int64(number)
	case t.NamedType == representation:
		return map[string]any{"__typename": person, "id": fmt.Sprint(number)}
	}
	return fmt.Sprint(number)
}

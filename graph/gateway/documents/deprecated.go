package documents

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// deprecated returns the coordinates of the deprecated fields, arguments and values
// that a document uses.
func deprecated(schema *ast.Schema, doc *ast.QueryDocument) []string {
	var found []string
	note := func(at string, list ast.DirectiveList) {
		if list.ForName("deprecated") != nil && !slices.Contains(found, at) {
			found = append(found, at)
		}
	}
	var o core.Events
	o.OnField(func(_ *core.Walker, f *ast.Field) {
		if f.Definition == nil || f.ObjectDefinition == nil {
			return
		}
		at := f.ObjectDefinition.Name + "." + f.Name
		note(at, f.Definition.Directives)
		for _, a := range f.Arguments {
			if d := f.Definition.Arguments.ForName(a.Name); d != nil {
				note(at+"("+a.Name+":)", d.Directives)
			}
		}
	})
	o.OnValue(func(_ *core.Walker, v *ast.Value) {
		if v.Kind != ast.EnumValue || v.Definition == nil {
			return
		}
		if d := v.Definition.EnumValues.ForName(v.Raw); d != nil {
			note(v.Definition.Name+"."+v.Raw, d.Directives)
		}
	})
	core.Walk(schema, doc, &o)
	slices.Sort(found)
	return found
}

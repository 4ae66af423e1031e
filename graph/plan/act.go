package plan

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// act records what a mutation changes, and whom it is about: the person that its
// input names or, if it names none, the viewer. People below it are the same.
func (w *walk) act(f graphql.CollectedField, at *place) {
	args := w.args(f)
	at.entry = Self
	if names := w.planner.NamedBy(f.Definition); names != nil {
		input, _ := args[inputArgument].(map[string]any)
		at.entry, at.ids = Named, []string{idOf(input[names.Name])}
	}
	n := Need{At: f.Field, Field: w.planner.schema.Mutation.Name + "." + f.Name, Path: at.path, Args: args, Of: args, Writes: true, Calls: 1}
	if consent := f.Definition.Directives.ForName("consent"); consent != nil {
		n.Service = consent.Arguments.ForName("service").Value.Raw
	}
	if register := f.Definition.Directives.ForName("register"); register != nil {
		n.Register = register.Arguments.ForName("name").Value.Raw
	}
	w.acts = append(w.acts, Branch{Path: at.path, Entry: at.entry, IDs: at.ids, Needs: []Need{n}})
}

// inputArgument is the argument of every mutation.
const inputArgument = "input"

// NamedBy is the field of a mutation's input that names whom it is about; nil
// names the viewer.
func (p *Planner) NamedBy(f *ast.FieldDefinition) *ast.FieldDefinition {
	input := f.Arguments.ForName(inputArgument)
	if input == nil {
		return nil
	}
	for _, field := range p.schema.Types[input.Type.Name()].Fields {
		if field.Directives.ForName(mark) != nil {
			return field
		}
	}
	return nil
}

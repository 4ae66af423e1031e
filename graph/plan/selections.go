package plan

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// selections plans the selection of a field, for each object type it may
// return.
func (w *walk) selections(f graphql.CollectedField, at place) {
	def := w.planner.schema.Types[f.Definition.Type.Name()]
	if def == nil || !w.planner.leads[def.Name] {
		return
	}
	if def.Kind == ast.Object {
		w.object(f.Selections, def, at)
		return
	}
	for _, possible := range w.planner.schema.PossibleTypes[def.Name] {
		w.object(f.Selections, possible, at)
	}
}

// args are a field's arguments; nil for a field that takes none.
func (w *walk) args(f graphql.CollectedField) map[string]any {
	if len(f.Definition.Arguments) == 0 {
		return nil
	}
	return f.ArgumentMap(w.oc.Variables)
}

func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

package plan

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// weight is the size in bytes of a response's keys. Keys inside lists count
// once per row, where the number of rows is known, and else once. It reads the
// document rather than collected fields, which would be expensive: a skipped
// field counts, and so does every repetition of one.
func (w *walk) weight() int64 {
	return w.set(w.oc.Operation.SelectionSet)
}

func (w *walk) set(set ast.SelectionSet) int64 {
	var bytes int64
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			const around = len(`"":0,`)
			bytes += int64(len(s.Alias)+around) + w.rows(s)*w.set(s.SelectionSet)
		case *ast.InlineFragment:
			bytes += w.set(s.SelectionSet)
		case *ast.FragmentSpread:
			if f := w.oc.Doc.Fragments.ForName(s.Name); f != nil {
				bytes += w.set(f.SelectionSet)
			}
		}
	}
	return bytes
}

// rows is how many objects a field returns: in a list, one for each person that
// it names. The rows of other lists follow from what their fields do, which the
// schema does not say, and are written here.
func (w *walk) rows(f *ast.Field) int64 {
	if len(f.SelectionSet) == 0 || f.ObjectDefinition == nil || f.Definition == nil || f.Definition.Type.Elem == nil {
		return 1
	}
	if names := Naming(f.Definition); names != nil && names.Type.Elem != nil {
		return w.length(f, names.Name)
	}
	switch f.ObjectDefinition.Name + "." + f.Name {
	case "Query.registers":
		return w.values("Register")
	case person + ".access", "Query.previewConsent":
		return w.values("Service")
	case "Query.previewProxy":
		return w.length(f, "scope")
	}
	return 1
}

// length is the length of a list argument.
func (w *walk) length(f *ast.Field, argument string) int64 {
	a := f.Arguments.ForName(argument)
	if a == nil {
		return 1
	}
	value := a.Value
	if value.Kind == ast.Variable {
		return int64(min(len(graphql.CoerceList(w.oc.Variables[value.Raw])), MostIDs))
	}
	return int64(min(max(len(value.Children), 1), MostIDs))
}

// values is how many values an enum has.
func (w *walk) values(enum string) int64 {
	if def := w.planner.schema.Types[enum]; def != nil {
		return int64(len(def.EnumValues))
	}
	return 1
}

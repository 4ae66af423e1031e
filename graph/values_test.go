package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// isValue reports whether objects of a type are what they hold and nothing
// more: they have no identity, no field is decided, asked for or paged by
// itself, and all of it is scalars and other such types. Another graph may well
// have the type too, and mean the same by it.
func isValue(s *ast.Schema, def *ast.Definition) bool {
	if def.Kind != ast.Object || def == s.Query || strings.HasPrefix(def.Name, "_") || def.Directives.ForName("key") != nil {
		return false
	}
	return !slices.ContainsFunc(def.Fields, func(f *ast.FieldDefinition) bool {
		if strings.HasPrefix(f.Name, "__") {
			return false
		}
		in := s.Types[f.Type.Name()]
		return f.Name == "id" || len(f.Arguments) > 0 || f.Directives.ForName("consent") != nil || f.Directives.ForName("register") != nil ||
			in.Kind != ast.Scalar && !isValue(s, in)
	})
}

// B15: a graph that has value types of its own composes with this one when both
// say @shareable of them, and no type with more to it says so.
func TestCaseB15ValueTypesAreShareable(t *testing.T) {
	s := schema()
	for name, def := range s.Types {
		if def.BuiltIn || def.Directives.ForName("key") != nil {
			continue
		}
		if is, says := isValue(s, def), def.Directives.ForName("shareable") != nil; is != says {
			t.Errorf("%s: a value type %t, @shareable %t", name, is, says)
		}
	}
	for _, name := range []string{"Coding", "Money", "Quantity", "HumanName", "Address", "PageInfo", "Contact", "Medication", "Author"} {
		if s.Types[name].Directives.ForName("shareable") == nil {
			t.Errorf("%s is not @shareable", name)
		}
	}
}

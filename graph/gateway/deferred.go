package gateway

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// withoutDefer is a copy of doc with @defer taken out, so that an answer in
// one piece holds everything.
func withoutDefer(doc *ast.QueryDocument) *ast.QueryDocument {
	out := *doc
	out.Fragments = make(ast.FragmentDefinitionList, len(doc.Fragments))
	for i, f := range doc.Fragments {
		fragment := *f
		out.Fragments[i] = &fragment
	}
	for _, f := range out.Fragments {
		f.SelectionSet = plain(f.SelectionSet, out.Fragments)
	}
	out.Operations = make(ast.OperationList, len(doc.Operations))
	for i, o := range doc.Operations {
		operation := *o
		operation.SelectionSet = plain(o.SelectionSet, out.Fragments)
		out.Operations[i] = &operation
	}
	return &out
}

// plain copies a selection without @defer; spreads point to the copied fragments.
func plain(set ast.SelectionSet, fragments ast.FragmentDefinitionList) ast.SelectionSet {
	if set == nil {
		return nil
	}
	out := make(ast.SelectionSet, len(set))
	for i, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			field := *s
			field.SelectionSet = plain(s.SelectionSet, fragments)
			out[i] = &field
		case *ast.InlineFragment:
			inline := *s
			inline.Directives = withoutDirective(s.Directives)
			inline.SelectionSet = plain(s.SelectionSet, fragments)
			out[i] = &inline
		case *ast.FragmentSpread:
			spread := *s
			spread.Directives = withoutDirective(s.Directives)
			spread.Definition = fragments.ForName(s.Name)
			out[i] = &spread
		}
	}
	return out
}

func withoutDirective(list ast.DirectiveList) ast.DirectiveList {
	return slices.DeleteFunc(slices.Clone(list), isDefer)
}

func isDefer(d *ast.Directive) bool { return d.Name == "defer" }

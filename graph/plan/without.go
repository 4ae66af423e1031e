package plan

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Without is a copy of a document without the directives for which drop is
// true.
func Without(doc *ast.QueryDocument, drop func(*ast.Directive) bool) *ast.QueryDocument {
	out := *doc
	c := copying{drop: drop, fragments: make(ast.FragmentDefinitionList, len(doc.Fragments))}
	out.Fragments = c.fragments
	for i, f := range doc.Fragments {
		fragment := *f
		out.Fragments[i] = &fragment
	}
	for _, f := range out.Fragments {
		f.SelectionSet = c.set(f.SelectionSet)
	}
	out.Operations = make(ast.OperationList, len(doc.Operations))
	for i, o := range doc.Operations {
		operation := *o
		operation.SelectionSet = c.set(o.SelectionSet)
		out.Operations[i] = &operation
	}
	return &out
}

// copying is a document being copied; spreads are redirected to the copied
// fragments.
type copying struct {
	drop      func(*ast.Directive) bool
	fragments ast.FragmentDefinitionList
}

func (c copying) set(set ast.SelectionSet) ast.SelectionSet {
	if set == nil {
		return nil
	}
	out := make(ast.SelectionSet, len(set))
	for i, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			field := *s
			field.Directives, field.SelectionSet = c.kept(s.Directives), c.set(s.SelectionSet)
			out[i] = &field
		case *ast.InlineFragment:
			inline := *s
			inline.Directives, inline.SelectionSet = c.kept(s.Directives), c.set(s.SelectionSet)
			out[i] = &inline
		case *ast.FragmentSpread:
			spread := *s
			spread.Directives, spread.Definition = c.kept(s.Directives), c.fragments.ForName(s.Name)
			out[i] = &spread
		}
	}
	return out
}

func (c copying) kept(list ast.DirectiveList) ast.DirectiveList {
	return slices.DeleteFunc(slices.Clone(list), c.drop)
}

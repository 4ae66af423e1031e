package graph

import (
	"context"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
)

// Document is what is computed once for a query document that many requests send.
// It is independent of requests and variables.
type Document struct {
	shapes *shapes  // nil where variables decide what is selected
	plans  sync.Map // by *ast.OperationDefinition
}

// DocumentOf is the Document of a document that fits the schema, for as long as
// that is kept.
func DocumentOf(doc *ast.QueryDocument) *Document {
	d := &Document{}
	if !varies(doc) {
		d.shapes = newShapes()
	}
	return d
}

// Once returns the result of plan for an operation; for one without variables it
// is computed once.
func (d *Document) Once(operation *ast.OperationDefinition, plan func() any) any {
	if d == nil || len(operation.VariableDefinitions) > 0 {
		return plan()
	}
	if p, ok := d.plans.Load(operation); ok {
		return p
	}
	p, _ := d.plans.LoadOrStore(operation, plan())
	return p
}

type documentKey struct{}

// WithDocument makes d available to execution and planning under ctx.
func WithDocument(ctx context.Context, d *Document) context.Context {
	return context.WithValue(ctx, documentKey{}, d)
}

// DocumentFrom is the Document of WithDocument, or nil, which is empty.
func DocumentFrom(ctx context.Context) *Document {
	d, _ := ctx.Value(documentKey{}).(*Document)
	return d
}

// varies reports whether a directive has a variable: @skip, @include or @defer.
func varies(doc *ast.QueryDocument) bool {
	for _, o := range doc.Operations {
		if selectionVaries(o.SelectionSet) {
			return true
		}
	}
	for _, f := range doc.Fragments {
		if selectionVaries(f.SelectionSet) {
			return true
		}
	}
	return false
}

func selectionVaries(set ast.SelectionSet) bool {
	for _, s := range set {
		var directives ast.DirectiveList
		var below ast.SelectionSet
		switch s := s.(type) {
		case *ast.Field:
			directives, below = s.Directives, s.SelectionSet
		case *ast.InlineFragment:
			directives, below = s.Directives, s.SelectionSet
		case *ast.FragmentSpread:
			directives = s.Directives
		}
		for _, d := range directives {
			for _, a := range d.Arguments {
				if a.Value.Kind == ast.Variable {
					return true
				}
			}
		}
		if selectionVaries(below) {
			return true
		}
	}
	return false
}

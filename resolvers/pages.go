package resolvers

import (
	"context"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
)

// largestPage is the most elements a page may have.
const largestPage = 100

// defaultPage is the size of a page when first is omitted.
const defaultPage = 20

// page cuts a page out of the whole list. Cursors hold the elements' places
// rather than their indexes, so a list that has grown since the last page
// repeats and skips nothing.
func page[T any](ctx context.Context, c cursors, all []T, first *int, after *string, at func(place, *T) place) (*graph.Connection[T], error) {
	size, err := pageSize(first)
	if err != nil {
		return nil, err
	}
	from := 0
	if after != nil && *after != "" {
		last, ok := c.open(*after)
		if !ok {
			return nil, badInput(wrongCursor)
		}
		from = following(all, last, at)
	}
	to := min(len(all), from+size)
	total := len(all)
	out := connection(ctx, all[from:to:to], func(i int) string { return c.seal(at(nil, &all[from+i])) })
	out.TotalCount, out.PageInfo.HasNextPage, out.PageInfo.HasPreviousPage = &total, to < len(all), from > 0
	return out, nil
}

// connection is a page of these elements. Cursors are sealed only when the
// operation selects them.
func connection[T any](ctx context.Context, nodes []T, seal func(int) string) *graph.Connection[T] {
	out := &graph.Connection[T]{Edges: make([]graph.Edge[T], len(nodes)), Nodes: nodes}
	selections := graphql.GetFieldContext(ctx).Field.Selections
	each := selects(selections, "cursor")
	for i := range nodes {
		out.Edges[i].Node = nodes[i]
		if each {
			out.Edges[i].Cursor = seal(i)
		}
	}
	if n := len(nodes); n > 0 && selects(selections, "startCursor", "endCursor") {
		start, end := seal(0), seal(n-1)
		out.PageInfo.StartCursor, out.PageInfo.EndCursor = &start, &end
	}
	return out
}

// openPage is a page of a list of open data, with when it was read.
func openPage[T any](ctx context.Context, c cursors, asOf time.Time, all []T, first *int, after *string, at func(place, *T) place) (*graph.Connection[T], error) {
	out, err := page(ctx, c, all, first, after, at)
	if err == nil {
		asOf = asOf.UTC().Truncate(time.Second)
		out.AsOf = &asOf
	}
	return out, err
}

// pageSize is the number of elements in a page: first, or the default when it is
// omitted.
func pageSize(first *int) (int, error) {
	switch {
	case first == nil:
		return defaultPage, nil
	case *first < 1, *first > largestPage:
		return 0, badInput(wrongSize)
	}
	return *first, nil
}

// following is the index of the first element after a place. If the element at
// the place is gone, it is the first that sorts after it.
func following[T any](all []T, after place, at func(place, *T) place) int {
	next := len(all)
	var here place
	for i := range all {
		here = at(here[:0], &all[i])
		switch order := here.compare(after); {
		case order == 0:
			return i + 1
		case order > 0 && next == len(all):
			next = i
		}
	}
	return next
}

// selects reports whether a selection on a connection may include a field with
// one of these names, on its edges or its page info.
func selects(selection ast.SelectionSet, names ...string) bool {
	for _, s := range selection {
		var below ast.SelectionSet
		switch s := s.(type) {
		case *ast.Field:
			if slices.Contains(names, s.Name) {
				return true
			}
			if s.Name != "edges" && s.Name != "pageInfo" {
				continue
			}
			below = s.SelectionSet
		case *ast.InlineFragment:
			below = s.SelectionSet
		case *ast.FragmentSpread:
			below = s.Definition.SelectionSet
		}
		if selects(below, names...) {
			return true
		}
	}
	return false
}

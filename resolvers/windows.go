package resolvers

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/provesvar"
)

// A list that a register pages is read a window at a time. The window is a part of
// the read's key: it follows from a field's arguments, both when the plan is
// fetched ahead and when the field is resolved.

// window is a part of a list that the register pages.
type window struct {
	grant  policy.Grant
	window nhn.Window
}

type regionWindow struct {
	grant  policy.Grant
	region pasientjournal.Region
	window nhn.Window
}

type resultsKey struct {
	window
	filter provesvar.Filter
}

// windowOf is the window that a need's arguments ask for, as long as the longest
// page that begins there: aliases with pages of different lengths share a call.
// The arguments have been checked; a cursor that does not open is only counted.
func (q *request) windowOf(need plan.Need) nhn.Window {
	w := nhn.Window{First: firstOf(need)}
	after, _ := need.Args["after"].(string)
	if after != "" {
		at, _ := q.r.ids.cursors(q.actor.Client(), need.Field).open(after)
		w.After, _ = at.position()
	}
	if q.plan == nil {
		return w
	}
	for i := range q.plan.Branches {
		for _, n := range q.plan.Branches[i].Needs {
			if n.Field == need.Field {
				if its, _ := n.Args["after"].(string); its == after {
					w.First = max(w.First, firstOf(n))
				}
			}
		}
	}
	return w
}

func firstOf(need plan.Need) int {
	if first, ok := need.Args["first"].(int64); ok {
		return int(first)
	}
	return defaultPage
}

// windowIn is the window of the field that is being resolved: of its page, and as
// it was read.
func windowIn(ctx context.Context, c cursors, first *int, after *string) (shown, read nhn.Window, err error) {
	if shown.First, err = pageSize(first); err != nil {
		return shown, read, err
	}
	if after != nil && *after != "" {
		at, ok := c.open(*after)
		if ok {
			shown.After, ok = at.position()
		}
		if !ok {
			return shown, read, badInput(wrongCursor)
		}
	}
	q := requestOf(ctx)
	if need, ok := q.needOf(ctx); ok {
		return shown, q.windowOf(need), nil
	}
	return shown, shown, nil
}

// beside is the need of another field of the same object, by the coordinate of
// its field.
func (q *request) beside(need plan.Need, field string) (plan.Need, bool) {
	if q.plan == nil {
		return plan.Need{}, false
	}
	parent := func(path string) string { return path[:max(0, strings.LastIndexByte(path, '.'))] }
	for i := range q.plan.Branches {
		for _, n := range q.plan.Branches[i].Needs {
			if n.Field == field && parent(n.Path) == parent(need.Path) {
				return n, true
			}
		}
	}
	return plan.Need{}, false
}

// needOf is the planned need of the field that is being resolved.
func (q *request) needOf(ctx context.Context) (plan.Need, bool) {
	at := graphql.GetFieldContext(ctx).Field.Field
	for i := range q.plan.Branches {
		for _, n := range q.plan.Branches[i].Needs {
			if n.At == at {
				return n, true
			}
		}
	}
	return plan.Need{}, false
}

// rowsPage is a page of rows that were read for a window; of several parts of the
// list, the rows in order. The total is known when they are the whole list.
func rowsPage[T any](ctx context.Context, c cursors, w nhn.Window, parts ...nhn.Rows[T]) *graph.Connection[T] {
	var rows []nhn.Row[T]
	whole := true
	total := 0
	complete := true
	for _, part := range parts {
		rows = append(rows, part.After(w.After)...)
		whole, complete = whole && part.Whole, complete && part.Complete
		total += len(part.Rows)
	}
	if len(parts) > 1 {
		slices.SortFunc(rows, func(a, b nhn.Row[T]) int { return a.Compare(b.Position) })
	}
	n := min(len(rows), w.First)
	nodes := make([]T, n)
	for i := range nodes {
		nodes[i] = rows[i].Value
	}
	out := connection(ctx, nodes, func(i int) string { return c.seal(placeOf(rows[i].Position)) })
	out.Complete = complete
	out.PageInfo.HasNextPage, out.PageInfo.HasPreviousPage = len(rows) > n, w.After != nhn.Position{}
	if whole && complete {
		out.TotalCount = &total
	}
	return out
}

func byWindow[V any](l *loader[window, V], q *request, need plan.Need, g policy.Grant) {
	l.expect(window{g, q.windowOf(need)})
}

func byResults[V any](l *loader[resultsKey, V], q *request, need plan.Need, g policy.Grant) {
	l.expect(resultsKey{window{g, q.windowOf(need)}, resultsIn(need.Args)})
}

// byRegions is a window in each region.
func byRegions[V any](of func(*request, plan.Need) nhn.Window) func(*loader[regionWindow, V], *request, plan.Need, policy.Grant) {
	return func(l *loader[regionWindow, V], q *request, need plan.Need, g policy.Grant) {
		w := of(q, need)
		for _, region := range q.r.regions {
			l.expect(regionWindow{g, region, w})
		}
	}
}

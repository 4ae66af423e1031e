package resolvers

import (
	"context"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// budget is how many calls are left for the people the viewer acts for. Their
// number is known only after wave one; everything else was counted before any
// call. They are served one by one in list order, and field by field in plan
// order, until the budget is spent. A field over budget fails with its own
// error; the list, the names and the rest stand.
type budget struct {
	left, spent int
	// over holds the registers that were not called for some person.
	over map[graph.Register]bool
}

// waveOne is the number of calls counted for finding out whom the viewer acts
// for: who the actor is, their powers and settings, and who is related.
const waveOne = 4

// budgetFor is the part of limits.calls that the rest of the plan leaves over.
func (q *request) budgetFor(ctx context.Context) budget {
	if !q.represents() {
		return budget{}
	}
	rest := 0
	q.r.count(q.plan, 0, func(_ graph.Register, n int) { rest += n })
	made := 0
	for _, e := range q.report.Entries() {
		made += e.Calls
	}
	more := max(0, made-waveOne) // a register takes a limited number of people per call
	return budget{left: max(0, graph.AllowanceFrom(ctx).Calls-rest-more), spent: more}
}

// represents reports whether the plan reads anything about those the viewer acts
// for.
func (q *request) represents() bool {
	return slices.ContainsFunc(q.plan.Branches, func(r plan.Branch) bool { return r.Entry == plan.Represented })
}

// MostRepresented is the largest number of people the viewer acts for that an
// operation can cover within the given calls. It returns false for an operation
// that reads nothing about them.
func (r *Resolver) MostRepresented(doc *ast.QueryDocument, operation string, calls int) (people int, ok bool) {
	p := r.planner.Most(doc, operation)
	of := func(people int) int {
		n := 0
		r.count(p, people, func(_ graph.Register, calls int) { n += calls })
		return n
	}
	each := of(2) - of(1)
	if each == 0 {
		return 0, false
	}
	return max(0, (calls-of(0))/each), true
}

// take spends this many of the calls left.
func (b *budget) take(calls int) { b.left, b.spent = b.left-calls, b.spent+calls }

// refuse notes that a register is not called for some person.
func (b *budget) refuse(register graph.Register) {
	if b.over == nil {
		b.over = map[graph.Register]bool{}
	}
	b.over[register] = true
}

// charge bills the client for people the plan counted as one but who turned out
// to be several.
func (q *request) charge(ctx context.Context) {
	if !q.represents() {
		return
	}
	counted := 0
	q.r.count(q.plan, 1, func(_ graph.Register, n int) { counted += n })
	q.r.count(q.plan, 0, func(_ graph.Register, n int) { counted -= n })
	if more := q.budget.spent - counted; more > 0 {
		graph.AllowanceFrom(ctx).Charge(more)
	}
}

// overBudget is the error of a field left out because the query concerns too
// many people. It is not retryable: the same query gives the same result.
func overBudget(register graph.Register) error {
	return &fault{code: codeOverBudget, says: sentenceOf(codeOverBudget), extensions: map[string]any{"register": string(register), "retryable": false}}
}

// overBudget reports whether a decision could not be made because the subject's
// settings were never read, there being too many people.
func (q *request) overBudget(subject fnr.Number, d policy.Decision) bool {
	return q.people.unasked[subject] && d.Code() == policy.ConsentSourceUnavailable
}

// foreseeRepresented decides the needs of one of those represented, and expects
// the keys that the budget has room for. Only those count as uses.
func (q *request) foreseeRepresented(subject fnr.Number, needs []plan.Need) {
	over, room := map[string]bool{}, map[string]bool{} // by path
	q.loaders.bound = &q.budget
	for _, need := range needs {
		if _, d, ok := q.foreseen(subject, need); ok {
			if g, ok := d.Grant(); ok && !q.loaders.expect(q, need, g) {
				over[need.Path] = true
			} else if ok && need.Register != "" {
				room[need.Path] = true
			}
		}
	}
	for path := range room {
		delete(over, path) // of a field of several registers, some are called
	}
	q.loaders.bound = nil
	for _, need := range needs {
		if key, d, ok := q.foreseen(subject, need); ok {
			q.note(key, d, !over[need.Path] && !q.refused.hollow[need.Path] && !hollow(need, needs, over))
		}
	}
}

// hollow reports whether everything below a guarded field without a register of
// its own is over budget.
func hollow(need plan.Need, needs []plan.Need, over map[string]bool) bool {
	if len(over) == 0 || need.Register != "" {
		return false
	}
	below := false
	for _, n := range needs {
		if strings.HasPrefix(n.Path, need.Path+".") {
			if !over[n.Path] {
				return false
			}
			below = true
		}
	}
	return below
}

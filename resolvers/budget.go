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

// budget is what is left to ask about those whom the viewer acts for. How many
// they are is known only when wave one has answered; everything else was counted
// before anybody was asked. They are asked about one by one, in the order of the
// list, field by field in the order of the plan, as far as it goes. What is over
// is told in its own field, and the list, the names and the rest stand.
type budget struct {
	left, spent int
	// over are the registers that were not asked about somebody.
	over map[graph.Register]bool
}

// waveOne is how many calls are counted for finding out whom the viewer acts
// for: who the actor is and what powers and settings they have, and who is related.
const waveOne = 4

// budgetFor is what limits.calls leaves beside the rest of the plan.
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
	more := max(0, made-waveOne) // a register takes only so many people a call
	return budget{left: max(0, graph.AllowanceFrom(ctx).Calls-rest-more), spent: more}
}

// represents reports that something is asked of those the viewer acts for.
func (q *request) represents() bool {
	return slices.ContainsFunc(q.plan.Roads, func(r plan.Road) bool { return r.Entry == plan.Represented })
}

// MostRepresented is about how many of those the viewer acts for all of an
// operation is asked, at the most calls it may make; false for an operation that
// asks nothing of them.
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

// take spends so many calls, of which there are as many left.
func (b *budget) take(calls int) { b.left, b.spent = b.left-calls, b.spent+calls }

// refuse notes that a register is not asked about somebody.
func (b *budget) refuse(register graph.Register) {
	if b.over == nil {
		b.over = map[graph.Register]bool{}
	}
	b.over[register] = true
}

// charge has the client pay for what was counted as one person and was more.
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

// overBudget is the error of what was not asked because the question is about
// too many people. Asking the same again comes to the same.
func overBudget(register graph.Register) error {
	return &fault{code: codeOverBudget, says: sentenceOf(codeOverBudget), extensions: map[string]any{"register": string(register), "retryable": false}}
}

// overBudget reports that a decision could not be made because somebody's
// settings were not asked for, there being too many people.
func (q *request) overBudget(subject fnr.Number, d policy.Decision) bool {
	return q.people.unasked[subject] && d.Code() == policy.ConsentSourceUnavailable
}

// foreseeRepresented decides what is asked of one of those represented, and
// expects what the budget has room for. Only that is a use.
func (q *request) foreseeRepresented(subject fnr.Number, needs []plan.Need) {
	over := map[string]bool{} // by path
	q.loaders.bound = &q.budget
	for _, need := range needs {
		if _, d, ok := q.foreseen(subject, need); ok {
			if g, ok := d.Grant(); ok && !q.loaders.expect(q, need, g) {
				over[need.Path] = true
			}
		}
	}
	q.loaders.bound = nil
	for _, need := range needs {
		if ask, d, ok := q.foreseen(subject, need); ok {
			q.note(ask, d, !over[need.Path] && !q.refused.hollow[need.Path] && !hollow(need, needs, over))
		}
	}
}

// hollow tells of a guarded field without a register of its own that all that
// stands below it is over budget.
func hollow(need plan.Need, needs []plan.Need, over map[string]bool) bool {
	below := false
	for _, n := range needs {
		if strings.HasPrefix(n.Path, need.Path+".") {
			if !over[n.Path] {
				return false
			}
			below = true
		}
	}
	return below && need.Register == ""
}

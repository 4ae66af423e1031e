package resolvers

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
)

// Calls is how many calls to registers an operation is planned to make, at least
// 1, if all of it is allowed: its cost against a rate limit. It is computed
// before any register answers, so it reveals nothing about anybody. Each person
// the operation names counts. Those the viewer acts for, whom only the registers
// know, count as one until their number is known; see budget.
func (r *Resolver) Calls(ctx context.Context, oc *graphql.OperationContext) int {
	calls := 0
	r.count(r.planOf(ctx, oc), 1, func(_ graph.Register, n int) { calls += n })
	return max(calls, 1)
}

// Bytes is the minimum planned size of an operation's answer, in bytes, if all
// of it is allowed.
func (r *Resolver) Bytes(ctx context.Context, oc *graphql.OperationContext) int64 {
	return r.planOf(ctx, oc).Bytes
}

// MostCalls is the most calls an operation can make to each register, for any
// viewer: everything is allowed, lists in variables are as long as permitted,
// and the viewer acts for as many people. Further pages of a register's answer
// are not counted.
func (r *Resolver) MostCalls(doc *ast.QueryDocument, operation string) map[graph.Register]int {
	calls := map[graph.Register]int{}
	r.count(r.planner.Most(doc, operation), plan.MostIDs, func(register graph.Register, n int) {
		if n > 0 {
			calls[register] += n
		}
	})
	return calls
}

// count adds up the calls of a plan for this many people whom the viewer acts
// for.
func (r *Resolver) count(p *plan.Plan, represented int, add func(graph.Register, int)) {
	if p.After != nil {
		r.count(p.After, represented, add)
		for i := range p.Branches {
			add(graph.Register(p.Branches[i].Needs[0].Register), 2) // the change, and a look
			add(graph.UsageLog, 1)                                  // the outcome, beside what precedes it
		}
	}
	for _, need := range p.Open {
		if !r.absent[need.Field] {
			add(graph.Register(need.Register), r.callsOf(p, need))
		}
	}
	others, used, decided := p.Represents, false, false
	for i := range p.Branches {
		branch := &p.Branches[i]
		people := 1
		switch branch.Entry {
		case plan.Named:
			people = min(len(branch.IDs), plan.MostIDs)
		case plan.Represented:
			people = represented
		case plan.Self:
		}
		r.countBranch(p, branch, people, add)
		others = others || slices.ContainsFunc(branch.Needs, r.namesOthers)
		used = used || len(branch.Needs) > 0
		if len(branch.Needs) == 0 && !branch.Access {
			people = 0
		}
		decided = decided || people > 0
		if branch.Entry != plan.Self {
			others = true
			add(graph.Personvern, people) // their settings
		}
	}
	if len(p.Branches) > 0 || others {
		add(graph.Folkeregister, 1) // who the actor is
	}
	if decided || others {
		add(graph.Personvern, 1) // the actor's settings
	}
	if others {
		add(graph.Personvern, 1)    // the actor's powers
		add(graph.Folkeregister, 1) // all who are related
	}
	if used || p.Represents {
		add(graph.UsageLog, 1) // the uses, or the login alone
	}
}

// callsOf is how many calls a field of open data makes at the most.
func (r *Resolver) callsOf(p *plan.Plan, need plan.Need) int {
	for _, row := range r.reads.rows(need) {
		o, ok := row.(*open)
		switch {
		case ok && o.calls != nil:
			return max(1, o.calls(need.Args))
		case ok && o.each:
			return need.Calls * elements(p, need)
		}
	}
	return need.Calls
}

// elements is how many elements the page has at the most that a field of open data
// is in.
func elements(p *plan.Plan, need plan.Need) int {
	n := 1
	for _, list := range p.Open {
		if !strings.HasPrefix(need.Path, list.Path+".") {
			continue
		}
		switch first := list.Args["first"].(type) {
		case int64:
			n = max(1, min(int(first), largestPage))
		default:
			n = largestPage
		}
	}
	return n
}

// countBranch adds up the calls to registers for this many people on a branch. A
// call shared by several fields counts once, and so does a call about several
// people.
func (r *Resolver) countBranch(p *plan.Plan, branch *plan.Branch, people int, add func(graph.Register, int)) {
	if len(branch.Needs) == 0 {
		return
	}
	// The loaders only count, and are never started. An extract has a Grant of its
	// own, and so calls of its own.
	counted := map[policy.Service]*request{}
	for _, need := range branch.Needs {
		if branch.Entry == plan.Self && r.namesOthers(need) {
			continue // the actor's own are read with the facts
		}
		// The zero Grant is a placeholder for any subject, and opens nothing.
		q := counted[extractOf(need)]
		if q == nil {
			q = &request{r: r, plan: p}
			counted[extractOf(need)] = q
		}
		before := q.loaders.about(people)
		q.loaders.expect(q, need, policy.Grant{})
		add(graph.Register(need.Register), q.loaders.about(people)-before)
	}
}

// planOf is the plan of an operation, made once.
func (r *Resolver) planOf(ctx context.Context, oc *graphql.OperationContext) *plan.Plan {
	if p, ok := oc.Stats.GetExtension(planName).(*plan.Plan); ok {
		return p
	}
	p := graph.DocumentFrom(ctx).Once(oc.Operation, func() any {
		_, end := r.step(ctx, "plan")
		defer end()
		return r.planner.Of(oc)
	}).(*plan.Plan)
	oc.Stats.SetExtension(planName, p)
	return p
}

// planName is the key of an operation's cached plan.
const planName = "helsegraf.plan"

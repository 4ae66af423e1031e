package resolvers

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/plan"
	"helsegraf/sources/fhir"
)

// refusals are the fields of a request with invalid arguments. They are removed
// from the plan, so that no call is made and no use logged for a field that
// cannot be answered, and fail when the answer reaches them.
type refusals struct {
	fields map[*ast.Field]sentence
	needs  []plan.Need
	// hollow are guarded fields that lead only to refused ones. They are decided,
	// since they are in the answer, but show nothing that counts as a use.
	hollow map[string]bool // by path
}

// refuse removes fields with invalid arguments from the request's plan.
func (q *request) refuse(ctx context.Context) {
	open, branches := q.keep(q.plan.Open), []plan.Branch(nil)
	for i := range q.plan.Branches {
		kept := q.keep(q.plan.Branches[i].Needs)
		if len(kept) == len(q.plan.Branches[i].Needs) {
			continue
		}
		if branches == nil {
			branches = slices.Clone(q.plan.Branches) // the plan may be shared with other requests
		}
		branches[i].Needs = kept
	}
	if q.refused.fields == nil {
		return
	}
	p := *q.plan
	if p.Open = open; branches != nil {
		p.Branches = branches
	}
	q.plan = &p
	q.refused.findHollow(p.Branches)
	oc := graphql.GetOperationContext(ctx)
	around := oc.ResolverMiddleware
	oc.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) {
		if says, ok := q.refused.fields[graphql.GetFieldContext(ctx).Field.Field]; ok {
			return nil, badInput(says)
		}
		return around(ctx, next)
	}
}

// keep returns the needs that can be answered; the same slice when all can.
func (q *request) keep(needs []plan.Need) []plan.Need {
	var kept []plan.Need
	for i, need := range needs {
		says, bad := q.wrong(need)
		switch {
		case !bad && kept != nil:
			kept = append(kept, need)
		case !bad:
		default:
			if kept == nil {
				kept = append(make([]plan.Need, 0, len(needs)), needs[:i]...)
			}
			if q.refused.fields == nil {
				q.refused.fields = map[*ast.Field]sentence{}
			}
			q.refused.fields[need.At] = says
			q.refused.needs = append(q.refused.needs, need)
		}
	}
	if kept == nil {
		return needs
	}
	// Nothing below a refused field is reached either.
	return slices.DeleteFunc(kept, func(n plan.Need) bool {
		return slices.ContainsFunc(q.refused.needs, func(r plan.Need) bool { return strings.HasPrefix(n.Path, r.Path+".") })
	})
}

// wrong says what is wrong with the arguments of a need.
func (q *request) wrong(need plan.Need) (sentence, bool) {
	if len(need.Args) == 0 {
		return sentence{}, false
	}
	if first, ok := need.Args["first"].(int64); ok && (first < 1 || first > largestPage) {
		return wrongSize, true
	}
	if after, ok := need.Args["after"].(string); ok && after != "" && !q.continues(need, after) {
		return wrongCursor, true
	}
	if year, ok := need.Args["year"].(int64); ok && (year < 1 || year > lastYear) {
		return wrongYear, true
	}
	if since := need.Args["since"]; since != nil && new(fhir.Date).UnmarshalGQL(since) != nil {
		return wrongScalar, true
	}
	for _, r := range q.r.reads.byField[need.Field] {
		if wrong := r.about().wrong; wrong != nil {
			if says, bad := wrong(need.Args); bad {
				return says, true
			}
		}
	}
	return sentence{}, false
}

// lastYear is the last year a date can hold.
const lastYear = 9999

// findHollow finds the guarded fields with nothing left below but refused ones.
func (r *refusals) findHollow(branches []plan.Branch) {
	for i := range branches {
		for _, need := range branches[i].Needs {
			below := func(n plan.Need) bool { return strings.HasPrefix(n.Path, need.Path+".") }
			if need.Register == "" && slices.ContainsFunc(r.needs, below) && !slices.ContainsFunc(branches[i].Needs, below) {
				if r.hollow == nil {
					r.hollow = map[string]bool{}
				}
				r.hollow[need.Path] = true
			}
		}
	}
}

// continues reports whether a cursor belongs to a field's list.
func (q *request) continues(need plan.Need, after string) bool {
	of := q.r.ids.cursors(q.actor.Client(), need.Field)
	if need.Service == "" {
		of = q.r.ids.openCursors(need.Field)
	}
	_, ok := of.open(after)
	return ok
}

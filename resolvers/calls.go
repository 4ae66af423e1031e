package resolvers

import (
	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
)

// Calls is how many calls to registers an operation is planned to make, at least
// 1, if all of it is allowed: what it counts towards a rate. It is known before
// anything is, and so tells nothing of anybody. Each person the operation names
// counts; those the viewer acts for, whom only the registers know, count as one.
func (r *Resolver) Calls(oc *graphql.OperationContext) int {
	p := r.planOf(oc)
	calls := 0
	for _, need := range p.Open {
		calls += need.Cost
	}
	others, used, decided := p.Represents || p.Preview, false, p.Preview
	for i := range p.Roads {
		road := &p.Roads[i]
		people := 1
		if road.Entry == plan.Named {
			people = min(len(road.IDs), plan.MostIDs)
		}
		calls += r.callsOf(road, people)
		used = used || len(road.Needs) > 0
		if len(road.Needs) == 0 && !road.Access {
			people = 0
		}
		decided = decided || people > 0
		if road.Entry != plan.Self {
			others = true
			calls += people // their settings
		}
	}
	if len(p.Roads) > 0 || others {
		calls++ // who the actor is
	}
	if decided || others {
		calls++ // the actor's settings
	}
	if others {
		calls += 2 // the actor's powers, and all who are related
	}
	if used {
		calls++ // the usage log
	}
	return max(calls, 1)
}

// callsOf is how many questions the registers get about so many people on a
// road. One question for several fields counts once, and so does one about all
// of the people.
func (r *Resolver) callsOf(road *plan.Road, people int) int {
	if len(road.Needs) == 0 {
		return 0
	}
	q := &request{r: r}
	l := newLoaders(q) // to count by; they are not started
	for _, need := range road.Needs {
		// Somebody's, as yet nobody's: the zero Grant opens nothing.
		l.expect(q, need, policy.Grant{})
		if need.Field == "Person.prescriptions" { // the history is not expected without a Grant
			l.prescriptions.expect(prescriptionsKey{view: viewOf(need.Args["view"])})
		}
	}
	calls := 0
	for _, one := range l.all {
		calls += one.about(people)
	}
	return calls
}

// planOf is the plan of an operation, made once.
func (r *Resolver) planOf(oc *graphql.OperationContext) *plan.Plan {
	if p, ok := oc.Stats.GetExtension(planName).(*plan.Plan); ok {
		return p
	}
	p := r.planner.Of(oc)
	oc.Stats.SetExtension(planName, p)
	return p
}

// planName is where an operation keeps its plan.
const planName = "helsegraf.plan"

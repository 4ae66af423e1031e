package resolvers

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
)

// request is one operation being answered.
type request struct {
	r     *Resolver
	actor policy.Actor
	now   time.Time // in Norway, the same for every decision of the request
	plan  *plan.Plan
	// refused is what was taken out of the plan.
	refused refusals
	people  people
	// decisions are those the plan foresees; read-only once execution begins.
	decisions map[question]policy.Decision
	// until is when the first of them that allows runs out; zero is never.
	until   time.Time
	loaders *loaders
	usage   usage
	report  sources.Report
}

// question is what a decision is about, within one request.
type question struct {
	subject fnr.Number
	service policy.Service
	mode    policy.Mode
}

// InterceptOperation is where an operation starts: plan, facts, decisions, and
// every register's batch sent before the first field is resolved. One that is
// only to be explained ends here, with its decisions.
func (r *Resolver) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	q := &request{
		r: r, actor: graph.ActorFrom(ctx), now: r.now().In(r.norway),
		plan: r.planOf(ctx, graphql.GetOperationContext(ctx)),
	}
	ctx = sources.WithReport(context.WithValue(ctx, requestKey{}, q), &q.report)
	if q.plan.Named() > plan.MostIDs { // before anybody is asked about
		refusal := r.PresentError(ctx, badInput(tooMany))
		return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{refusal}})
	}
	q.refuse(ctx)
	loggedIn := !q.actor.Number().IsZero()
	if loggedIn {
		wave, end := r.step(ctx, "privacy")
		q.read(wave)
		end()
	}
	if graphql.GetOperationContext(ctx).Extensions["explain"] == true {
		return graphql.OneShot(q.explain(ctx))
	}
	if loggedIn {
		q.start(ctx)
	}
	return next(ctx)
}

// start decides everything the plan foresees and sends what is allowed, with
// the usage log beside it.
func (q *request) start(ctx context.Context) {
	q.decisions = map[question]policy.Decision{}
	q.loaders = newLoaders(q)
	for i := range q.plan.Roads {
		road := &q.plan.Roads[i]
		for _, subject := range q.subjects(road) {
			if _, code := q.reach(subject); code != policy.Open {
				if road.Entry != plan.Represented { // there, nobody asked for them
					q.usage.hidden(q, road)
				}
				continue
			}
			for _, need := range road.Needs {
				q.foresee(subject, need)
			}
		}
	}
	q.usage.write(ctx, q)
	q.loaders.start(ctx)
}

// foresee decides one need of one subject, and expects its key where the
// answer is yes.
func (q *request) foresee(subject fnr.Number, need plan.Need) {
	service, err := policy.ParseService(need.Service)
	if err != nil {
		return
	}
	d := q.decide(subject, service, policy.Read)
	q.decisions[question{subject, service, policy.Read}] = d
	if d.Allowed() && q.refused.hollow[need.Path] {
		q.usage.open(subject, service)
	} else {
		q.usage.note(q, subject, service, d)
	}
	if g, ok := d.Grant(); ok {
		if on := d.ChangesOn(); !on.IsZero() && (q.until.IsZero() || on.Before(q.until)) {
			q.until = on
		}
		q.loaders.expect(q, need, g)
	}
}

// decide answers whether the actor may use a service of a subject.
func (q *request) decide(subject fnr.Number, service policy.Service, mode policy.Mode) policy.Decision {
	if d, ok := q.decisions[question{subject, service, mode}]; ok && !q.lapsed() {
		return d
	}
	return q.decideAnew(subject, service, mode)
}

// decideAnew is kept apart from decide, which every guarded field asks on a
// small stack of its own: it needs a large one.
//
//go:noinline
func (q *request) decideAnew(subject fnr.Number, service policy.Service, mode policy.Mode) policy.Decision {
	if q.r == nil {
		return policy.Decision{}
	}
	now := q.now
	if q.lapsed() {
		now = q.r.now().In(q.r.norway)
	}
	return policy.Decide(q.question(subject, service, mode), q.facts(subject), now)
}

// lapsed tells whether a decision of the request has run out while the answer
// was made: a child has grown out of a service, a power has ended. Decisions
// are then made anew, and what was fetched under the old ones is withheld.
func (q *request) lapsed() bool { return !q.until.IsZero() && !q.r.now().Before(q.until) }

// reach answers whether the actor may know of a subject at all, and by which
// relations.
func (q *request) reach(subject fnr.Number) ([]policy.Relationship, policy.Code) {
	return policy.Reach(q.question(subject, 0, policy.Read), q.facts(subject), q.now)
}

func (q *request) question(subject fnr.Number, service policy.Service, mode policy.Mode) policy.Question {
	return policy.Question{Actor: q.actor, Subject: subject, Service: service, Mode: mode, Delegable: q.r.delegable}
}

// subjects are the people a road reaches, those nobody may know of included.
func (q *request) subjects(road *plan.Road) []fnr.Number {
	switch road.Entry {
	case plan.Self:
		return []fnr.Number{q.actor.Number()}
	case plan.Represented:
		return q.people.related
	case plan.Named:
		out := make([]fnr.Number, 0, len(road.IDs))
		for _, id := range road.IDs {
			out = append(out, q.subjectOf(id))
		}
		return out
	}
	return nil
}

// subjectOf is the person of an id; the zero Number for an id that is not one
// of this client's.
func (q *request) subjectOf(id string) fnr.Number {
	n, _ := q.r.ids.subject(q.actor.Client(), id)
	return n
}

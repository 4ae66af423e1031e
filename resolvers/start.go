package resolvers

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/reseptformidler"
)

// request is one operation being answered.
type request struct {
	r     *Resolver
	actor policy.Actor
	now   time.Time // in Norway, the same for every decision of the request
	plan  *plan.Plan
	// explains: the operation is to be explained, and not executed.
	explains bool
	// refused is what was removed from the plan.
	refused refusals
	budget  budget
	people  people
	// decisions are those the plan foresees; read-only once execution begins.
	decisions map[decisionKey]policy.Decision
	// until is when the first allowing decision lapses; zero is never.
	until time.Time
	// leftOut are the parts of HEALTH_CONTACT that some representative is not told of.
	leftOut map[policy.Service]bool
	loaders loaders
	usage   usage
	offers  offers
	report  sources.Report
	// follows reports that it is such a request itself.
	follows bool
	// after is the request for what a mutation reads when it is done, from when the
	// first such field is reached.
	once  sync.Once
	after atomic.Pointer[request]
}

// decisionKey identifies a decision within one request.
type decisionKey struct {
	subject fnr.Number
	service policy.Service
	mode    policy.Mode
	history bool           // of MEDICATION, the part in the summary care record
	part    policy.Service // of a service, the service of a part
	extract policy.Service // of HEALTH_REGISTERS, the service of an extract
	change  policy.Change  // in mode WRITE
	absent  bool           // the field has no register in this deployment
}

// about is the key of the decision a need requires about a subject; false for
// open data. A field of a record is not reached when the field that the record is
// in is closed: that decision is then its own.
func (q *request) about(subject fnr.Number, need plan.Need) (decisionKey, bool) {
	if need.Writes {
		service, err := policy.ParseService(need.Service)
		return decisionKey{subject: subject, service: service, mode: policy.Write, change: q.r.changes.byField[need.Field].kind, absent: q.r.absent[need.Field]}, err == nil
	}
	if within, err := policy.ParseService(need.Within); err == nil {
		key := decisionKey{subject: subject, service: within}
		if !q.decisionFor(key).Allowed() {
			return key, true
		}
	}
	service, err := policy.ParseService(need.Service)
	history := viewOf(need.Of["view"]) == reseptformidler.History
	return decisionKey{subject: subject, service: service, history: history, part: partOf(need), extract: extractOf(need), absent: q.r.absent[need.Field]}, err == nil
}

// InterceptOperation is where an operation starts: plan, facts, decisions, and
// every register's batch sent before the first field is resolved. An operation
// to be explained ends here, with its decisions.
func (r *Resolver) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	q := &request{
		r: r, actor: graph.ActorFrom(ctx), now: r.now().In(r.norway),
		plan: r.planOf(ctx, graphql.GetOperationContext(ctx)),
	}
	q.explains = graphql.GetOperationContext(ctx).Extensions["explain"] == true
	ctx = sources.WithReport(graph.WithRecordIDs(ctx, q), &q.report)
	if q.plan.Named() > plan.MostIDs { // before any call is made about them
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
	if q.explains {
		return graphql.OneShot(q.explain(ctx))
	}
	if loggedIn {
		q.start(ctx)
	}
	return next(ctx)
}

// start decides everything the plan foresees and sends what is allowed, along
// with the entries of the usage log.
func (q *request) start(ctx context.Context) {
	q.decisions = map[decisionKey]policy.Decision{}
	for i := range q.plan.Branches {
		branch := &q.plan.Branches[i]
		for _, subject := range q.subjects(branch) {
			if _, code := q.reach(subject); code != policy.Open {
				q.usage.hidden(q, branch)
				continue
			}
			if branch.Entry == plan.Represented {
				q.foreseeRepresented(subject, branch.Needs)
				continue
			}
			for _, need := range branch.Needs {
				q.foresee(subject, need)
			}
		}
	}
	q.charge(ctx)
	q.usage.write(ctx, q)
	q.loaders.start(ctx)
}

// foresee decides one need of one subject, and expects its key if allowed. An
// absent field is not a use, and is not logged.
func (q *request) foresee(subject fnr.Number, need plan.Need) {
	key, d, ok := q.foreseen(subject, need)
	if !ok {
		return
	}
	if _, ok := d.Warrant(); ok {
		return // a change has an entry of its own, before and after
	}
	q.note(key, d, !q.refused.hollow[need.Path])
	if g, ok := d.Grant(); ok {
		q.loaders.expect(q, need, g)
	}
}

// foreseen decides one need of one subject; false if it is not a use.
func (q *request) foreseen(subject fnr.Number, need plan.Need) (decisionKey, policy.Decision, bool) {
	key, ok := q.about(subject, need)
	if !ok {
		return decisionKey{}, policy.Decision{}, false
	}
	if q.unread(subject, need) {
		return decisionKey{}, policy.Decision{}, false
	}
	d := q.decisionFor(key)
	q.decisions[key] = d
	if q.silent(key, d) {
		if q.leftOut == nil {
			q.leftOut = map[policy.Service]bool{}
		}
		q.leftOut[key.part] = true
	}
	q.endsWith(d)
	if d.Allowed() && inboxFields[need.Field] {
		q.foreseeDialogue(key)
	}
	if d.Allowed() && need.Field == activityField {
		q.foreseeActivity(subject)
	}
	return key, d, d.Code() != policy.NotOffered && !q.overBudget(subject, d)
}

// endsWith has decisions made again when d lapses.
func (q *request) endsWith(d policy.Decision) {
	if on := d.Lapses(); d.Allowed() && !on.IsZero() && (q.until.IsZero() || on.Before(q.until)) {
		q.until = on
	}
}

// note adds a decision to the usage log, unless it allows and shows nothing.
func (q *request) note(key decisionKey, d policy.Decision, shown bool) {
	if d.Allowed() && !shown {
		q.usage.open(key.subject, key.service)
		return
	}
	q.usage.note(q, key.subject, key.service, d)
}

// decide returns whether the actor may use a service of a subject.
func (q *request) decide(subject fnr.Number, service policy.Service, mode policy.Mode) policy.Decision {
	return q.decisionFor(decisionKey{subject: subject, service: service, mode: mode})
}

// decisionFor is the decision for a key.
func (q *request) decisionFor(key decisionKey) policy.Decision {
	if d, ok := q.decisions[key]; ok && !q.lapsed() {
		return d
	}
	return q.decideAnew(key)
}

// decideAnew is kept apart from answer, which every guarded field asks on a
// small stack of its own: it needs a large one.
//
//go:noinline
func (q *request) decideAnew(key decisionKey) policy.Decision {
	if q.r == nil {
		return policy.Decision{}
	}
	now := q.now
	if q.lapsed() {
		now = q.r.now().In(q.r.norway)
	}
	return policy.Decide(q.decisionKey(key), q.facts(key.subject), now)
}

// lapsed reports whether a decision of the request has expired while the answer
// was made: a child has outgrown a service, or a power has ended. Decisions are
// then made again, and data fetched under the old ones is withheld.
func (q *request) lapsed() bool { return !q.until.IsZero() && !q.r.now().Before(q.until) }

// reach returns by which relations the actor may know of a subject, or why not.
func (q *request) reach(subject fnr.Number) ([]policy.Relationship, policy.Code) {
	return policy.Reach(q.decisionKey(decisionKey{subject: subject}), q.facts(subject), q.now)
}

// representing are the relations that let the actor act for a subject.
func (q *request) representing(subject fnr.Number) ([]policy.Relationship, policy.Code) {
	return policy.Represented(q.decisionKey(decisionKey{subject: subject}), q.facts(subject), q.now)
}

func (q *request) decisionKey(key decisionKey) policy.Request {
	offered := q.r.offered
	if key.absent {
		offered = policy.ByMode{}
	}
	return policy.Request{
		Actor: q.actor, Subject: key.subject, Service: key.service, Mode: key.mode, History: key.history, Part: key.part, Extract: key.extract, Change: key.change,
		Offered: offered, Delegable: q.r.delegable,
	}
}

// subjects are the people a branch reaches, including those the actor may not know
// of.
func (q *request) subjects(branch *plan.Branch) []fnr.Number {
	switch branch.Entry {
	case plan.Self:
		return []fnr.Number{q.actor.Number()}
	case plan.Represented:
		return q.people.represented
	case plan.Named:
		out := make([]fnr.Number, 0, len(branch.IDs))
		for _, id := range branch.IDs {
			out = append(out, q.subjectOf(id))
		}
		return out
	}
	return nil
}

// subjectOf is the person of an id; the zero Number for an id that is not this
// client's.
func (q *request) subjectOf(id string) fnr.Number {
	n, _ := q.r.ids.subject(q.actor.Client(), id)
	return n
}

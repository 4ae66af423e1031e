package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
	"helsegraf/sources/varsling"
)

const activityField = "Person.activity"

// activityKey is a part of somebody's events. Open are the services whose events are
// read: a closed service is as one without events, so that neither the list nor the
// number of calls tells of it.
type activityKey struct {
	window
	open policy.ServiceSet
}

func byActivity[V any](l *loader[activityKey, V], q *request, need plan.Need, g policy.Grant) {
	subject, _ := g.Subject(policy.Profile) // the zero Grant only counts
	l.expect(activityKey{window{g, q.windowOf(need)}, q.openTo(subject)})
}

// openTo are the services of a subject that the actor may use. Nothing of theirs is
// read: the usage log has the use of PROFILE.
func (q *request) openTo(subject fnr.Number) (open policy.ServiceSet) {
	if subject.IsZero() {
		return 0
	}
	for _, s := range policy.Services() {
		if q.decide(subject, s, policy.Read).Allowed() {
			open |= policy.SetOf(s)
		}
	}
	return open
}

// foreseeActivity has all decided anew when one of the open services closes while the
// answer is made.
func (q *request) foreseeActivity(subject fnr.Number) {
	for _, s := range q.openTo(subject).List() {
		q.endsWith(q.decide(subject, s, policy.Read))
	}
}

type activityEventResolver struct{ *Resolver }

// ActivityEvent resolves ActivityEvent.
func (r *Resolver) ActivityEvent() graph.ActivityEventResolver { return activityEventResolver{r} }

// Activity is a page of what has happened since last time.
func (r personResolver) Activity(ctx context.Context, p *graph.Person, first *int, after *string) (*graph.ActivityConnection, error) {
	g, err := grant(ctx, p, policy.Profile)
	if err != nil {
		return nil, err
	}
	c := r.cursors(ctx, activityField)
	w, read, err := windowIn(ctx, c, first, after)
	if err != nil {
		return nil, err
	}
	rows, err := r.reads.activity.load(ctx, activityKey{window{g, read}, requestOf(ctx).openTo(p.Subject())})
	if err != nil {
		return nil, err
	}
	return rowsPage(ctx, c, w, rows), nil
}

// ObjectID is the id of what the event is about.
func (activityEventResolver) ObjectID(ctx context.Context, e *varsling.ActivityEvent) (*string, error) {
	if e.ObjectType == "" {
		return nil, nil //nolint:nilnil // null without an error: it has no id
	}
	id := requestOf(ctx).RecordID(e.ObjectType, e.Object)
	return &id, nil
}

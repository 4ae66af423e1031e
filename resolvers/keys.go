package resolvers

import (
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/reseptformidler"
)

type prescriptionsKey struct {
	grant policy.Grant
	view  reseptformidler.View
}

type yearKey struct {
	grant policy.Grant
	year  int
}

type slotsKey struct {
	grant    policy.Grant
	from, to fhir.Date
}

// How a read's keys are made from a need and a Grant. The Grant is part of every
// key.

func byGrant[V any](l *loader[policy.Grant, V], _ *request, _ plan.Need, g policy.Grant) { l.expect(g) }

func byView[V any](l *loader[prescriptionsKey, V], _ *request, need plan.Need, g policy.Grant) {
	l.expect(prescriptionsKey{g, viewOf(need.Args["view"])})
}

// byRecord is by Grant, for a record of the subject's that is named by its id.
// An invalid id makes no call.
func byRecord[V any](service policy.Service, typ string) func(*loader[policy.Grant, V], *request, plan.Need, policy.Grant) {
	return func(l *loader[policy.Grant, V], q *request, need plan.Need, g policy.Grant) {
		id, _ := need.Args["id"].(string)
		subject, ok := g.Subject(service)
		record, known := q.r.ids.openRecord(q.actor.Client(), typ, id)
		if !ok || known && record.Subject == subject { // the zero Grant only counts, and stands for any subject
			l.expect(g)
		}
	}
}

// ofRecords is by Grant, for a field of a subject's records: of those in a list, or
// of one that is named by its id, in the field that they are in.
func ofRecords[V any](service policy.Service, typ string) func(*loader[policy.Grant, V], *request, plan.Need, policy.Grant) {
	one := byRecord[V](service, typ)
	return func(l *loader[policy.Grant, V], q *request, need plan.Need, g policy.Grant) {
		if need.Of["id"] == nil {
			l.expect(g)
			return
		}
		need.Args = need.Of
		one(l, q, need, g)
	}
}

// byPractice is by Grant, where the viewer may use what the GP's practice offers.
func byPractice[V any](l *loader[policy.Grant, V], q *request, need plan.Need, g policy.Grant) {
	subject, ok := g.Subject(policy.GPInformation)
	if !ok || !q.unread(subject, need) { // the zero Grant only counts
		l.expect(g)
	}
}

func byYear[V any](l *loader[yearKey, V], q *request, need plan.Need, g policy.Grant) {
	l.expect(yearKey{g, yearOf(need.Of["year"], q.now)})
}

func byDays[V any](l *loader[slotsKey, V], _ *request, need plan.Need, g policy.Grant) {
	from, to, _ := daysIn(need.Args)
	l.expect(slotsKey{g, from, to})
}

package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fnr"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/frikort"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/personvern"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/usagelog"
)

// loaders are the batches of one request: one for each operation of a register.
// Keys are grants, so that nothing can be asked that was not decided.
type loaders struct {
	contact             loader[policy.Grant, folkeregister.Contact]
	generalPractitioner loader[policy.Grant, *fastlegeregister.PersonGeneralPractitioner]
	history             loader[policy.Grant, []fastlegeregister.GeneralPractitionerPeriod]
	prescriptions       loader[prescriptionsKey, reseptformidler.List]
	summaryCareRecord   loader[policy.Grant, kjernejournal.SummaryCareRecord]
	allergies           loader[policy.Grant, []kjernejournal.Allergy]
	conditions          loader[policy.Grant, []kjernejournal.CriticalCondition]
	documents           loader[regionKey, pasientjournal.RegionDocuments]
	journalAccess       loader[regionKey, pasientjournal.RegionAccess]
	cardStatus          loader[yearKey, frikort.ExemptionCard]
	coPayments          loader[yearKey, frikort.ExemptionCard]
	powersGiven         loader[policy.Grant, []personvern.Power]
	powersReceived      loader[policy.Grant, []personvern.Power]
	usageLog            loader[policy.Grant, usagelog.UsageLog]

	all []batch
	// bound is what the keys now expected are counted against; nil is nothing.
	// While closed is an error, keys are answered by it.
	bound  *budget
	closed error
}

// batch is a loader, whatever it loads.
type batch interface {
	start(ctx context.Context)
	// size is how many questions it comes to.
	size() int
	// about is how many it would be about so many people as it now is about one.
	about(people int) int
}

type prescriptionsKey struct {
	grant policy.Grant
	view  reseptformidler.View
}

type regionKey struct {
	grant  policy.Grant
	region pasientjournal.Region
}

type yearKey struct {
	grant policy.Grant
	year  int
}

// newLoaders binds each batch to its register's question.
func newLoaders(q *request) *loaders {
	r, l := q.r, &loaders{}
	bind(q, l, &l.contact, many(subjectOf(policy.Profile), r.Folkeregister.Contacts))
	bind(q, l, &l.generalPractitioner, many(subjectOf(policy.GPInformation), r.currentGP))
	l.contact.together, l.generalPractitioner.together = true, true
	bind(q, l, &l.history, each(r.Fastlegeregister.History))
	bind(q, l, &l.prescriptions, each(func(ctx context.Context, k prescriptionsKey) (reseptformidler.List, error) {
		return r.Reseptformidler.Prescriptions(ctx, k.grant, k.view)
	}))
	bind(q, l, &l.summaryCareRecord, each(r.Kjernejournal.Record))
	bind(q, l, &l.allergies, each(func(ctx context.Context, g policy.Grant) ([]kjernejournal.Allergy, error) {
		return ofRecord(ctx, l, g, r.Kjernejournal.Allergies)
	}))
	bind(q, l, &l.conditions, each(func(ctx context.Context, g policy.Grant) ([]kjernejournal.CriticalCondition, error) {
		return ofRecord(ctx, l, g, r.Kjernejournal.Conditions)
	}))
	bind(q, l, &l.documents, each(func(ctx context.Context, k regionKey) (pasientjournal.RegionDocuments, error) {
		return r.Pasientjournal.Documents(ctx, k.grant, k.region)
	}))
	bind(q, l, &l.journalAccess, each(func(ctx context.Context, k regionKey) (pasientjournal.RegionAccess, error) {
		return r.Pasientjournal.AccessLog(ctx, k.grant, k.region, func(ctx context.Context) (pasientjournal.RegionDocuments, error) {
			return l.documents.load(ctx, k)
		})
	}))
	bind(q, l, &l.cardStatus, each(func(ctx context.Context, k yearKey) (frikort.ExemptionCard, error) {
		return r.Frikort.Status(ctx, k.grant, k.year)
	}))
	bind(q, l, &l.coPayments, each(func(ctx context.Context, k yearKey) (frikort.ExemptionCard, error) {
		return r.Frikort.CoPayments(ctx, k.grant, k.year)
	}))
	bind(q, l, &l.powersGiven, each(r.Personvern.PowersGiven))
	bind(q, l, &l.powersReceived, each(q.powersReceived))
	bind(q, l, &l.usageLog, each(func(ctx context.Context, g policy.Grant) (usagelog.UsageLog, error) {
		q.usage.settle(ctx) // so that this use is in it, and not only at times
		return r.UsageLog.Read(ctx, g)
	}))
	return l
}

// start sends every batch that expects something.
func (l *loaders) start(ctx context.Context) {
	for _, one := range l.all {
		one.start(ctx)
	}
}

// size is how many questions all batches come to.
func (l *loaders) size() int {
	n := 0
	for _, one := range l.all {
		n += one.size()
	}
	return n
}

// currentGP asks for the GPs of many, and leaves with each the grant it was
// released under, so that the history can be asked for.
func (r *Resolver) currentGP(ctx context.Context, grants []policy.Grant) map[fnr.Number]sources.Answer[*fastlegeregister.PersonGeneralPractitioner] {
	answers := r.Fastlegeregister.Current(ctx, grants)
	for _, g := range grants {
		subject, _ := g.Subject(policy.GPInformation)
		if gp := answers[subject].Value; gp != nil {
			gp.Grant = g
		}
	}
	return answers
}

// ofRecord asks for a part of the summary care record: the register wants the
// record itself to be asked for first.
func ofRecord[T any](ctx context.Context, l *loaders, g policy.Grant, ask func(context.Context, kjernejournal.CriticalInformation) ([]T, error)) ([]T, error) {
	record, err := l.summaryCareRecord.load(ctx, g)
	if err != nil || record.CriticalInformation == nil {
		return nil, err
	}
	return ask(ctx, *record.CriticalInformation)
}

// powersReceived are the powers somebody holds; the actor's own may have been
// read in wave one.
func (q *request) powersReceived(ctx context.Context, g policy.Grant) ([]personvern.Power, error) {
	if g.Self() && q.people.read == policy.OnFile {
		return q.people.powers.Value, nil
	}
	return q.r.Personvern.PowersReceived(ctx, g.Inquiry())
}

func subjectOf(service policy.Service) func(policy.Grant) fnr.Number {
	return func(g policy.Grant) fnr.Number {
		n, _ := g.Subject(service)
		return n
	}
}

// expect adds the keys that one need of one subject will load. It is false where
// what bounds them has no room for the need: then its keys are refused.
func (l *loaders) expect(q *request, need plan.Need, g policy.Grant) bool {
	if l.bound == nil || need.Register == "" {
		l.add(q, need, g)
		return true
	}
	calls := need.Calls
	if l.contact.begun(need, "Person.contact") || l.generalPractitioner.begun(need, "Person.generalPractitioner") {
		calls = 0
	}
	if calls > l.bound.left {
		l.bound.refuse(graph.Register(need.Register))
		l.closed = overBudget(graph.Register(need.Register))
		l.add(q, need, g)
		l.closed = nil
		return false
	}
	before := l.size()
	l.add(q, need, g)
	l.bound.take(l.size() - before)
	return true
}

// add adds the keys of a need.
func (l *loaders) add(q *request, need plan.Need, g policy.Grant) {
	switch need.Field {
	case "Person.contact":
		l.contact.expect(g)
	case "Person.generalPractitioner":
		l.generalPractitioner.expect(g)
	case "PersonGeneralPractitioner.history":
		l.history.expect(g)
	case "Person.prescriptions":
		l.prescriptions.expect(prescriptionsKey{g, viewOf(need.Args["view"])})
	case "Person.summaryCareRecord":
		l.summaryCareRecord.expect(g)
	case "CriticalInformation.allergies":
		l.allergies.expect(g)
	case "CriticalInformation.conditions":
		l.conditions.expect(g)
	case "HospitalJournal.documents", "HospitalJournal.regions":
		for _, region := range q.r.Pasientjournal.Regions() {
			l.documents.expect(regionKey{g, region})
		}
	case "HospitalJournal.accessLog":
		for _, region := range q.r.Pasientjournal.Regions() {
			l.documents.expect(regionKey{g, region})
			l.journalAccess.expect(regionKey{g, region})
		}
	case "Privacy.powersGiven":
		l.powersGiven.expect(g)
	case "Privacy.powersReceived":
		l.powersReceived.expect(g)
	case "Person.usageLog":
		l.usageLog.expect(g)
	case "ExemptionCard.status", "ExemptionCard.validUntil":
		l.cardStatus.expect(yearKey{g, yearOf(need.Of["year"], q.now)})
	case "ExemptionCard.validFrom", "ExemptionCard.paid", "ExemptionCard.remaining", "ExemptionCard.coPayments":
		l.coPayments.expect(yearKey{g, yearOf(need.Of["year"], q.now)})
	}
}

package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
	"helsegraf/sources/flo"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/reseptformidler"
)

type personResolver struct{ *Resolver }

// Person resolves Person. Fields without a directive are open to whoever holds
// the handle, which only rule 5 gives out.
func (r *Resolver) Person() graph.PersonResolver { return personResolver{r} }

// ID is the person's id for this client.
func (r personResolver) ID(ctx context.Context, p *graph.Person) (string, error) {
	return r.ids.person(requestOf(ctx).actor.Client(), p.Subject()), nil
}

// citizen is what Folkeregisteret says of the person.
func (personResolver) citizen(ctx context.Context, p *graph.Person) (folkeregister.Person, error) {
	q := requestOf(ctx)
	if _, code := q.reach(p.Subject()); code != policy.Open {
		return folkeregister.Person{}, refused(code)
	}
	a, ok := q.people.citizens[p.Subject()]
	if !ok {
		return folkeregister.Person{}, refused(policy.ConsentSourceUnavailable)
	}
	return a.Value, a.Err
}

// Name is the person's name.
func (r personResolver) Name(ctx context.Context, p *graph.Person) (*fhir.HumanName, error) {
	c, err := r.citizen(ctx, p)
	return c.Name, err
}

// Age is the person's age in whole years; nil when it depends on a day of birth
// that the register does not know.
func (r personResolver) Age(ctx context.Context, p *graph.Person) (*int, error) {
	c, err := r.citizen(ctx, p)
	if err != nil {
		return nil, err
	}
	born, ok := c.Born(r.norway)
	age, known := born.Age(requestOf(ctx).now)
	if !ok || !known {
		return nil, nil //nolint:nilnil // an unknown age is not an error
	}
	return &age, nil
}

// Relation is the viewer's relation to the person.
func (personResolver) Relation(ctx context.Context, p *graph.Person) (*policy.Relation, error) {
	known, code := requestOf(ctx).reach(p.Subject())
	if code != policy.Open {
		return nil, refused(code)
	}
	return &known[0].Relation, nil
}

// Address is where the person lives.
func (r personResolver) Address(ctx context.Context, p *graph.Person) (*fhir.Address, error) {
	c, err := r.citizen(ctx, p)
	return c.Address, err
}

// Contact is how the person may be reached.
func (r personResolver) Contact(ctx context.Context, p *graph.Person) (*folkeregister.Contact, error) {
	g, err := grant(ctx, p, policy.Profile)
	if err != nil {
		return nil, err
	}
	return found(r.reads.contact.load(ctx, g))
}

// GeneralPractitioner is the person's GP; nil when they have none.
func (r personResolver) GeneralPractitioner(ctx context.Context, p *graph.Person) (*fastlegeregister.PersonGeneralPractitioner, error) {
	g, err := grant(ctx, p, policy.GPInformation)
	if err != nil {
		return nil, err
	}
	gp, err := r.reads.generalPractitioner.load(ctx, g)
	if sources.KindOf(err) == sources.NotFound {
		return nil, nil //nolint:nilnil // having no GP is not an error
	}
	return gp, err
}

// GeneralPractitionerChange is what the person may change, and what is under way;
// nil when they are not entitled to a GP.
func (r personResolver) GeneralPractitionerChange(ctx context.Context, p *graph.Person) (*flo.GeneralPractitionerChange, error) {
	g, err := grant(ctx, p, policy.ChangeGP)
	if err != nil {
		return nil, err
	}
	return found(r.reads.gpChange.load(ctx, g))
}

// Prescriptions are the person's prescriptions.
func (personResolver) Prescriptions(ctx context.Context, p *graph.Person, first *int, after *string, view *reseptformidler.View) (*graph.PrescriptionConnection, error) {
	key := prescriptionsKey{view: reseptformidler.Current}
	if view != nil {
		key.view = *view
	}
	var err error
	key.grant, err = grantFor(ctx, decisionKey{subject: p.Subject(), service: policy.Medication, history: key.view == reseptformidler.History})
	if err != nil {
		return nil, err
	}
	return prescriptions(ctx, key, first, after)
}

// SummaryCareRecord is the person's kjernejournal.
func (r personResolver) SummaryCareRecord(ctx context.Context, p *graph.Person) (*kjernejournal.SummaryCareRecord, error) {
	g, err := grant(ctx, p, policy.SummaryCareRecord)
	if err != nil {
		return nil, err
	}
	record, err := r.reads.summaryCareRecord.load(ctx, g)
	if err != nil {
		return nil, err
	}
	if record.CriticalInformation == nil && !g.TellsSettings() {
		// A missing record may be the subject's own choice.
		return nil, closed(policy.NotAvailableOnBehalf, policy.SummaryCareRecord, policy.Remedy{})
	}
	return &record, nil
}

// HospitalJournal is a handle: its lists are fetched one by one.
func (personResolver) HospitalJournal(ctx context.Context, p *graph.Person) (*graph.HospitalJournal, error) {
	g, err := grant(ctx, p, policy.HospitalJournal)
	if err != nil {
		return nil, err
	}
	return &graph.HospitalJournal{Grant: g}, nil
}

// ExemptionCard is a handle on one year's card.
func (r personResolver) ExemptionCard(ctx context.Context, p *graph.Person, year *int) (*graph.ExemptionCard, error) {
	g, err := grant(ctx, p, policy.ExemptionCard)
	if err != nil {
		return nil, err
	}
	return r.exemptionCard(g, yearOf(year, requestOf(ctx).now)), nil
}

// found turns a not-found error into nil without an error.
func found[T any](v T, err error) (*T, error) {
	if sources.KindOf(err) == sources.NotFound {
		return nil, nil //nolint:nilnil // in the schema, null without an error means there is none
	}
	if err != nil {
		return nil, err
	}
	return &v, nil
}

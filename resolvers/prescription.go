package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/reseptformidler"
)

type prescriptionResolver struct{ *Resolver }

// Prescription resolves Prescription.
func (r *Resolver) Prescription() graph.PrescriptionResolver { return prescriptionResolver{r} }

// Source is the register the prescription was read from.
func (prescriptionResolver) Source(_ context.Context, p *reseptformidler.Prescription) (*graph.Register, error) {
	source := graph.Register(p.Source)
	return &source, nil
}

// renewableField is read from the registers of the person's GP.
const renewableField = "Prescription.renewable"

// Renewable reports whether the GP's office can be asked to renew a prescription. It is
// null without an error for one who may not ask, or a representative who may not see
// the GP.
func (r prescriptionResolver) Renewable(ctx context.Context, p *reseptformidler.Prescription) (*bool, error) {
	q := requestOf(ctx)
	if !r.reads.digitalServices.there || q.unread(p.ID.Subject, plan.Need{Field: renewableField}) {
		return nil, nil //nolint:nilnil // as the schema says
	}
	key := decisionKey{subject: p.ID.Subject, service: policy.Medication, part: policy.GPInformation, history: p.Past()}
	d := q.decisionFor(key)
	g, ok := d.Grant()
	switch {
	case q.silent(key, d):
		return nil, nil //nolint:nilnil // as the schema says
	case !ok:
		return nil, denied(d, policy.GPInformation)
	}
	offered, err := r.reads.digitalServices.load(ctx, g)
	if sources.KindOf(err) == sources.NotFound { // no GP, and no office to ask
		offered, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	can := !p.Recalled() && slices.Contains(offered, dialog.Renew)
	return &can, nil
}

// PrescriptionAccessLog is a page of who has looked at them.
func (r personResolver) PrescriptionAccessLog(ctx context.Context, p *graph.Person, first *int, after *string) (*graph.RecordAccessConnection, error) {
	g, err := grant(ctx, p, policy.Medication)
	if err != nil {
		return nil, err
	}
	all, err := r.reads.prescriptionAccess.load(ctx, g)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "Person.prescriptionAccessLog"), all, first, after, placeOfRecordAccess)
}

// prescriptions is a page of the subject's prescriptions.
func prescriptions(ctx context.Context, key prescriptionsKey, first *int, after *string) (*graph.PrescriptionConnection, error) {
	q := requestOf(ctx)
	list, err := q.r.reads.prescriptions.load(ctx, key)
	if err != nil {
		return nil, err
	}
	c, err := page(ctx, q.r.cursors(ctx, "Person.prescriptions"), list.Prescriptions, first, after, placeOfPrescription)
	if err != nil {
		return nil, err
	}
	if c.Complete = list.Complete; !list.Complete {
		c.TotalCount = nil
	}
	out := &graph.PrescriptionConnection{Connection: *c}
	if key.grant.Self() {
		out.HasLocked = &list.HasLocked
	}
	return out, nil
}

// viewOf is the view given in the arguments, or the default when null or
// omitted.
func viewOf(arg any) reseptformidler.View {
	if s, ok := arg.(string); ok {
		return reseptformidler.View(s)
	}
	return reseptformidler.Current
}

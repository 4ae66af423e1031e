package resolvers

import (
	"context"

	"helsegraf/graph"
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

package resolvers

import (
	"context"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/timeavtaler"
)

type gpBookingResolver struct{ *Resolver }

// GPBooking resolves GPBooking.
func (r *Resolver) GPBooking() graph.GPBookingResolver { return gpBookingResolver{r} }

// GpBooking is booking with the person's GP; nil when there is none. Who the GP is
// belongs to GP_DIALOGUE, which is with the GP's office.
func (r personResolver) GpBooking(ctx context.Context, p *graph.Person) (*graph.GPBooking, error) {
	g, err := grant(ctx, p, policy.GPDialogue)
	if err != nil {
		return nil, err
	}
	gp, err := r.reads.bookingGP.load(ctx, g)
	if sources.KindOf(err) == sources.NotFound {
		return nil, nil //nolint:nilnil // having no GP is not an error
	}
	if err != nil {
		return nil, err
	}
	return &graph.GPBooking{Practitioner: gp.Practitioner, Office: gp.Office, Grant: g}, nil
}

// Slots is a page of the free times.
func (r gpBookingResolver) Slots(ctx context.Context, b *graph.GPBooking, from, to fhir.Date, first *int, after *string) (*graph.SlotConnection, error) {
	if tooLong(from, to) {
		return nil, badInput(wrongDays)
	}
	all, err := r.reads.slots.load(ctx, slotsKey{b.Grant, from, to})
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "GPBooking.slots"), all, first, after, placeOfSlot)
}

// slotsOf finds the free times with the subject's GP. A list without a doctor has
// none.
func (t *reads) slotsOf(ask func(context.Context, policy.Grant, string, fhir.Date, fhir.Date) ([]timeavtaler.Slot, error)) func(context.Context, slotsKey) ([]timeavtaler.Slot, error) {
	return func(ctx context.Context, k slotsKey) ([]timeavtaler.Slot, error) {
		gp, err := t.bookingGP.load(ctx, k.grant)
		switch {
		case err != nil:
			return nil, err
		case gp.Practitioner == nil || gp.Practitioner.HPRNumber == nil:
			return []timeavtaler.Slot{}, nil
		}
		return ask(ctx, k.grant, *gp.Practitioner.HPRNumber, k.from, k.to)
	}
}

// mostDays is how many days there may be between the first and the last.
const mostDays = 31

// daysIn are the days in the arguments; false when they are not two days in order, or
// too far apart.
func daysIn(args map[string]any) (from, to fhir.Date, ok bool) {
	a, _ := args["from"].(string)
	b, _ := args["to"].(string)
	if from.UnmarshalGQL(a) != nil || to.UnmarshalGQL(b) != nil {
		return from, to, false
	}
	return from, to, !tooLong(from, to)
}

func tooLong(from, to fhir.Date) bool {
	return to < from || to.In(time.UTC).Sub(from.In(time.UTC)) > mostDays*24*time.Hour
}

// wrongDaysIn says what is wrong with the arguments.
func wrongDaysIn(args map[string]any) (sentence, bool) {
	_, _, ok := daysIn(args)
	return wrongDays, !ok
}

package resolvers

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"helsegraf/graph"
	"helsegraf/graph/ical"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/timeavtaler"
)

type (
	appointmentResolver           struct{ *Resolver }
	appointmentConnectionResolver struct{ *Resolver }
)

// Appointment resolves Appointment.
func (r *Resolver) Appointment() graph.AppointmentResolver { return appointmentResolver{r} }

// AppointmentConnection resolves AppointmentConnection.
func (r *Resolver) AppointmentConnection() graph.AppointmentConnectionResolver {
	return appointmentConnectionResolver{r}
}

// Appointments is a page of the appointments to come, or of past ones.
func (r personResolver) Appointments(ctx context.Context, p *graph.Person, view *timeavtaler.AppointmentView, first *int, after *string) (*graph.AppointmentConnection, error) {
	all, err := r.appointments(ctx, p)
	if err != nil {
		return nil, err
	}
	past := view != nil && *view == timeavtaler.Past
	now := requestOf(ctx).now
	shown := slices.DeleteFunc(slices.Clone(all), func(a timeavtaler.Appointment) bool { return a.Over(now) != past })
	field, at := "Person.appointments", placeOfUpcoming
	if past {
		field, at = "Person.appointments.PAST", placeOfPast
		slices.SortFunc(shown, func(a, b timeavtaler.Appointment) int { return at(nil, &a).compare(at(nil, &b)) })
	}
	return page(ctx, r.cursors(ctx, field), shown, first, after, at)
}

// Appointment is one of the person's appointments, by id.
func (r personResolver) Appointment(ctx context.Context, p *graph.Person, id string) (*timeavtaler.Appointment, error) {
	key, err := requestOf(ctx).keyOf(p, "Appointment", id)
	if err != nil {
		return nil, err
	}
	all, err := r.appointments(ctx, p)
	if err != nil {
		return nil, err
	}
	return appointmentOf(all, key)
}

func (r personResolver) appointments(ctx context.Context, p *graph.Person) ([]timeavtaler.Appointment, error) {
	g, err := grant(ctx, p, policy.Appointment)
	if err != nil {
		return nil, err
	}
	return r.reads.appointments.load(ctx, g)
}

func appointmentOf(all []timeavtaler.Appointment, key string) (*timeavtaler.Appointment, error) {
	i := slices.IndexFunc(all, func(a timeavtaler.Appointment) bool { return a.ID.Key == key })
	if i < 0 {
		return nil, refused(policy.NotFound)
	}
	return &all[i], nil
}

// Notice is the same for everyone, so it reveals nothing.
func (appointmentConnectionResolver) Notice(ctx context.Context, _ *graph.AppointmentConnection) (*string, error) {
	told := noticeOfAppointments.to(ctx)
	return &told, nil
}

// Actions are what may be done with the appointment now.
func (appointmentResolver) Actions(ctx context.Context, a *timeavtaler.Appointment) ([]timeavtaler.AppointmentAction, error) {
	return a.Actions(requestOf(ctx).now), nil
}

// CalendarURL is the link to the appointment as a file. One whose time is not
// known has none.
func (appointmentResolver) CalendarURL(ctx context.Context, a *timeavtaler.Appointment) (*string, error) {
	subject, ok := a.Grant.Subject(policy.Appointment)
	switch {
	case !ok:
		return nil, sources.Internal
	case a.Began() == nil:
		return nil, nil
	}
	return requestOf(ctx).link(link{Subject: subject.Digits(), Appointment: a.ID.Key}), nil
}

// event is an appointment as it is now, for a calendar.
func (q *request) event(ctx context.Context, g policy.Grant, key string) (ical.Event, error) {
	all, err := q.r.reads.appointments.of(q).lookup(ctx, q, g)
	if err != nil {
		return ical.Event{}, err
	}
	a, err := appointmentOf(all, key)
	if err != nil {
		return ical.Event{}, err
	}
	began := a.Began()
	if began == nil {
		return ical.Event{}, refused(policy.NotFound)
	}
	e := ical.Event{
		UID: a.UID(), Start: *began, End: fhir.Known(a.End), UpdatedAt: *cmp.Or(a.UpdatedAt, began), Status: ical.Confirmed,
		Description: strings.Join(lines(a.Description, a.Instructions), "\n\n"), URL: fhir.Known(a.VideoURL),
	}
	switch fhir.Known(a.Status) {
	case timeavtaler.Cancelled:
		e.Status = ical.Cancelled
	case timeavtaler.Proposed, "":
		e.Status = ical.Tentative
	case timeavtaler.Booked, timeavtaler.Fulfilled, timeavtaler.NoShow:
	}
	if a.Start == nil {
		e.End = a.Window.End
	}
	names, location := names(a.Department, a.Place), a.Place
	e.Location = strings.Join(names, ", ")
	if location != nil && location.Address != nil {
		to := location.Address
		town := strings.Join(lines(to.PostalCode, to.City), " ")
		e.Location = strings.Join(append(append(names, to.Lines...), lines(&town)...), ", ")
	}
	switch {
	case a.Kind == timeavtaler.HomeVisit:
		e.Summary = "Hjemmebesøk"
	case len(names) > 0:
		e.Summary = names[0]
	default:
		e.Summary = "Timeavtale"
	}
	return e, nil
}

// lines are the texts that there are.
func lines(all ...*string) (out []string) {
	for _, s := range all {
		if s != nil && *s != "" {
			out = append(out, *s)
		}
	}
	return out
}

// names are the names of those that have one.
func names(all ...*fhir.Organization) (out []string) {
	for _, o := range all {
		if o != nil {
			out = append(out, lines(o.Name)...)
		}
	}
	return out
}

package timeavtaler_test

import (
	"context"
	"slices"
	"testing"

	"helsegraf/graph/policy"
	mocktimeavtaler "helsegraf/mocks/timeavtaler"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/timeavtaler"
)

const register = "timeavtaler"

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	if len(relation) == 1 && relation[0] == policy.Self {
		relation = nil
	}
	return sourcetest.Grant(t, subject, policy.Appointment, relation...)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mocktimeavtaler.New)
	line := granted(t, env.Number(t, "line"))
	sourcetest.Contract{
		Env: env, Register: register, Operation: "Appointment/_search", Configure: env.Login(t, timeavtaler.Audience, timeavtaler.Scope), Secrets: []string{"Ortopedisk", "medisinene"},
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := timeavtaler.New(c, nhn.Options{}).Appointments(ctx, line)
			return err
		},
	}.Run(t)
}

// Line has most kinds, berit home visits with a window, and nils nothing.
func TestAppointments(t *testing.T) {
	env := sourcetest.Start(t, mocktimeavtaler.New)
	c := timeavtaler.New(env.Client(t, register, env.Login(t, timeavtaler.Audience, timeavtaler.Scope)), nhn.Options{})
	now := env.World.Now()
	of := func(persona string, relation ...policy.Relation) (kinds []timeavtaler.AppointmentKind, all []timeavtaler.Appointment) {
		all, err := c.Appointments(t.Context(), granted(t, env.Number(t, persona), relation...))
		if err != nil {
			t.Fatal(persona, err)
		}
		for i := range all {
			if a := &all[i]; !a.Over(now) {
				kinds = append(kinds, a.Kind)
			}
			if all[i].Category == nil || all[i].Status == nil || all[i].ID.Key == "" || all[i].UpdatedAt == nil {
				t.Errorf("%s: %+v", persona, all[i])
			}
		}
		return kinds, all
	}
	kinds, all := of("line")
	if want := []timeavtaler.AppointmentKind{timeavtaler.Outpatient, timeavtaler.Video, timeavtaler.Phone, timeavtaler.Imaging}; !slices.Equal(kinds, want) || len(all) != 6 {
		t.Errorf("line: %v of %d", kinds, len(all))
	}
	outpatient, video, phone := all[2], all[3], all[4]
	if got := outpatient.Actions(now); !slices.Equal(got, []timeavtaler.AppointmentAction{"CANCEL_WITH_COMMENT", "CONFIRM", "REQUEST_CHANGE", "SEND_MESSAGE"}) {
		t.Errorf("%v", got)
	}
	if text(outpatient.Place.Name) != "Eksempel sykehus" || text(outpatient.Place.Address.City) != "Oslo" || text(outpatient.Department.Name) != "Ortopedisk poliklinikk" || outpatient.Department.Phone == nil || text(outpatient.Letter.Title) != "Innkalling til time" || outpatient.Letter.SentAt == nil {
		t.Errorf("%+v", outpatient)
	}
	if text(video.VideoURL) == "" || video.Phone != nil || text(phone.Phone) != "55501235" || phone.VideoURL != nil || len(phone.Actions(now)) != 0 {
		t.Errorf("%+v %+v", video, phone)
	}
	kinds, all = of("berit")
	if want := []timeavtaler.AppointmentKind{timeavtaler.HomeVisit, timeavtaler.HomeVisit, timeavtaler.HomeVisit, timeavtaler.Outpatient}; !slices.Equal(kinds, want) || len(all) != 6 {
		t.Errorf("berit: %v of %d", kinds, len(all))
	}
	if visit := all[2]; visit.Start != nil || visit.Window == nil || visit.Window.End.Sub(visit.Window.Start).Hours() != 2 || *visit.Status != timeavtaler.Proposed || visit.Place != nil || len(visit.Actions(now)) != 1 {
		t.Errorf("%+v", visit)
	}
	if cancelled := all[3]; *cancelled.Status != timeavtaler.Cancelled || !cancelled.CancellationReason.Is("AAT") || len(cancelled.Actions(now)) != 0 {
		t.Errorf("%+v", cancelled)
	}
	// The youth clinic is the child's own affair.
	for _, persona := range []string{"dina", "yngve"} {
		if kinds, _ := of(persona); len(kinds) != 2 {
			t.Errorf("%s: %v", persona, kinds)
		}
		if kinds, _ := of(persona, policy.Parent); len(kinds) != 1 {
			t.Errorf("a parent of %s: %v", persona, kinds)
		}
	}
	if kinds, _ := of("dan", policy.Parent); len(kinds) != 1 {
		t.Errorf("dan: %v", kinds)
	}
	if _, all := of("nils"); all == nil || len(all) > 0 {
		t.Errorf("nils: %v", all)
	}
	for _, p := range env.World.People()[:80] {
		all, err := c.Appointments(t.Context(), granted(t, sourcetest.Number(t, p.Number)))
		if err != nil || slices.ContainsFunc(all, func(a timeavtaler.Appointment) bool { return a.Kind == timeavtaler.Other || fhir.Known(a.Status) == "" }) {
			t.Errorf("%+v, %v", all, err)
		}
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mocktimeavtaler.New)
	c := timeavtaler.New(env.Client(t, register, env.Login(t, timeavtaler.Audience, timeavtaler.Scope)), nhn.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.GPDialogue)} {
		if _, err := c.Appointments(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Appointments: %v", err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

package dialog_test

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	mock "helsegraf/mocks/dialog"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/sourcetest"
)

const register = "dialog"

// herIDs are the HER-ids of personas' doctors.
func herIDs(t testing.TB, env *sourcetest.Env, personas ...string) (all []string) {
	t.Helper()
	lists := fastlegeregister.NewLists(env.World)
	for _, key := range personas {
		l, ok := lists.Of(env.World.Persona(key))
		if !ok || l.HerID == 0 {
			t.Fatalf("%s has no doctor", key)
		}
		all = append(all, strconv.Itoa(l.HerID))
	}
	return all
}

// start is a client of the stand-in that keeps what it reads this long.
func start(t testing.TB, keep time.Duration) (*sourcetest.Env, *dialog.Client) {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	return env, dialog.New(
		env.Client(t, register, env.Login(t, dialog.Audience, dialog.Scope)),
		env.Client(t, register, env.Login(t, dialog.AbsenceAudience, dialog.AbsenceScope)),
		env.Client(t, register, env.Login(t, dialog.Audience, dialog.InboxScope)),
		dialog.Options{Keep: keep, Zone: sourcetest.Oslo(t)})
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	berit := herIDs(t, env, "berit")[0]
	for _, c := range []sourcetest.Contract{
		{
			Operation: "kapabiliteter", Configure: env.Login(t, dialog.Audience, dialog.Scope), Secrets: []string{"legesenter", berit},
			Ask: func(ctx context.Context, c *sources.Client) error {
				_, err := dialog.New(c, nil, nil, dialog.Options{}).Services(ctx, berit)
				return err
			},
		},
		{
			Operation: "kapabiliteter/sok", Configure: env.Login(t, dialog.Audience, dialog.Scope), Secrets: []string{"9100001", berit},
			Ask: func(ctx context.Context, c *sources.Client) error {
				keys, _ := parties(t, env)
				return dialog.New(c, nil, nil, dialog.Options{}).Offered(ctx, keys[:1])[keys[0]].Err
			},
		},
		{
			Operation: "Tidsperiode", Configure: env.Login(t, dialog.AbsenceAudience, dialog.AbsenceScope), Secrets: []string{"ekontakt", berit},
			Ask: func(ctx context.Context, c *sources.Client) error {
				_, err := dialog.New(nil, c, nil, dialog.Options{}).ClosedUntil(ctx, berit)
				return err
			},
		},
	} {
		c.Env, c.Register, c.NoSubject = env, register, true
		t.Run(c.Operation, c.Run)
	}
}

func TestPersonas(t *testing.T) {
	env, c := start(t, 0)
	all := []dialog.DigitalService{dialog.Book, dialog.Renew, dialog.EConsultation, dialog.Contact}
	for persona, want := range map[string]struct {
		services []dialog.DigitalService
		closed   string
	}{
		"line":   {all, ""},
		"berit":  {all, "2026-12-10"}, // two absences that follow each other
		"bodil":  {nil, ""},
		"gunnar": {[]dialog.DigitalService{dialog.Book, dialog.Contact}, ""},
	} {
		herID := herIDs(t, env, persona)[0]
		services, err := c.Services(t.Context(), herID)
		if err != nil || services == nil || !slices.Equal(services, want.services) {
			t.Errorf("%s: %v, %v", persona, services, err)
		}
		until, err := c.ClosedUntil(t.Context(), herID)
		if got := ""; err != nil || until != nil && string(*until) != want.closed || until == nil && want.closed != got {
			t.Errorf("%s: %v, %v", persona, until, err)
		}
	}
}

// What one office offers is read once for all its patients, and kept no longer
// than it may be.
func TestKept(t *testing.T) {
	for keep, want := range map[time.Duration]int{time.Minute: 1, 0: 3, 1: 3} {
		env, c := start(t, keep)
		berit := herIDs(t, env, "berit")[0]
		for range 3 {
			services, err := c.Services(t.Context(), berit)
			if err != nil || len(services) != 4 {
				t.Fatal(services, err)
			}
			services[0] = "" // the caller's own
			if _, err := c.ClosedUntil(t.Context(), berit); err != nil {
				t.Fatal(err)
			}
		}
		calls := env.Calls(t)
		if calls["kapabiliteter"].Calls != want || calls["Tidsperiode"].Calls != want {
			t.Errorf("kept for %v: %v", keep, calls)
		}
	}
}

func TestPing(t *testing.T) {
	env, c := start(t, time.Minute)
	for _, part := range []string{dialog.Messages, dialog.Absence, dialog.InboxPart} {
		for range 2 { // a ping is never answered from memory
			if err := c.Ping(t.Context(), part); err != nil {
				t.Error(part, err)
			}
		}
	}
	if calls := env.Calls(t); calls["kapabiliteter"].Calls != 2 || calls["Tidsperiode"].Calls != 2 {
		t.Error(calls)
	}
}

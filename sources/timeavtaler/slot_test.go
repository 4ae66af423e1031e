package timeavtaler_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	mocktimeavtaler "helsegraf/mocks/timeavtaler"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/timeavtaler"
)

const gp = "9144897" // an HPR number

func TestSlotsContract(t *testing.T) {
	env := sourcetest.Start(t, mocktimeavtaler.New)
	line := sourcetest.Grant(t, env.Number(t, "line"), policy.GPDialogue)
	sourcetest.Contract{
		Env: env, Register: register, Operation: "Slot", Configure: env.Login(t, timeavtaler.Audience, timeavtaler.Scope), NoSubject: true,
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := timeavtaler.New(c, nhn.Options{}).Slots(ctx, line, gp, "2026-11-23", "2026-11-27")
			return err
		},
	}.Run(t)
}

// Free times are in order and within the days asked for, over several pages and the
// nights when clocks change. They are shared by all, and their ids are not.
func TestSlots(t *testing.T) {
	env := sourcetest.Start(t, mocktimeavtaler.New)
	c := timeavtaler.New(env.Client(t, register, env.Login(t, timeavtaler.Audience, timeavtaler.Scope)), nhn.Options{})
	line, berit := sourcetest.Grant(t, env.Number(t, "line"), policy.GPDialogue), sourcetest.Grant(t, env.Number(t, "berit"), policy.GPDialogue)
	for _, days := range [][2]fhir.Date{{"2026-11-23", "2026-12-23"}, {"2026-12-28", "2027-01-08"}, {"2027-03-24", "2027-03-30"}} {
		all, err := c.Slots(t.Context(), line, gp, days[0], days[1])
		if err != nil || len(all) < 10 {
			t.Fatalf("%d, %v", len(all), err)
		}
		for i, s := range all {
			day := fhir.DateOf(s.Start.In(fhir.Norway()))
			if day < days[0] || day > days[1] || s.End.Sub(s.Start) != 20*time.Minute || i > 0 && s.Start.Before(all[i-1].Start) || s.ID.Key == "" || s.Type == nil {
				t.Fatalf("%+v", s)
			}
		}
	}
	calls := env.Calls(t)["Slot"].Calls
	mine, err := c.Slots(t.Context(), line, gp, "2026-11-23", "2026-12-23")
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := c.Slots(t.Context(), berit, gp, "2026-11-23", "2026-12-23")
	if err != nil || len(theirs) != len(mine) || theirs[0].ID == mine[0].ID || env.Calls(t)["Slot"].Calls != calls {
		t.Errorf("%d, %v, %d calls more", len(theirs), err, env.Calls(t)["Slot"].Calls-calls)
	}
	if subjects := env.Calls(t)["Slot"].Subjects; len(subjects) > 0 {
		t.Errorf("the request names somebody: %v", subjects)
	}
	for _, g := range []policy.Grant{{}, granted(t, env.Number(t, "line"))} {
		if _, err := c.Slots(t.Context(), g, gp, "2026-11-23", "2026-11-24"); sources.KindOf(err) != sources.Denied {
			t.Errorf("%v", err)
		}
	}
}

// What cannot be understood is no free time, and a response that is not whole is none.
func TestSlotsRead(t *testing.T) {
	free := func(id, more string) string {
		return `{"resource":{"resourceType":"Slot","id":"` + id + `","status":"free","start":"2026-11-23T08:00:00+01:00","end":"2026-11-23T07:20:00Z"` + more + `}}`
	}
	for entries, want := range map[string]struct {
		n    int
		kind sources.Kind
	}{
		free("1", "") + "," + free("1", "") + "," + free("2", ""):                   {2, 0},
		strings.Replace(free("1", ""), `"free"`, `"busy"`, 1) + "," + free("2", ""): {1, 0},
		free("", ""): {0, sources.Garbled},
		strings.Replace(free("1", ""), "2026-11-23T08", "noon", 1):                                           {0, sources.Garbled},
		free("1", `,"modifierExtension":[{"url":"urn:not"}]`):                                                {0, sources.Garbled},
		`{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]}}`: {0, sources.Unavailable},
		"": {0, 0},
	} {
		c := timeavtaler.New(sourcetest.Replies(func(*http.Request) (int, string, string) {
			return http.StatusOK, fhir.MediaType, fmt.Sprintf(`{"resourceType":"Bundle","type":"searchset","entry":[%s]}`, entries)
		}).Client(t, register), nhn.Options{})
		all, err := c.Slots(t.Context(), sourcetest.Grant(t, sourcetest.Number(t, sourcetest.Subject), policy.GPDialogue), gp, "2026-11-23", "2026-11-23")
		if len(all) != want.n || sources.KindOf(err) != want.kind {
			t.Errorf("%s: %d, %v", entries, len(all), err)
		}
	}
}

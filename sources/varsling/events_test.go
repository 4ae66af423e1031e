package varsling_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/varsling"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/varsling"
)

// feeding is a client of a register that sends these pages in turn, and what it was asked.
func feeding(t *testing.T, pages ...string) (*varsling.Client, *[]string) {
	t.Helper()
	var asked []string
	register := sourcetest.Replies(func(r *http.Request) (int, string, string) {
		body, _ := io.ReadAll(r.Body)
		asked = append(asked, strings.ReplaceAll(string(body), sourcetest.Subject, "WHO"))
		page := pages[min(len(asked), len(pages))-1]
		return 200, "application/json", strings.ReplaceAll(page, "WHO", `"innbyggerFnr":"`+sourcetest.Subject+`"`)
	}).Client(t, register)
	return varsling.New(register, nhn.Options{}), &asked
}

func event(sequence int, more string) string {
	return fmt.Sprintf(`{"sekvensnummer":%d,"tidspunkt":"2026-11-20T10:00:00+01:00","tjeneste":"TIMEAVTALER","type":"NY","skjerming":["N"]%s}`, sequence, more)
}

// shown is what a client makes of a page, as sequence numbers, kinds and records.
func shown(rows nhn.Rows[varsling.ActivityEvent]) string {
	var all []string
	for _, r := range rows.Rows {
		all = append(all, r.Value.ID.Key+" "+string(fhir.Known(r.Value.Kind))+" "+r.Value.ObjectType+" "+r.Value.Object.Key)
	}
	return strings.Join(all, "; ")
}

func TestEvents(t *testing.T) {
	g := granted(t, sourcetest.Number(t, sourcetest.Subject))
	only := policy.SetOf(policy.Appointment, policy.Message)
	page := func(events ...string) string {
		return `{WHO,"flere":false,"hendelser":[` + strings.Join(events, ",") + `]}`
	}
	for body, want := range map[string]string{
		page(event(3, ""), event(2, `,"type2":1`), event(3, "")):                                                             "2 NEW  ; 3 NEW  ",
		page(event(1, `,"gjelder":{"type":"Appointment","identifier":{"system":"urn:x","value":"A1"}}`)):                     "1 NEW Appointment urn:x|A1",
		page(event(1, `,"gjelder":{"type":"Task","identifier":{"system":"urn:ietf:rfc:3986","value":"urn:uuid:AB"}}`)):       "1 NEW HealthTask ab",
		page(event(1, `,"gjelder":{"type":"Basic","identifier":{"value":"1"}}`), event(2, `,"gjelder":null`)):                "1 NEW  ; 2 NEW  ",
		page(strings.Replace(event(1, ""), `["N"]`, `["NORU"]`, 1), strings.Replace(event(2, ""), `["N"]`, `["N","X"]`, 1)):  "",
		page(strings.Replace(event(1, ""), `["N"]`, `[]`, 1), strings.Replace(event(2, ""), `["N"]`, `null`, 1)):             "",
		page(strings.Replace(event(1, ""), "TIMEAVTALER", "LEGEMIDLER", 1), strings.Replace(event(2, ""), "TIME", "TID", 1)): "",
		page(strings.Replace(event(1, ""), `"NY"`, `"AVLYST"`, 1), strings.Replace(event(2, ""), `"NY"`, `"LEST"`, 1)):       "1 CANCELLED  ",
		page(strings.Replace(event(1, ""), `"NY"`, `"SLETTET"`, 1)):                                                          "1   ",
		page(event(1, `,"bareInnbygger":true`)):                                                                              "1 NEW  ",
		page():                                                                                                               "",
	} {
		c, asked := feeding(t, body)
		rows, err := c.Events(t.Context(), g, only, nhn.Window{First: 5})
		if got := shown(rows); err != nil || got != want || !rows.Whole {
			t.Errorf("%s: %q, %v", body, got, err)
		}
		if want := `{"innbyggerFnr":"WHO","tjenester":["TIMEAVTALER","MELDINGER"],"antall":25}`; len(*asked) != 1 || (*asked)[0] != want {
			t.Errorf("asked %s", *asked)
		}
	}
	for body, want := range map[string]sources.Kind{
		`{"flere":false,"hendelser":[]}`:                     sources.Garbled,
		`{WHO,"hendelser":[]}`:                               sources.Garbled,
		`{WHO,"flere":false}`:                                sources.Garbled,
		`{WHO,"flere":true,"hendelser":[]}`:                  sources.Garbled,
		`{WHO,"flere":true,"hendelser":[` + event(7, "]}"):   sources.Garbled,
		page(event(0, "")):                                   sources.Garbled,
		page(`{"tjeneste":"TIMEAVTALER","skjerming":["N"]}`): sources.Garbled,
		`{"innbyggerFnr":"` + sourcetest.Stranger + `","flere":false,"hendelser":[]}`: sources.Mismatch,
	} {
		c, _ := feeding(t, body)
		if _, err := c.Events(t.Context(), g, only, nhn.Window{First: 5}); sources.KindOf(err) != want {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// A part is read from where it begins, and on until it is enough.
func TestEventsPage(t *testing.T) {
	g := granted(t, sourcetest.Number(t, sourcetest.Subject))
	c, asked := feeding(t,
		`{WHO,"flere":true,"hendelser":[`+strings.Replace(event(12, ""), `["N"]`, `["NORU"]`, 1)+`,`+event(13, "")+`]}`,
		`{WHO,"flere":true,"hendelser":[`+event(20, "")+`]}`)
	rows, err := c.Events(t.Context(), g, policy.SetOf(policy.Appointment), nhn.Window{First: 1, After: nhn.Position{Key: fmt.Sprintf("%019d", 11)}})
	if err != nil || shown(rows) != "13 NEW  ; 20 NEW  " || rows.Whole {
		t.Errorf("%s, %v", shown(rows), err)
	}
	if got := strings.Join(*asked, " "); !strings.Contains(got, `"etter":11,"antall":21} `) || !strings.HasSuffix(got, `"etter":13,"antall":21}`) {
		t.Error(got)
	}
	// One that ends nowhere, and one that begins where it did before.
	c, _ = feeding(t, `{WHO,"flere":true,"hendelser":[`+event(12, "")+`]}`)
	if _, err := c.Events(t.Context(), g, policy.SetOf(policy.Appointment), nhn.Window{First: 5}); sources.KindOf(err) != sources.Garbled {
		t.Error(err)
	}
}

// The stand-in has every kind of event, and something for everybody alive.
func TestEventsOfEverybody(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := varsling.New(env.Client(t, register, env.Login(t, varsling.Audience, varsling.Scope)), nhn.Options{})
	kinds, services, records := map[varsling.ActivityEventKind]int{}, map[policy.Service]int{}, map[string]int{}
	for _, p := range env.World.People() {
		all, err := c.Events(t.Context(), granted(t, sourcetest.Number(t, p.Number)), everything, nhn.Window{})
		if err != nil || p.Died.IsZero() && len(all.Rows) == 0 {
			t.Fatal(p.Key, err)
		}
		for _, r := range all.Rows {
			kinds[*r.Value.Kind]++
			services[r.Value.Service]++
			records[r.Value.ObjectType]++
		}
	}
	if len(kinds) != 3 || len(services) < 12 || len(records) != 5 {
		t.Errorf("%v, %v, %v: the stand-in shows too little", kinds, services, records)
	}
}

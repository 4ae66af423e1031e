//go:build npm

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/ical"
	mockhelsearkiv "helsegraf/mocks/helsearkiv"
	mockhelsekontakter "helsegraf/mocks/helsekontakter"
	mockhenvisninger "helsegraf/mocks/henvisninger"
	"helsegraf/mocks/mocktest"
	mockoppgaver "helsegraf/mocks/oppgaver"
	mocktimeavtaler "helsegraf/mocks/timeavtaler"
)

// judged runs a program of testdata/appointments on v, and decodes what it writes.
func judged(t *testing.T, dir, program string, v, out any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "in.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	said := execute(t, dir, []string{"TZ=America/New_York"}, "node", program, file)
	if err := json.Unmarshal([]byte(said), out); err != nil {
		t.Fatal(err, said)
	}
}

// Two parsers of other makes read calendar files as they were meant, over both nights
// when clocks change and over New Year.
func TestCalendars(t *testing.T) {
	norway, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	var events []ical.Event
	for _, night := range []time.Time{time.Date(2026, 3, 28, 22, 0, 0, 0, time.UTC), time.Date(2026, 10, 24, 22, 0, 0, 0, time.UTC), time.Date(2026, 12, 31, 20, 0, 0, 0, time.UTC)} {
		for step := range 16 {
			start := night.Add(time.Duration(step) * 30 * time.Minute)
			events = append(events, ical.Event{
				UID: fmt.Sprint("a24606dd-754a-49b7-aad9-", start.Unix()), Summary: "Ortopedisk poliklinikk, Eksempel sykehus; plan 2", Start: start, End: start.Add(45 * time.Minute),
				Description: "Møt fastende.\n\nTa med: \"kort\" \\ 🙂 " + strings.Repeat("æøå ", 40), Location: "Prøveveien 12, 0450 Oslo",
				Status: []ical.Status{ical.Confirmed, ical.Tentative, ical.Cancelled}[step%3], UpdatedAt: night.Add(-time.Hour),
			})
		}
	}
	texts := make([]string, len(events))
	for i, e := range events {
		var b strings.Builder
		if err := ical.Write(&b, norway, e); err != nil {
			t.Fatal(err)
		}
		texts[i] = b.String()
	}
	type read struct {
		UID, Summary, Description, Location, Status, Start, End string
		Sequence                                                int
	}
	var got []map[string]read
	judged(t, npm(t, "appointments"), "calendars.mjs", texts, &got)
	if len(got) != len(events) {
		t.Fatalf("%d of %d", len(got), len(events))
	}
	const iso = "2006-01-02T15:04:05.000Z"
	for i, e := range events {
		want := read{e.UID, e.Summary, strings.TrimSpace(e.Description), e.Location, string(e.Status), e.Start.UTC().Format(iso), e.End.UTC().Format(iso), int(e.UpdatedAt.Unix() - time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Unix())}
		for parser, r := range got[i] {
			if r.Description = strings.TrimSpace(r.Description); r != want {
				t.Errorf("%s: %+v, want %+v in\n%s", parser, r, want, texts[i])
			}
		}
	}
}

// The stand-in's appointments, free times, referrals, tasks, forms and episodes of care are valid R4, and the
// invariants of the appointments' own profile hold for them as a FHIRPath engine reads them.
func TestProfiles(t *testing.T) {
	s := mocktest.NewCaller(t)
	h := mocktimeavtaler.New(s.World, s.Issuer)
	all := everybodys(t, s, h, "timeavtaler_read", "/timeavtaler/api/v1/Appointment/_search")
	appointments, kinds := len(all), map[string]bool{}
	for _, one := range all {
		var head struct{ Status string }
		if err := json.Unmarshal(one, &head); err != nil {
			t.Fatal(err)
		}
		kinds[head.Status] = true
	}
	if len(all) < 30 || len(kinds) < 5 {
		t.Fatalf("%d appointments, %v", len(all), kinds)
	}
	free := s.Request("nhn:helsenorge.eksternapi", "nhn:helsenorge.eksternapi/timeavtaler_read", http.MethodGet,
		"/timeavtaler/api/v1/Slot?schedule.actor.identifier=urn:oid:2.16.578.1.12.4.1.4.4%7C9144897&start=ge2026-11-23&start=lt2026-11-25", "")
	errands := mockoppgaver.New(s.World, s.Issuer)
	forms := s.Request("nhn:helsenorge.eksternapi", "nhn:helsenorge.eksternapi/oppgave_read", http.MethodGet, "/skjema/v1/Questionnaire?_count=50&_id=preoperativ-3,vaksine-1,ungdom-1", "")
	for kind, more := range map[string][]json.RawMessage{
		"free times":       entries(t, mocktest.Ask(h, free)),
		"referrals":        everybodys(t, s, mockhenvisninger.New(s.World, s.Issuer), "henvisninger_read", "/henvisninger/api/v1/ServiceRequest/_search"),
		"episodes of care": everybodys(t, s, mockhelsekontakter.New(s.World, s.Issuer), "helsekontakter_read", "/helsekontakter/api/v1/EpisodeOfCare/_search"),
		"archive":          everybodys(t, s, mockhelsearkiv.New(s.World, s.Issuer), "dokumenter_read", "/dokumenter/api/v1/DocumentReference/_search"),
		"tasks":            everybodys(t, s, errands, "oppgave_read", "/oppgave/v1/Task/_search"),
		"forms":            entries(t, mocktest.Ask(errands, forms)),
		"saved answers":    everybodys(t, s, errands, "oppgave_read", "/skjema/v1/QuestionnaireResponse/_search"),
	} {
		if len(more) < 3 {
			t.Errorf("%d %s", len(more), kind)
		}
		all = append(all, more...)
	}
	all = append(all, json.RawMessage(`{"resourceType":"Appointment","status":"cancelled","unknown":1}`))
	var got []struct{ R4, Broken []string }
	judged(t, npm(t, "appointments"), "profile.mjs", all, &got)
	if len(got) != len(all) {
		t.Fatalf("%d of %d", len(got), len(all))
	}
	for i, one := range got[:len(got)-1] {
		if len(one.R4) > 0 || i < appointments && len(one.Broken) > 0 {
			t.Errorf("R4: %v, profile: %v in\n%s", slices.Compact(one.R4), one.Broken, all[i])
		}
	}
	if last := got[len(got)-1]; len(last.R4) == 0 || len(last.Broken) == 0 {
		t.Errorf("what is no appointment passes: %+v", last)
	}
}

// everybodys are the resources that a search of Helsenorge's finds about the personas.
func everybodys(t *testing.T, s *mocktest.Caller, h http.Handler, scope, path string) (all []json.RawMessage) {
	t.Helper()
	for _, p := range s.World.Personas() {
		r := s.Request("nhn:helsenorge.eksternapi", "nhn:helsenorge.eksternapi/"+scope, http.MethodPost, path, "_count=100&patient.identifier="+url.QueryEscape(p.Number))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		all = append(all, entries(t, mocktest.Ask(h, r))...)
	}
	return all
}

// entries are the resources of a Bundle.
func entries(t *testing.T, from *httptest.ResponseRecorder) (all []json.RawMessage) {
	t.Helper()
	var bundle struct {
		Entry []struct{ Resource json.RawMessage }
	}
	if err := json.Unmarshal(from.Body.Bytes(), &bundle); err != nil {
		t.Fatal(err)
	}
	for _, e := range bundle.Entry {
		all = append(all, e.Resource)
	}
	return all
}

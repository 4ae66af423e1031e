package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// summaryLinks are the links that a persona gets to somebody's patient summary.
func (h *testEnv) summaryLinks(persona, of string) (fhir, page string) {
	h.t.Helper()
	var data struct {
		Person struct{ PatientSummary struct{ URL, PageURL string } }
	}
	line := login{persona: persona, client: "web"}
	h.data(line, `{ person(id: "`+h.id(of, "web")+`") { patientSummary { url pageUrl validUntil } } }`, &data)
	return data.Person.PatientSummary.URL, data.Person.PatientSummary.PageURL
}

// A link in an answer opens the summary, as FHIR and as a page: for the person
// who was given it, through the same client, for some minutes. Each section is in
// the log, and nothing may be kept.
func TestSummaries(t *testing.T) {
	h := newTestEnv(t)
	line := login{persona: "line", client: "web"}
	link, page := h.summaryLinks("line", "line")
	if !strings.HasPrefix(link, h.url+"/summaries/") {
		t.Fatal(link)
	}
	h.forget()
	r := h.download(link, line)
	if r.status != http.StatusOK || r.kind != "application/fhir+json" || !strings.HasPrefix(r.disposition, "attachment") || r.caching != "no-store" || !json.Valid([]byte(r.body)) {
		t.Errorf("%+v", r)
	}
	calls, audit := h.calls(), h.audit()
	for _, service := range []string{"PROFILE", "MEDICATION", "SUMMARY_CARE_RECORD", "VACCINATION", "TEST_RESULT"} {
		if !strings.Contains(audit, "R "+service+" of line by line") {
			t.Errorf("%s is not in the log:\n%s", service, audit)
		}
	}
	for _, call := range []string{"kjernejournal Status: 1", "kjernejournal AllergyIntolerance: 1", "kjernejournal Conditions: 1", "reseptformidler MedicationStatement/_search: 1", "sysvak Immunization/_search: 1", "provesvar DiagnosticReport/_search: 1", "provesvar Observation/_search: 1"} {
		if !strings.Contains(calls, call+" × about 1\n") {
			t.Errorf("not %s:\n%s", call, calls)
		}
	}
	if r := h.download(page, line); r.status != http.StatusOK || r.kind != "text/html; charset=utf-8" || r.caching != "no-store" || !strings.Contains(r.body, "<h1>Pasientoppsummering</h1>") {
		t.Errorf("%+v", r)
	}
	h.forget()
	for what, c := range map[string]struct {
		link string
		by   login
		code string
	}{
		"somebody else":  {link, login{persona: "bodil", client: "web"}, "NOT_FOUND"},
		"another client": {link, login{persona: "line", client: "app"}, "NOT_FOUND"},
		"another link":   {link[:len(link)-8] + "AAAAAAAA", line, "NOT_FOUND"},
		"nobody":         {link, login{}, "UNAUTHENTICATED"},
		"a bad token":    {link, login{token: "garbage"}, "UNAUTHENTICATED"},
		"as a document":  {strings.Replace(link, "/summaries/", "/documents/", 1), line, "NOT_FOUND"},
	} {
		if r := h.download(c.link, c.by); r.code() != c.code {
			t.Errorf("%s: %+v", what, r)
		}
	}
	if calls := h.calls(); strings.Contains(calls, "kjernejournal") || strings.Contains(calls, "sysvak") {
		t.Errorf("calls\n%s", calls)
	}
	h.clock.move(6 * time.Minute)
	if r := h.download(link, line); r.code() != "NOT_FOUND" {
		t.Errorf("after its time: %+v", r)
	}
}

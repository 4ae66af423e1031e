package resolvers_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"helsegraf/graph"
	"helsegraf/mocks/world"
	"helsegraf/sources/sourcetest"
)

const summaryLinks = `query($id: ID!) { person(id: $id) { patientSummary { url pageUrl pdfUrl validUntil } } }`

// summaryLink is the link that a persona gets to somebody's summary.
func (h *testEnv) summaryLink(persona, of string) string {
	h.t.Helper()
	a := h.query(persona, summaryLinks, map[string]any{"id": h.id(of, "web")})
	if len(a.Errors) > 0 {
		h.t.Fatal(a.raw)
	}
	url, _ := a.at("person", "patientSummary", "url").(string)
	for _, format := range []string{"page html", "pdf pdf"} {
		name, value, _ := strings.Cut(format, " ")
		if at := a.at("person", "patientSummary", name+"Url"); at != url+"?_format="+value {
			h.t.Errorf("the %s is at %v", name, at)
		}
	}
	if until := a.at("person", "patientSummary", "validUntil"); until != h.world.Now().Add(5*time.Minute).UTC().Format("2006-01-02T15:04:05.000Z") {
		h.t.Errorf("valid until %v", until)
	}
	return url
}

// fetchSummary fetches what is behind a link as a persona.
func (h *testEnv) fetchSummary(persona, link string, format graph.SummaryFormat) (*httptest.ResponseRecorder, error) {
	w := httptest.NewRecorder()
	_, sealed, _ := strings.Cut(link, "/summaries/")
	ctx := graph.WithLanguage(graph.WithActor(h.t.Context(), h.actor(persona)), graph.Bokmal)
	return w, h.resolver.ServeSummary(ctx, sealed, format, w)
}

// The link is for one viewer through one client, for five minutes, and grants
// nothing: what was closed since is closed.
func TestPatientSummaryLink(t *testing.T) {
	h := newTestEnv(t)
	link := h.summaryLink("line", "line")
	for _, register := range summaryRegisters {
		h.reset(register)
	}
	refused := func(persona, link string) {
		t.Helper()
		if w, err := h.fetchSummary(persona, link, graph.SummaryFHIR); err == nil || w.Body.Len() > 0 {
			t.Errorf("%s opened the link", persona)
		}
	}
	refused("berit", link)
	refused("lars", link)
	refused("line", link[:len(link)-1]+"A")
	h.through = "app"
	refused("line", link)
	h.through = ""
	refused("line", strings.Replace(h.appointments("line", "")[0]["calendarUrl"].(string), "/documents/", "/summaries/", 1))
	if _, err := h.calendar("line", strings.Replace(link, "/summaries/", "/documents/", 1)); err == nil {
		t.Error("a summary is a document")
	}
	for _, register := range summaryRegisters {
		h.expectCalls(map[string]map[string]int{register: noCalls})
	}
	h.world.Persona("line").Blocks = []world.Block{{Service: "MEDICATION", Since: h.world.Today()}}
	w, err := h.fetchSummary("line", link, graph.SummaryFHIR)
	h.must(err)
	b := summaryBundle{}
	h.must(json.Unmarshal(w.Body.Bytes(), &b))
	h.expectSections(b, "some", "withheld", "some", "some", "some")
	h.expectCalls(map[string]map[string]int{"reseptformidler": noCalls})
	h.world.Persona("line").Blocks = nil
	h.setClock(sourcetest.Now().Add(6 * time.Minute))
	refused("line", link)
}

// A power that ended since no longer reaches the person.
func TestPatientSummaryOfOneOutOfReach(t *testing.T) {
	h := newTestEnv(t)
	link := h.summaryLink("line", "berit")
	h.fault("personvern", stopped)
	w, err := h.fetchSummary("line", link, graph.SummaryFHIR)
	if err == nil || w.Body.Len() > 0 {
		t.Error("nothing was decided, and something sent")
	}
	h.expectCalls(map[string]map[string]int{"reseptformidler": noCalls})
}

// explain tells how each section would be decided, and that the link makes no
// calls.
func TestPatientSummaryExplained(t *testing.T) {
	h := newTestEnv(t)
	closed := func(service, register string) string {
		return "person.patientSummary " + service + " open=false PROXY_SCOPE_MISSING rule=7 map[action:RENEW_PROXY service:" + service + "] " + register + " calls=0"
	}
	expectLines(t, h.explained("line", summaryLinks, map[string]any{"id": h.id("berit", "web")}),
		closed("PROFILE", ""),
		"person.patientSummary MEDICATION open=true  rule=<nil> <nil> RESEPTFORMIDLER calls=0",
		closed("SUMMARY_CARE_RECORD", "KJERNEJOURNAL"),
		closed("VACCINATION", "SYSVAK"),
		closed("TEST_RESULT", "PROVESVAR"),
	)
	for _, register := range summaryRegisters {
		h.expectCalls(map[string]map[string]int{register: noCalls})
	}
}

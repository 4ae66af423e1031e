package resolvers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"helsegraf/graph"
	"helsegraf/mocks/world"
	"helsegraf/sources/sourcetest"
)

// appointments are the nodes of a list of a persona's appointments.
func (h *testEnv) appointments(persona, arguments string) []map[string]any {
	h.t.Helper()
	a := h.query(persona, `{ viewer { person { appointments`+arguments+` { complete notice totalCount nodes { id status kind start end window { start end } actions calendarUrl } pageInfo { endCursor } } } } }`, nil)
	list := a.at("viewer", "person", "appointments")
	c, _ := list.(map[string]any)
	if len(a.Errors) > 0 || c["complete"] != false || c["notice"] == "" {
		h.t.Fatalf("%s: %v", persona, a)
	}
	var out []map[string]any
	for _, node := range a.list("viewer", "person", "appointments", "nodes") {
		out = append(out, node.(map[string]any))
	}
	return out
}

// Appointments to come are listed earliest first, past ones latest first, and a
// cursor of one list does not open the other.
func TestAppointments(t *testing.T) {
	h := newTestEnv(t)
	for view, want := range map[string]string{
		"": "OUTPATIENT VIDEO PHONE IMAGING", "(view: UPCOMING, first: 2)": "OUTPATIENT VIDEO", "(view: PAST)": "OUTPATIENT OUTPATIENT", "(view: null)": "OUTPATIENT VIDEO PHONE IMAGING",
	} {
		var kinds []string
		for _, a := range h.appointments("line", view) {
			kinds = append(kinds, a["kind"].(string))
		}
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("%s: %s", view, got)
		}
	}
	if past := h.appointments("line", "(view: PAST)"); past[0]["start"].(string) < past[1]["start"].(string) || past[1]["status"] != "NO_SHOW" {
		t.Errorf("%v", past)
	}
	visit := h.appointments("berit", "")[0]
	if visit["start"] != nil || visit["window"] == nil || visit["status"] != "PROPOSED" || visit["calendarUrl"] == nil {
		t.Errorf("%v", visit)
	}
	a := h.query("line", `{ viewer { person { appointments(first: 1) { pageInfo { endCursor } } } } }`, nil)
	after := a.at("viewer", "person", "appointments", "pageInfo", "endCursor").(string)
	if rest := h.appointments("line", `(first: 10, after: "`+after+`")`); len(rest) != 3 {
		t.Errorf("%v", rest)
	}
	if a := h.query("line", `{ viewer { person { appointments(view: PAST, after: "`+after+`") { totalCount } } } }`, nil); len(a.Errors) != 1 {
		t.Errorf("%v", a)
	}
	// Both views take one call.
	h.reset("timeavtaler")
	h.query("line", `{ viewer { person { appointments { totalCount } past: appointments(view: PAST) { totalCount } } } }`, nil)
	h.expectCalls(map[string]map[string]int{"timeavtaler": {"Appointment/_search": 1}})
	h.foreseen()
}

// An id opens one appointment of the person, for the client it was given to, and
// an invalid one makes no call. What is hidden from a parent has no id there.
func TestAppointmentByID(t *testing.T) {
	h := newTestEnv(t)
	mine, theirs := h.appointments("line", "")[0]["id"], h.appointments("berit", "")[0]["id"]
	const query = `query($id: ID!) { viewer { person { appointment(id: $id) { kind } } } }`
	h.reset("timeavtaler")
	if a := h.query("line", query, map[string]any{"id": mine}); a.at("viewer", "person", "appointment", "kind") != "OUTPATIENT" {
		t.Errorf("%v", a)
	}
	h.expectCalls(map[string]map[string]int{"timeavtaler": {"Appointment/_search": 1}})
	h.reset("timeavtaler")
	for _, id := range []any{theirs, "x"} {
		if a := h.query("line", query, map[string]any{"id": id}); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
			t.Errorf("%v", a)
		}
	}
	h.expectCalls(map[string]map[string]int{"timeavtaler": {}})
	h.foreseen()
}

// calendar fetches the file behind a link as a persona.
func (h *testEnv) calendar(persona, link string) (*httptest.ResponseRecorder, error) {
	w := httptest.NewRecorder()
	_, sealed, _ := strings.Cut(link, "/documents/")
	ctx := graph.WithActor(h.t.Context(), h.actor(persona))
	return w, h.resolver.ServeDocument(ctx, sealed, w)
}

// The file is made anew when it is fetched. A link is for its owner alone, for
// five minutes, and grants nothing: what was closed since is closed.
func TestCalendar(t *testing.T) {
	h := newTestEnv(t)
	link := h.appointments("line", "")[0]["calendarUrl"].(string)
	h.reset("timeavtaler")
	h.reset("usagelog")
	w, err := h.calendar("line", link)
	if err != nil {
		t.Fatal(err)
	}
	text := w.Body.String()
	for _, line := range []string{"STATUS:CONFIRMED", "SUMMARY:Ortopedisk poliklinikk", "DTSTART;TZID=Europe/Oslo:20261125T093000", "DTEND;TZID=Europe/Oslo:20261125T100000", "DTSTAMP:20261115T070000Z"} {
		if !strings.Contains(text, line+"\r\n") {
			t.Errorf("no %s in\n%s", line, text)
		}
	}
	if w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" || w.Header().Get("Content-Disposition") != "attachment; filename=timeavtale.ics" {
		t.Errorf("%v", w.Header())
	}
	if p := h.world.Persona("line"); strings.Contains(text, p.Number) || strings.Contains(text, p.Given) {
		t.Error("the person is named in the file")
	}
	h.expectCalls(map[string]map[string]int{"timeavtaler": {"Appointment/_search": 1}})
	if logged := h.calls("usagelog"); len(logged) == 0 {
		t.Error("the use is not in the log")
	}
	h.reset("timeavtaler")
	for _, persona := range []string{"berit", "lars"} {
		if w, err := h.calendar(persona, link); err == nil || w.Body.Len() > 0 {
			t.Errorf("%s opened line's link", persona)
		}
	}
	if _, err := h.calendar("line", link[:len(link)-1]+"A"); err == nil {
		t.Error("a changed link opened")
	}
	h.world.Persona("line").Blocks = []world.Block{{Service: "APPOINTMENT", Since: h.world.Today()}}
	if w, err := h.calendar("line", link); err == nil || w.Body.Len() > 0 || w.Code != http.StatusOK {
		t.Error("a block since was not respected")
	}
	h.expectCalls(map[string]map[string]int{"timeavtaler": {}})
	h.world.Persona("line").Blocks = nil
	h.setClock(sourcetest.Now().Add(6 * time.Minute))
	if _, err := h.calendar("line", link); err == nil {
		t.Error("an expired link opened")
	}
}

// A window is tentative, and a cancelled appointment says so.
func TestCalendarOfHomeVisits(t *testing.T) {
	h := newTestEnv(t)
	for i, want := range []string{"STATUS:TENTATIVE\r\nDTSTART;TZID=Europe/Oslo:20261123T090000\r\nDTEND;TZID=Europe/Oslo:20261123T110000\r\nSUMMARY:Hjemmebesøk", "STATUS:CANCELLED"} {
		w, err := h.calendar("berit", h.appointments("berit", "")[i]["calendarUrl"].(string))
		if err != nil || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s, %v", w.Body, err)
		}
	}
}

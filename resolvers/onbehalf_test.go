package resolvers_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"helsegraf/graph"
	"helsegraf/mocks/world"
)

// times matches what may differ between two otherwise equal answers.
var times = regexp.MustCompile(`"(?:fetchedAt|startMs|durationMs)":(?:"[^"]*"|[0-9.e-]+),`)

// view is everything a persona sees of a person's summary care record and
// consent, with the person's id and the times removed.
func (h *testEnv) view(persona, id string) string {
	h.t.Helper()
	a := h.query(persona, `query($id: ID!) { person(id: $id) {
	  id relation consentLevel privacy { blocks { since } reservation { since } }
	  summaryCareRecord { status criticalInformation { allergies { id } conditions { id } } }
	} }`, map[string]any{"id": id})
	all := []string{a.raw}
	a = h.query(persona, `query($id: ID!) { person(id: $id) { access { service open reason message remedy { action level service } changesOn } } }`, map[string]any{"id": id})
	for _, row := range a.list("person", "access") {
		if row.(map[string]any)["service"] == "SUMMARY_CARE_RECORD" {
			b, err := json.Marshal(row)
			h.must(err)
			all = append(all, string(b))
		}
	}
	a.Data = nil
	b, err := json.Marshal(a)
	h.must(err)
	all = append(all, string(b))
	return times.ReplaceAllString(strings.ReplaceAll(strings.Join(all, "\n"), id, "ID"), "")
}

// birger holds the same power over people whose summary care record is closed
// for four reasons, one of them a death this week. He cannot tell the reasons
// apart.
func TestARepresentativeLearnsNoSetting(t *testing.T) {
	for _, language := range []graph.Language{graph.English, graph.Bokmal} {
		h := newTestEnv(t)
		h.language = language
		h.world.Persona("david").Died = h.world.Today().AddDate(0, 0, -3)
		first := ""
		for _, subject := range []string{"arne", "randi", "david", "bodil"} {
			h.reset("kjernejournal")
			view := h.view("birger", h.id(subject, "web"))
			if calls := h.calls("kjernejournal"); len(calls) > 0 {
				t.Errorf("%s: kjernejournal was called: %v", subject, calls)
			}
			if first == "" {
				first = view
			}
			if view != first {
				t.Errorf("%s:\n%s\narne:\n%s", subject, view, first)
			}
		}
		if strings.Count(first, "NOT_AVAILABLE_ON_BEHALF") != 2 {
			t.Errorf("once in the errors and once in access: %s", first)
		}
	}
}

// One person, with one setting after another, always looks the same.
func TestEverySettingLooksTheSame(t *testing.T) {
	h := newTestEnv(t)
	bodil := *h.world.Persona("bodil")
	id, first := h.id("bodil", "web"), ""
	for name, set := range settings(h.world) {
		p := h.world.Persona("bodil")
		*p = bodil
		p.Consent.Level = "FULL"
		set(p)
		view := h.view("birger", id)
		if first == "" {
			first = view
		}
		if view != first {
			t.Errorf("%s:\n%s\nothers:\n%s", name, view, first)
		}
	}
}

// settings are the settings that close the summary care record of someone who
// has consented to everything.
func settings(w *world.World) map[string]func(*world.Person) {
	yesterday := w.Today().AddDate(0, 0, -1)
	return map[string]func(*world.Person){
		"no consent":    func(p *world.Person) { p.Consent = world.Consent{Level: "NONE"} },
		"basis":         func(p *world.Person) { p.Consent.Level = "BASIS" },
		"basis plus":    func(p *world.Person) { p.Consent.Level = "BASIS_PLUS" },
		"akuttsperre":   func(p *world.Person) { p.Blocks = []world.Block{{Since: yesterday}} },
		"service block": func(p *world.Person) { p.Blocks = []world.Block{{Service: "SUMMARY_CARE_RECORD", Since: yesterday}} },
		"reservation": func(p *world.Person) {
			p.Reserved = world.Reservation{Since: yesterday, RestorableUntil: yesterday.AddDate(0, 0, 30)}
		},
		"long reserved":  func(p *world.Person) { p.Reserved = world.Reservation{Since: yesterday.AddDate(-1, 0, 0)} },
		"dead":           func(p *world.Person) { p.Died = yesterday },
		"dead and basis": func(p *world.Person) { p.Died, p.Consent.Level = yesterday, "BASIS" },
	}
}

// A register outage is reported as such, to a representative too; a reservation
// never looks like one, neither in the record nor in the history it holds.
func TestAReservationIsNoOutage(t *testing.T) {
	h := newTestEnv(t)
	h.fault("kjernejournal", stopped)
	bodil := h.world.Persona("bodil")
	bodil.Consent.Level = "FULL"
	a := h.query("birger", `query($id: ID!) { person(id: $id) { summaryCareRecord { status } prescriptions(view: HISTORY) { totalCount } } }`, map[string]any{"id": h.id("bodil", "web")})
	if got := a.code("person", "summaryCareRecord"); got != "SOURCE_UNAVAILABLE" {
		t.Errorf("down: %s", got)
	}
	bodil.Reserved = world.Reservation{Since: h.world.Today()}
	a = h.query("birger", `query($id: ID!) { person(id: $id) { summaryCareRecord { status } prescriptions(view: HISTORY) { totalCount } } }`, map[string]any{"id": h.id("bodil", "web")})
	for _, field := range []string{"summaryCareRecord", "prescriptions"} {
		if got := a.code("person", field); got != "NOT_AVAILABLE_ON_BEHALF" || a.at("person", field) != nil {
			t.Errorf("%s: %s", field, a.raw)
		}
	}
}

// A parent of a child under 16 manages its settings and is told the reason.
func TestAParentIsToldWhy(t *testing.T) {
	h := newTestEnv(t)
	yesterday := h.world.Today().Add(-24 * time.Hour)
	dan := *h.world.Persona("dan")
	for code, tt := range map[string]struct {
		set    func(*world.Person)
		action string
	}{
		"CONSENT_TOO_LOW": {func(p *world.Person) { p.Consent.Level = "BASIS" }, "GIVE_CONSENT"},
		"CONSENT_MISSING": {func(p *world.Person) { p.Consent = world.Consent{Level: "NONE"} }, "GIVE_CONSENT"},
		"ACCESS_BLOCKED":  {func(p *world.Person) { p.Blocks = []world.Block{{Service: "SUMMARY_CARE_RECORD", Since: yesterday}} }, "REMOVE_BLOCK"},
		"RESERVED":        {func(p *world.Person) { p.Reserved = world.Reservation{Since: yesterday} }, "WITHDRAW_RESERVATION"},
	} {
		p := h.world.Persona("dan")
		*p = dan
		tt.set(p)
		a := h.query("line", `query($id: ID!) { person(id: $id) { summaryCareRecord { status } access { service reason remedy { action } } } }`, map[string]any{"id": h.id("dan", "web")})
		if got := a.code("person", "summaryCareRecord"); got != code {
			t.Errorf("%s: told %s", code, got)
		}
		for _, row := range a.list("person", "access") {
			row := row.(map[string]any)
			if row["service"] != "SUMMARY_CARE_RECORD" {
				continue
			}
			if remedy, _ := row["remedy"].(map[string]any); row["reason"] != code || remedy["action"] != tt.action {
				t.Errorf("%s: access says %v", code, row)
			}
		}
	}
}

package main

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// Death ends a relation: it is reported for thirty days, by rule 9, and then
// gone.
func TestCaseA6TheDead(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	today := h.registers.world.Today()
	david := h.registers.world.Persona("david")
	id := h.of("david")
	for _, row := range []struct {
		died time.Time
		code string
	}{
		{today, "NOT_AVAILABLE_ON_BEHALF"}, {today.AddDate(0, 0, -30), "NOT_AVAILABLE_ON_BEHALF"},
		{today.AddDate(0, 0, -31), "NOT_FOUND"}, {today.AddDate(-11, 0, 0), "NOT_FOUND"},
	} {
		david.Died = row.died
		a := h.query(web("birger"), `query($id: ID!) { person(id: $id) { age generalPractitioner { since } } }`, id)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != row.code || (a.Data["person"] == nil) != (row.code == "NOT_FOUND") {
			t.Errorf("A6 dead since %s: %s", row.died.Format(time.DateOnly), a.raw)
		}
		a = h.query(web("birger"), `{ viewer { represents { person { name { full } } } } }`, "")
		if strings.Contains(a.raw, "David") || !strings.Contains(a.raw, "Bodil") || len(a.Errors) > 0 {
			t.Errorf("A6 dead since %s, in the list: %s", row.died.Format(time.DateOnly), a.raw)
		}
	}
}

// A parent's relation ends on the 16th birthday, and is reported for thirty
// days.
func TestCaseA11GrownChildren(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	today := h.registers.world.Today()
	unni := h.registers.world.Persona("unni")
	id := h.of("unni")
	for _, row := range []struct {
		born   time.Time
		listed bool
		code   string
	}{
		{today.AddDate(-16, 0, 1), true, ""},
		{today.AddDate(-16, 0, 0), false, "CHILD_AGE_LIMIT"},
		{today.AddDate(-16, 0, -29), false, "CHILD_AGE_LIMIT"},
		{today.AddDate(-16, 0, -30), false, "NOT_FOUND"},
		{today.AddDate(-17, 0, 0), false, "NOT_FOUND"},
		{today.AddDate(-25, 0, 0), false, "NOT_FOUND"},
	} {
		unni.Born = row.born
		at := row.born.Format(time.DateOnly)
		if a := h.query(web("ulf"), `{ viewer { represents { relation person { generalPractitioner { since } } } } }`, ""); strings.Contains(a.raw, "PARENT") != row.listed || len(a.Errors) > 0 {
			t.Errorf("A11 born %s, in the list: %s", at, a.raw)
		}
		a := h.query(web("ulf"), `query($id: ID!) { person(id: $id) { generalPractitioner { since } } }`, id)
		got := ""
		if len(a.Errors) > 0 {
			got, _ = a.Errors[0].Extensions["code"].(string)
		}
		if got != row.code || (a.Data["person"] == nil) != (row.code == "NOT_FOUND") {
			t.Errorf("A11 born %s: %s", at, a.raw)
		}
	}
}

// When a person's only relation is hidden, the answer is the same as with no
// relation: the same bytes, calls and sources.
func TestCaseA10HiddenRelations(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	first := map[string]string{}
	for _, state := range []string{"hidden", "no power"} {
		if state == "no power" {
			h.registers.world.Persona("kari").Powers = nil
		}
		for name, row := range map[string]struct{ query, variables string }{
			"represents":    {`{ viewer { represents { relation person { name { full } generalPractitioner { since } } } } }`, ""},
			"kari":          {`query($id: ID!) { person(id: $id) { name { full } generalPractitioner { since } } }`, h.of("kari")},
			"somebody":      {`query($id: ID!) { person(id: $id) { name { full } generalPractitioner { since } } }`, h.of("line")},
			"nobody at all": {`query($id: ID!) { person(id: $id) { name { full } generalPractitioner { since } } }`, `{"id":"nobody"}`},
		} {
			h.forget()
			a := h.query(web("bodil"), row.query, row.variables)
			visible := timeless(a.raw) + a.sources() + regexp.MustCompile(`about \d+`).ReplaceAllString(h.calls(), "")
			key := name
			if name != "represents" {
				key = "person"
			}
			if first[key] == "" {
				first[key] = visible
			} else if visible != first[key] {
				t.Errorf("A10 %s, %s:\n%s\n%s", name, state, visible, first[key])
			}
		}
	}
}

// A GP's digital services open on the 16th birthday, for any relation. No
// register answers them yet, and that is the reason given first.
func TestCaseA5GPDialogueOfAChild(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	viktor := h.registers.world.Persona("viktor")
	viktor.Born = h.registers.world.Today().AddDate(-10, 0, 0)
	a := h.query(web("gunnar"), `query($id: ID!) { person(id: $id) { generalPractitioner { since } access { service open reason } } }`, h.of("viktor"))
	if a.Data["person"].(map[string]any)["generalPractitioner"] == nil {
		t.Errorf("A5 a guardian of a child of 10 reads the GP: %s", a.raw)
	}
	if !strings.Contains(a.raw, `{"service":"GP_DIALOGUE","open":false,`) {
		t.Errorf("A5 open: %s", a.raw)
	}
}

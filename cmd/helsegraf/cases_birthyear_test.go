package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// bornIn makes Folkeregisteret return only the year of birth of these personas.
func (f *foreign) bornIn(h *testEnv, years map[string]int) {
	f.change(persons, func(a *reply) {
		var all []map[string]any
		if err := json.Unmarshal([]byte(a.body), &all); err != nil {
			h.t.Error(err)
			return
		}
		for _, record := range all {
			for key, year := range years {
				if strings.Contains(fmt.Sprint(record["norwegianIdentificationNumber"]), h.registers.world.Persona(key).Number) {
					record["birth"] = []any{map[string]any{"isValid": true, "birthDate": nil, "birthYear": fmt.Sprint(year), "birthCountry": "NOR"}}
				}
			}
		}
		body, err := json.Marshal(all)
		if err != nil {
			h.t.Error(err)
		}
		a.body = string(body)
	})
}

// reasons maps each service of a person to why it is closed to a login.
func (h *testEnv) reasons(by, of string) (map[string]string, string) {
	h.t.Helper()
	a := h.query(web(by), `query($id: ID!) { person(id: $id) { age access { service reason changesOn } } }`, h.of(of))
	person, _ := a.Data["person"].(map[string]any)
	rows, _ := person["access"].([]any)
	out := map[string]string{}
	for _, row := range rows {
		r, _ := row.(map[string]any)
		out[fmt.Sprint(r["service"])] = fmt.Sprint(r["reason"])
		if r["changesOn"] != nil {
			h.t.Errorf("C16 %s of %s changes on %v, which is a guess", r["service"], of, r["changesOn"])
		}
	}
	return out, a.raw
}

// It is November: someone born twelve years ago is 11 or 12. The year decides
// what it can, and what depends on the day is closed with its own code.
func TestCaseC16YearOfBirth(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	year := h.registers.world.Today().Year()
	const closed, open = "AGE_UNKNOWN", "<nil>"
	for _, row := range []struct {
		name, by, of string
		years        map[string]int
		age          string
		reasons      map[string]string
	}{
		{"a child of 8 or 9", "line", "dan", map[string]int{"dan": year - 9}, "null", map[string]string{"MEDICATION": open, "GP_INFORMATION": open, "EXEMPTION_CARD": "CHILD_AGE_LIMIT"}},
		{"a child of 11 or 12", "line", "dan", map[string]int{"dan": year - 12}, "null", map[string]string{"MEDICATION": closed, "HOSPITAL_JOURNAL": closed, "GP_INFORMATION": open, "EXEMPTION_CARD": "CHILD_AGE_LIMIT"}},
		{"a child of 12 or 13", "line", "dan", map[string]int{"dan": year - 13}, "null", map[string]string{"MEDICATION": "CHILD_AGE_LIMIT", "GP_INFORMATION": open}},
		{"an adult", "line", "line", map[string]int{"line": year - 48}, "null", map[string]string{"MEDICATION": open, "PRIVACY": open}},
		{"oneself, 15 or 16", "line", "line", map[string]int{"line": year - 16}, "null", map[string]string{"MEDICATION": closed, "PRIVACY": closed}},
		{"born this year", "line", "dan", map[string]int{"dan": year}, "0", map[string]string{"MEDICATION": open}},
	} {
		f.bornIn(h, row.years)
		got, raw := h.reasons(row.by, row.of)
		if !strings.Contains(raw, `"age":`+row.age+`,`) {
			t.Errorf("C16 %s: another age: %.300s", row.name, raw)
		}
		for service, want := range row.reasons {
			if got[service] != want {
				t.Errorf("C16 %s: %s is %s, want %s", row.name, service, got[service], want)
			}
		}
	}

	// The field says so too, in the citizen's language, and no call was made.
	f.bornIn(h, map[string]int{"dan": year - 12})
	h.forget()
	a := h.query(web("line"), `query($id: ID!) { person(id: $id) { name { full } age prescriptions { nodes { id } } generalPractitioner { since } } }`, h.of("dan"))
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != closed || a.Errors[0].Extensions["service"] != "MEDICATION" || !strings.Contains(a.raw, `"age":null`) {
		t.Errorf("C16 the field of the unknown: %s", a.raw)
	}
	if strings.Contains(h.calls(), "reseptformidler") {
		t.Errorf("C16 the register was asked: %s", h.calls())
	}

	// A child of 15 or 16 may already be of age: someone is missing from the
	// list, and the answer says so.
	f.bornIn(h, map[string]int{"dan": year - 16})
	a = h.query(web("line"), `{ viewer { represents { person { name { full } } } } }`, "")
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != closed || strings.Contains(a.raw, h.registers.world.Persona("dan").Name()) || !strings.Contains(a.raw, h.registers.world.Persona("dina").Name()) {
		t.Errorf("C16 among those represented: %s", a.raw)
	}
	a = h.query(web("line"), `query($id: ID!) { person(id: $id) { name { full } } }`, h.of("dan"))
	if a.Data["person"] != nil || len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != closed {
		t.Errorf("C16 one who may have come of age: %s", a.raw)
	}
}

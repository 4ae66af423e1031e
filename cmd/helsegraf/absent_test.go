package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/helsegraf/doctor"
)

// leaveOut removes endpoints from a configuration.
func leaveOut(of config.Registers, absent func(key string) bool) {
	for _, e := range of.Endpoints() {
		if absent(e.Key()) {
			*e.Address = config.Address{}
		}
	}
}

// Registers the law does not require may be left out: a deployment with one
// other register is a working gateway, which offers that register's fields and
// nothing else.
func TestRegistersMayBeAbsent(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	at := h.replica(func(c *config.Config) {
		leaveOut(c.Registers, func(key string) bool {
			return key != "fastlegeregister" && key != "usagelog" && key != "folkeregister.persontjenesten" && !strings.HasPrefix(key, "personvern.")
		})
	})
	selections := []string{
		"prescriptions(first: 1) { totalCount }", "summaryCareRecord { status }", "hospitalJournal { documents(first: 1) { complete } }",
		"exemptionCard { status }", "contact { email }",
	}
	query := "{ viewer { person { name { full } generalPractitioner { practitioner { name { full } } } " + strings.Join(selections, " ") +
		" access { service open reason } } } registers { name } }"
	_, body := send(t, http.MethodPost, at+"/graphql", graphQL(t, query, ""), "Content-Type: application/json", "Authorization: Bearer "+h.bearer(login{persona: "line"}))
	var response struct {
		Data struct {
			Viewer struct {
				Person map[string]json.RawMessage
			}
			Registers []struct{ Name string }
		}
		Errors []struct {
			Path       []any
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal([]byte(body), &response); err != nil {
		t.Fatal(body)
	}
	person := response.Data.Viewer.Person
	if !strings.Contains(string(person["generalPractitioner"]), "Marte Tenkt Modellmo") {
		t.Error("the GP is not told:", body)
	}
	codes := map[string]string{}
	for _, e := range response.Errors {
		codes[e.Path[2].(string)] = e.Extensions.Code //nolint:forcetypeassert // a path of field names
	}
	for _, field := range []string{"prescriptions", "summaryCareRecord", "hospitalJournal", "exemptionCard", "contact"} {
		if codes[field] != "NOT_OFFERED" {
			t.Errorf("%s: %q, %s", field, codes[field], person[field])
		}
		delete(codes, field)
	}
	if len(codes) > 0 {
		t.Error("more than what is left out fails:", codes)
	}
	var names []string
	for _, r := range response.Data.Registers {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	if want := []string{"FASTLEGEREGISTER", "FOLKEREGISTER", "PERSONVERN", "USAGE_LOG"}; !slices.Equal(slices.Compact(names), want) {
		t.Error("registers that are told of:", names)
	}
	for _, register := range []string{"reseptformidler", "kjernejournal", "pasientjournal", "frikort"} {
		var calls map[string]any
		if h.control(register, http.MethodGet, "calls", "", &calls); len(calls) > 0 {
			t.Errorf("%s was asked: %v", register, slices.Sorted(maps.Keys(calls)))
		}
	}
}

// A region may be left out, and the others still answer.
func TestARegionMayBeAbsent(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	at := h.replica(func(c *config.Config) {
		leaveOut(c.Registers, func(key string) bool { return key == "pasientjournal.VEST" })
	})
	query := "{ viewer { person { hospitalJournal { documents(first: 100) { nodes { region } } } } } registers { region } }"
	status, body := send(t, http.MethodPost, at+"/graphql", graphQL(t, query, ""), "Content-Type: application/json", "Authorization: Bearer "+h.bearer(login{persona: "line"}))
	if status != http.StatusOK || strings.Contains(body, "errors") || strings.Contains(body, "VEST") || !strings.Contains(body, `"SOR_OST"`) {
		t.Error(status, body)
	}
}

// Registers the law requires may not be left out.
func TestNeededRegistersAreNeverAbsent(t *testing.T) {
	p := newPatient(t)
	for _, e := range p.config.Registers.Endpoints() {
		c, err := demoConfig(p.standIns, "http://127.0.0.1")
		if err != nil {
			t.Fatal(err)
		}
		leaveOut(c.Registers, func(key string) bool { return key == e.Key() })
		for i := range c.Clients {
			c.Clients[i].Origins = nil // only the demonstration allows any port
		}
		if err := c.Complete("left out"); (err != nil) != e.Needed() {
			t.Errorf("without %s: %v", e.Key(), err)
		}
	}
}

// The doctor reports what is left out without treating it as a fault.
func TestDoctorTellsWhatIsAbsent(t *testing.T) {
	p := newPatient(t)
	leaveOut(p.config.Registers, func(key string) bool { return key == "folkeregister.krr" || key == "frikort" })
	found, worst := p.examined()
	if worst != doctor.OK {
		t.Error(worst)
	}
	for _, key := range []string{"folkeregister.krr", "frikort"} {
		of := slices.DeleteFunc(slices.Clone(found), func(f doctor.Finding) bool { return f.Subject != key })
		if len(of) != 1 || of[0].Level != doctor.Skipped || !strings.Contains(of[0].Says, "not configured") {
			t.Errorf("%s: %+v", key, of)
		}
	}
}

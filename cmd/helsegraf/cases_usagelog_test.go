package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/sources/usagelog"
)

// written are the entries the usage log has received since forget: kind,
// relation, actor, subject, service and outcome.
func (h *testEnv) written() []string {
	h.t.Helper()
	var out []string
	for _, e := range h.entries()[h.logged:] {
		what := e.Service
		if what == "" {
			what = "LOGIN"
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s of %s by %s %s %s", what, h.who(e.Subject), h.who(e.Actor), e.Relation, e.Code)))
	}
	slices.Sort(out)
	return out
}

func (h *testEnv) expectWritten(want ...string) {
	h.t.Helper()
	slices.Sort(want)
	if got := h.written(); !slices.Equal(got, want) {
		h.t.Errorf("the log has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// token is a persona's token with changed claims.
func (h *testEnv) token(persona string, change func(claims map[string]any)) string {
	h.t.Helper()
	token, err := h.registers.issuer.Token(persona, func(claims, _ map[string]any) { change(claims) })
	if err != nil {
		h.t.Fatal(err)
	}
	h.tokens = append(h.tokens, token)
	return token
}

const (
	lookAtRepresented = `{ viewer { represents { relation person { name { full } } } } }`
	useOfGP           = `{ viewer { person { generalPractitioner { since } } } }`
)

func TestCaseA8Logins(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	run := func(token, query string) string {
		t.Helper()
		status, body := h.send(token, graphQL(t, query, ""))
		if status != http.StatusOK || strings.Contains(body, `"errors"`) {
			t.Fatalf("%d %s", status, body)
		}
		return body
	}
	login, gp := "LOGIN of line by line ONESELF", "GP_INFORMATION of line by line ONESELF"
	for _, tc := range []struct {
		name    string
		queries []string
		change  func(claims map[string]any)
		want    []string
		calls   int
	}{
		{"with the first use, in one batch", []string{useOfGP, useOfGP}, nil, []string{login, gp, gp}, 2},
		{"looking at whom one may act for is a use", []string{lookAtRepresented, useOfGP, lookAtRepresented}, nil, []string{login, gp}, 2},
		{"one's own name is none", []string{`{ viewer { person { name { full } access { open } } } }`}, nil, nil, 0},
		{"open data is none", []string{`{ generalPractitioners(municipality: "0301") { totalCount } }`}, nil, nil, 0},
		{"no sid", []string{useOfGP, useOfGP}, func(c map[string]any) { delete(c, "sid") }, []string{login, gp, gp}, 2},
		{"a sid that is none", []string{useOfGP}, func(c map[string]any) { c["sid"] = 17; c["auth_time"] = h.clock.now().Add(-time.Hour).Unix() }, []string{login, gp}, 1},
		{"neither", []string{lookAtRepresented, useOfGP}, func(c map[string]any) { delete(c, "sid"); delete(c, "auth_time") }, []string{gp}, 1},
		{"neither, as far as can be told", []string{useOfGP}, func(c map[string]any) { c["sid"], c["auth_time"] = "", "now" }, []string{gp}, 1},
	} {
		t.Run("A8 "+tc.name, func(t *testing.T) {
			h.t = t
			h.forget()
			token := h.token("line", func(c map[string]any) {
				if tc.change != nil {
					tc.change(c)
				}
			})
			for _, query := range tc.queries {
				run(token, query)
			}
			h.expectWritten(tc.want...)
			if calls := h.calls(); tc.calls > 0 != strings.Contains(calls, fmt.Sprintf("usagelog Write: %d × ", tc.calls)) {
				t.Errorf("want %d calls of the usage log:\n%s", tc.calls, calls)
			}
		})
	}
	t.Run("A8 a session is one, whatever its tokens and applications", func(t *testing.T) {
		h.t = t
		h.forget()
		same := func(c map[string]any) { c["sid"] = "the-same" }
		run(h.token("line", same), useOfGP)
		run(h.token("line", func(c map[string]any) { same(c); c["client_id"], c["auth_time"] = "app", 17 }), useOfGP)
		run(h.token("berit", same), useOfGP) // another person's
		h.expectWritten(login, gp, gp, "LOGIN of berit by berit ONESELF", "GP_INFORMATION of berit by berit ONESELF")
		for _, e := range h.entries() {
			if strings.Contains(e.ID, "the-same") || strings.Contains(e.ID, e.Actor) {
				t.Error("an id tells something")
			}
		}
	})
	t.Run("A8 what is refused is a use", func(t *testing.T) {
		h.t = t
		h.forget()
		h.send(h.bearer(web("bodil")), graphQL(t, `{ viewer { person { prescriptions { totalCount } } } }`, ""))
		h.expectWritten("LOGIN of bodil by bodil ONESELF", "MEDICATION of bodil by bodil ONESELF CONSENT_TOO_LOW")
	})
	t.Run("A8 the citizen reads it", func(t *testing.T) {
		h.t = t
		body := run(h.bearer(web("berit")), `{ viewer { person { usageLog(first: 2) { nodes { at kind service outcome code actor { relation } } } } } }`)
		if !strings.Contains(body, `{"at":"2026-11-22T11:00:00.000Z","kind":"LOGIN","service":null,"outcome":"USED","code":null,"actor":{"relation":"SELF"}}`) &&
			!strings.Contains(run(h.bearer(web("berit")), `{ viewer { person { usageLog(first: 20) { nodes { kind } } } } }`), `"LOGIN"`) {
			t.Error(body)
		}
	})
}

// Another process does not remember the session, but the log does.
func TestCaseA8LoginsOfManyProcesses(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	c, err := demoConfig(h.registers, h.url)
	if err != nil {
		t.Fatal(err)
	}
	token := h.token("line", func(map[string]any) {})
	h.forget()
	for range 3 {
		g, err := wire(c, surroundings{now: h.clock.now})
		if err != nil {
			t.Fatal(err)
		}
		s := httptest.NewServer(g)
		status, body := send(t, http.MethodPost, s.URL+"/graphql", graphQL(t, useOfGP, ""), "Content-Type: application/json", "Authorization: Bearer "+token)
		s.Close()
		if status != http.StatusOK || strings.Contains(body, `"errors"`) {
			t.Fatalf("%d %s", status, body)
		}
	}
	gp := "GP_INFORMATION of line by line ONESELF"
	h.expectWritten("LOGIN of line by line ONESELF", gp, gp, gp)
}

// A login the log rejects closes nothing; it is written with the next use.
func TestCaseA8LoginThatFails(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	token := h.token("line", func(map[string]any) {})
	h.forget()
	h.control("usagelog", http.MethodPost, "fault", `{"operation":"*","status":503}`, nil)
	if status, body := h.send(token, graphQL(t, lookAtRepresented, "")); status != http.StatusOK || strings.Contains(body, `"errors"`) || !strings.Contains(body, "PARENT") {
		t.Errorf("%d %s", status, body)
	}
	h.control("usagelog", http.MethodDelete, "fault", "", nil)
	h.expectWritten()
	if status, body := h.send(token, graphQL(t, lookAtRepresented, "")); status != http.StatusOK || strings.Contains(body, `"errors"`) {
		t.Errorf("%d %s", status, body)
	}
	h.expectWritten("LOGIN of line by line ONESELF")
}

// More entries than the register accepts at once go in several batches, all
// acknowledged before anything is shown.
func TestCaseA13ManyEntries(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	c, err := demoConfig(h.registers, h.url)
	if err != nil {
		t.Fatal(err)
	}
	run := func(batchSize int, token, query, variables string) string {
		t := h.t
		t.Helper()
		settingsOf[usagelog.Settings](&c).BatchSize = batchSize
		c.Deadline, endpointOf(c.Registers, "usagelog").Timeout = time.Minute, time.Minute // the machine may be busy
		g, err := wire(c, surroundings{now: h.clock.now})
		if err != nil {
			t.Fatal(err)
		}
		s := httptest.NewServer(g)
		defer s.Close()
		status, body := send(t, http.MethodPost, s.URL+"/graphql", graphQL(t, query, variables), "Content-Type: application/json", "Authorization: Bearer "+token)
		if status != http.StatusOK || strings.Contains(body, "USAGE_LOG_UNAVAILABLE") || strings.Contains(body, "VALIDATION") {
			t.Fatalf("%d %.2000s", status, body)
		}
		return body
	}
	var wards struct {
		Data struct {
			Viewer struct {
				Represents []struct{ Person struct{ ID string } }
			}
		}
	}
	if err := json.Unmarshal([]byte(run(0, h.token("gunnar", func(map[string]any) {}), `{ viewer { represents { person { id } } } }`, "")), &wards); err != nil {
		t.Fatal(err)
	}
	var of []string
	for _, r := range wards.Data.Viewer.Represents {
		of = append(of, r.Person.ID)
	}
	ids, err := json.Marshal(map[string]any{"ids": of})
	if err != nil {
		t.Fatal(err)
	}
	const query = `query($ids: [ID!]!) { people(ids: $ids) { generalPractitioner { since } exemptionCard { year } hospitalJournal { notice } contact { email } } }`
	uses := 4 * len(of)
	for _, tc := range []struct{ size, calls int }{{0, 1}, {100, (uses + 1 + 99) / 100}, {50, (uses + 1 + 49) / 50}} {
		t.Run(fmt.Sprintf("A13 batches of %d", tc.size), func(t *testing.T) {
			h.t = t
			token := h.token("gunnar", func(map[string]any) {})
			h.forget()
			run(tc.size, token, query, string(ids))
			if got := len(h.written()); got != uses+1 {
				t.Errorf("%d entries, want %d and a login", got, uses)
			}
			if calls := h.calls(); !strings.Contains(calls, fmt.Sprintf("usagelog Write: %d × ", tc.calls)) {
				t.Errorf("want %d calls:\n%s", tc.calls, calls)
			}
		})
	}
}

package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/mocks/personvern"
	"helsegraf/mocks/world"
)

// sessionless removes the session from a token, so that no login is logged.
func sessionless(claims map[string]any) {
	delete(claims, "sid")
	delete(claims, "auth_time")
}

// A service that was partly refused is logged as refused, with the reason.
func TestCaseA3RefusedHistoryIsLogged(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	const both, past, now = "a: prescriptions { totalCount } b: prescriptions(view: HISTORY) { totalCount }", "prescriptions(view: HISTORY) { totalCount }", "prescriptions { totalCount }"
	for _, tc := range []struct{ name, persona, fields, want string }{
		{"reserved, the past", "randi", past, "MEDICATION of randi by randi ONESELF RESERVED"},
		{"reserved, the past after the present", "randi", both, "MEDICATION of randi by randi ONESELF RESERVED"},
		{"reserved, the past before the present", "randi", "b: " + past + " a: " + now, "MEDICATION of randi by randi ONESELF RESERVED"},
		{"reserved, the present", "randi", now, "MEDICATION of randi by randi ONESELF"},
		{"not reserved", "line", both, "MEDICATION of line by line ONESELF"},
		{"consent too low for either", "bodil", both, "MEDICATION of bodil by bodil ONESELF CONSENT_TOO_LOW"},
	} {
		t.Run("A3 "+tc.name, func(t *testing.T) {
			h.t = t
			h.forget()
			h.send(h.token(tc.persona, sessionless), graphQL(t, `{ viewer { person { `+tc.fields+` } } }`, ""))
			h.expectWritten(tc.want)
		})
	}
}

// The log has the relation that opened a service or, for a refusal, the one that
// got furthest.
func TestCaseA4RelationInTheLog(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	w := h.registers.world
	dina, line := w.Persona("dina"), w.Persona("line")
	dina.Powers = append(dina.Powers, world.Power{
		ID: "7a1b2c3d-0000-4000-8000-000000000001", Kind: "VE", Holder: line.Number, From: w.Today().AddDate(-1, 0, 0), Services: []string{"MEDICATION"},
	})
	personvern := httptest.NewServer(personvern.New(w, h.registers.issuer)) // it reads the power
	defer personvern.Close()
	at := h.replica(func(c *config.Config) {
		endpointOf(c.Registers, "personvern.settings").BaseURL, endpointOf(c.Registers, "personvern.powers").BaseURL = personvern.URL, personvern.URL
	})
	run := func(query string) string {
		_, body := send(h.t, http.MethodPost, at+"/graphql", graphQL(h.t, query, ""), "Content-Type: application/json", "Authorization: Bearer "+h.token("line", sessionless))
		return body
	}
	_, rest, _ := strings.Cut(run(`{ viewer { represents { relation person { name { full } id } } } }`), dina.Name()+`"},"id":"`)
	id, _, ok := strings.Cut(rest, `"`)
	if !ok {
		t.Fatal("no dina")
	}
	for _, tc := range []struct {
		name, field string
		blocked     bool
		want        string
	}{
		{"opened by the guardian", "prescriptions { totalCount }", false, "MEDICATION of dina by line VE"},
		{"opened by the parent", "generalPractitioner { since }", false, "GP_INFORMATION of dina by line FO"},
		{"refused to both, of a parent's age", "hospitalJournal { notice }", false, "HOSPITAL_JOURNAL of dina by line VE PROXY_SCOPE_MISSING"},
		{"refused to both, blocked", "prescriptions { totalCount }", true, "MEDICATION of dina by line VE ACCESS_BLOCKED"},
	} {
		t.Run("A4 "+tc.name, func(t *testing.T) {
			h.t = t
			if dina.Blocks = nil; tc.blocked {
				dina.Blocks = []world.Block{{Since: w.Today()}}
			}
			h.forget()
			run(`{ person(id: "` + id + `") { ` + tc.field + ` } }`)
			h.expectWritten(tc.want)
		})
	}
}

// replica starts another gateway on the same registers, with this change.
func (h *testEnv) replica(change func(*config.Config)) (at string) {
	h.t.Helper()
	c, err := demoConfig(h.registers, h.url)
	if err != nil {
		h.t.Fatal(err)
	}
	change(&c)
	g, err := wire(c, surroundings{now: h.clock.now})
	if err != nil {
		h.t.Fatal(err)
	}
	s := httptest.NewServer(g)
	h.t.Cleanup(s.Close)
	return s.URL
}

// Unusual responses of the log: acknowledgements without a location, times
// without an offset, and unreadable records.
func TestCaseC17UsageLogsOwnWays(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	at, err := url.Parse(h.registers.urls["usagelog"])
	if err != nil {
		t.Fatal(err)
	}
	var change func(string) string
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = at.Scheme, at.Host, r.In.Host
		},
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			changed := change(string(body))
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(changed)), int64(len(changed))
			r.Header.Set("Content-Length", strconv.Itoa(len(changed)))
			return nil
		},
	})
	defer proxy.Close()
	replica := h.replica(func(c *config.Config) { endpointOf(c.Registers, "usagelog").BaseURL = proxy.URL })
	run := func() (body string) {
		_, body = send(h.t, http.MethodPost, replica+"/graphql", graphQL(h.t, `{ viewer { person { usageLog(first: 100) { totalCount nodes { at kind } } } } }`, ""),
			"Content-Type: application/json", "Authorization: Bearer "+h.token("berit", sessionless))
		return body
	}
	change = func(body string) string { return body }
	plain := strings.Count(run(), `"kind"`)
	if plain < 3 {
		t.Fatal("no log")
	}
	located := strings.NewReplacer(`"location":`, `"somewhere":`)
	offset := strings.NewReplacer(`T11:00:00.000Z`, `T12:00:00.000`)
	n := 0
	for _, tc := range []struct {
		name   string
		change func(string) string
		lost   int // entries
	}{
		{"C17 no location", located.Replace, 0},
		{"C17 no offset", offset.Replace, 0},
		{"C8 one null", func(b string) string { return strings.Replace(b, `"entry":[{"fullUrl"`, `"entry":[null,{"fullUrl"`, 1) }, 0},
		{"C8 one without a time", func(b string) string {
			return strings.Replace(b, `"recorded":"2026-11-22T11`, `"recorded":"at eleven 2026-11-22T11`, 1)
		}, 1},
		{"C8 one of another kind", func(b string) string { return strings.Replace(b, `"agent":[`, `"agent":"none","was":[`, 1) }, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h.t, change = t, tc.change
			body := run()
			n++
			if strings.Contains(body, `"errors"`) || strings.Count(body, `"kind"`) != plain+n-tc.lost || !strings.Contains(body, `"at":"2026-11-22T11:00:00.000Z"`) {
				t.Errorf("%d entries, want %d: %.600s", strings.Count(body, `"kind"`), plain+n-tc.lost, body)
			}
			whole := !strings.HasPrefix(tc.name, "C8")
			if whole == strings.Contains(body, `"totalCount":null`) {
				t.Error("whether the log is whole is told wrongly")
			}
			if !whole && !strings.Contains(body, `"PARTIAL"`) {
				t.Errorf("not told: %s", body[strings.Index(body, `"extensions"`):])
			}
		})
	}
}

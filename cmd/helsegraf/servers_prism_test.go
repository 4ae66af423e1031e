//go:build servers

package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"helsegraf/cmd/helsegraf/config"
)

// TestServersPrism replaces Helfo with Prism, from a description of Helfo's
// services: it checks that requests are complete and responds with examples.
//
// Prism checks path, method, media type, headers and the shape of the body. It
// does not decrypt, so it cannot check the encrypted contents; nor does it verify
// tokens and proofs, return the caller's Correlation-Id, or tell the scheme DPoP
// from another.
func TestServersPrism(t *testing.T) {
	t.Parallel()
	s := newServed(t)
	var key struct{ N string }
	status, body := send(t, http.MethodGet, s.urls["frikort"]+"/api/frikortsporring/jwk", "")
	if err := json.Unmarshal([]byte(body), &key); err != nil || status != http.StatusOK {
		t.Fatal(status, body)
	}
	dir := npm(t, filepath.Join("servers", "prism"))
	description := filepath.Join(dir, "frikort.yaml")
	text, err := os.ReadFile(description)
	if err != nil {
		t.Fatal(err)
	}
	filled := strings.NewReplacer("MODULUS", key.N, "SUBJECT", `"`+s.world.Persona("line").Number+`"`).Replace(string(text))
	if err := os.WriteFile(description, []byte(filled), 0o600); err != nil {
		t.Fatal(err)
	}
	at := listens(t, dir, nil, filepath.Join(dir, "node_modules", ".bin", "prism"), "mock", "--errors", "--port", "0", description)

	const card = `{ viewer { person { exemptionCard(year: 2026) { status validUntil } } } }`
	const all = `{ viewer { person { exemptionCard(year: 2026) { year status validFrom validUntil ceiling { amount } paid { amount } remaining { amount }
		coPayments { totalCount nodes { paidOn provider serviceType { code display } amount { amount currency } countsTowardsCeiling } } } } } }`
	for _, c := range []struct {
		name, query, prefer string
		spoil               func(http.Header)
		own                 bool // the Correlation-Id stays Prism's
		has                 []string
		violation           string
	}{
		{name: "all of a year", query: all, prefer: "example=exempt", has: []string{
			`"year": 2026`, `"status": "ACTIVE"`, `"validFrom": "2026-06-01"`, `"validUntil": "2026-12-31"`, `"paid": {"amount": "3278.5"}`, `"remaining": {"amount": "0"}`,
			`"totalCount": 2, "nodes": [ { "paidOn": null, "provider": "Testhaugen fysioterapi", "serviceType": {"code": "FT", "display": "Fysioterapi"}, "amount": {"amount": "310", "currency": "NOK"}, "countsTowardsCeiling": false }, ` +
				`{ "paidOn": "2026-05-13", "provider": "Eksempelvik legesenter", "serviceType": {"code": "LE", "display": "Lege"}, "amount": {"amount": "1639.25", "currency": "NOK"}, "countsTowardsCeiling": true } ]`,
		}},
		{name: "no card", query: card, prefer: "example=not", has: []string{`{"status": "NONE", "validUntil": null}`}},
		{name: "answers made up", query: card, prefer: "dynamic=true", has: []string{`"exemptionCard": {"status": "`}},
		{name: "an answer to another question", query: card, own: true, has: []string{`"SUBJECT_MISMATCH"`}},
		{name: "refused", query: card, prefer: "code=400", has: []string{`"SOURCE_INVALID"`}},
		{name: "not logged in", query: card, prefer: "code=401", has: []string{`"SOURCE_FORBIDDEN"`}},
		{name: "not let in", query: card, prefer: "code=403", has: []string{`"SOURCE_FORBIDDEN"`}},
		{name: "too many questions", query: card, prefer: "code=429", has: []string{`"SOURCE_UNAVAILABLE"`, `"retryAfter": 5`}},
		{name: "broken", query: card, prefer: "code=500", has: []string{`"SOURCE_UNAVAILABLE"`}},
		{name: "no proof", query: card, spoil: func(h http.Header) { h.Del("DPoP") }, has: []string{`"SOURCE_INVALID"`}, violation: "required property 'dpop'"},
		{name: "no token", query: card, spoil: func(h http.Header) { h.Del("Authorization") }, has: []string{`"SOURCE_FORBIDDEN"`}, violation: "Invalid security scheme used"},
		{name: "another media type", query: card, spoil: func(h http.Header) { h.Set("Content-Type", "text/plain") }, has: []string{`"SOURCE_INVALID"`}, violation: "Supported content types: application/jose"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &prism{at: strings.TrimPrefix(at, "http://"), prefer: c.prefer, spoil: c.spoil, own: c.own}
			query := s.gateway(t, p, func(conf *config.Config) { endpointOf(conf.Registers, "frikort").BaseURL = at })
			response := strings.Join(strings.Fields(query(t, "line", c.query)), " ")
			for _, has := range c.has {
				if !strings.Contains(response, has) {
					t.Errorf("no %s in %s", has, response)
				}
			}
			violations := strings.Join(p.violations, "\n")
			if c.violation == "" && violations != "" || !strings.Contains(violations, c.violation) {
				t.Errorf("Prism finds %q, want %q", violations, c.violation)
			}
			if c.query == all {
				if d := cmp.Diff(map[string]int{"/api/frikortsporring/jwk": 1, "/api/frikortsporring/helseid/v1": 1, "/api/egenandeler/v1/sok": 1}, p.requests); d != "" {
					t.Error(d)
				}
			}
		})
	}
}

// prism routes calls between Prism and the stand-ins.
type prism struct {
	at, prefer string
	spoil      func(http.Header)
	own        bool

	mu         sync.Mutex
	violations []string
	requests   map[string]int
}

// RoundTrip requests the wanted example from Prism, and makes it return the
// caller's Correlation-Id.
func (p *prism) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != p.at {
		return http.DefaultTransport.RoundTrip(r)
	}
	r = r.Clone(r.Context())
	question := r.Method == http.MethodPost // rather than for the key
	if question && p.spoil != nil {
		p.spoil(r.Header)
	}
	if question && p.prefer != "" && !strings.HasPrefix(r.URL.Path, "/api/egenandeler") {
		r.Header.Set("Prefer", p.prefer)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if id := r.Header.Get("Correlation-Id"); id != "" && !p.own {
		resp.Header.Set("Correlation-Id", id)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.requests == nil {
		p.requests = map[string]int{}
	}
	p.requests[r.URL.Path]++
	if v := resp.Header.Get("Sl-Violations"); v != "" {
		p.violations = append(p.violations, v)
	}
	return resp, nil
}

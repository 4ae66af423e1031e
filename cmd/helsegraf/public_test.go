package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"helsegraf/cmd/registers"
)

// openData requests a query by GET without a login.
func (h *testEnv) openData(query string, headers ...string) (http.Header, string) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, h.url+"/graphql?query="+url.QueryEscape(query), http.NoBody)
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("GraphQL-Require-Preflight", "1")
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return resp.Header, string(body)
}

const (
	waitingTimes = `{ treatments(search: "kne", first: 1) { asOf nodes { name providers(first: 2) { asOf nodes { place { name } waitingTimes { kind weeks } } } } } }`
	indicators   = `{ qualityIndicators(first: 1) { asOf nodes { title measurements(first: 1) { asOf nodes { value } } } } }`
)

// The sample query of open data is public for the shortest time of its parts, and the
// same in every language: the answer does not vary by it.
func TestPublicOpenData(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	sample, err := os.ReadFile("testdata/journeys/open-data.graphql")
	if err != nil {
		t.Fatal(err)
	}
	header, body := h.openData(string(sample))
	if header.Get("Cache-Control") != "public, max-age=3600" || strings.Contains(body, "extensions") || strings.Contains(body, "errors") {
		t.Errorf("%v %s", header, body)
	}
	for _, language := range []string{"nn", "en", "se"} {
		if again, other := h.openData(string(sample), "Accept-Language: "+language); other != body || again.Get("Content-Language") != header.Get("Content-Language") {
			t.Errorf("another answer in %s", language)
		}
	}
	public := 0
	for _, r := range registers.All() {
		for _, q := range r.Queries {
			if q.On != registers.AtRoot {
				continue
			}
			public++
			text := "{ " + q.Selection + " }"
			header, body := h.openData(text)
			if !strings.HasPrefix(header.Get("Cache-Control"), "public, max-age=") {
				t.Errorf("%s: %v %s", q.Name, header, body)
			}
			if _, other := h.openData(text, "Accept-Language: en"); other != body {
				t.Errorf("%s: another answer in English", q.Name)
			}
		}
	}
	if public < 3 {
		t.Errorf("%d queries of open data", public)
	}
}

// Caches keep open data no longer than the gateway does. An hour after its source
// went down it is what it was and says from when; caches then keep it for a minute,
// until it is too old and the source is missed.
func TestPublicOpenDataWhileItsSourceIsDown(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	const hour = time.Hour
	before := map[string]string{}
	for _, query := range []string{waitingTimes, indicators} {
		header, body := h.openData(query)
		if header.Get("Cache-Control") != "public, max-age=14400" || !strings.Contains(body, `"asOf":"2026-11-22T11:00:00.000Z"`) {
			t.Errorf("%v %s", header, body)
		}
		before[query] = body
	}
	h.stop("behandlingssted")
	h.stop("kvalitetsindikatorer")
	for _, step := range []struct {
		after time.Duration
		want  string
	}{{3 * hour, "public, max-age=3600"}, {2 * hour, "public, max-age=60"}, {19 * hour, "no-store"}} {
		h.clock.move(step.after)
		for query, was := range before {
			header, body := h.openData(query)
			if header.Get("Cache-Control") != step.want || (body == was) != (step.want != "no-store") {
				t.Errorf("after %v: %v %s", step.after, header, body)
			}
		}
	}
}

// With a person in the query, or a login, nothing is kept, by whatever method.
func TestPersonalIsNotPublic(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	bearer := "Authorization: Bearer " + h.bearer(login{persona: "line"})
	const person = `{ viewer { person { name { full } prescriptions { totalCount } } } municipalities(first: 1) { nodes { name } } }`
	for name, one := range map[string]struct{ query, header string }{
		"a person":             {person, bearer},
		"a person, no login":   {person, "Accept: */*"},
		"open data by a login": {waitingTimes, bearer},
		"the registers":        {`{ registers { name } }`, "Accept: */*"},
	} {
		header, body := h.openData(one.query, one.header)
		var whole struct{ Extensions map[string]any }
		if err := json.Unmarshal([]byte(body), &whole); err != nil || header.Get("Cache-Control") != "no-store" || header.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v %s", name, header, body)
		}
	}
}

package main

import (
	"bufio"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/mocks/world"
)

// Whatever a citizen's body and Accept header are, the gateway, configured as in
// production, answers: never with an internal error, with valid JSON where it
// says JSON, and without a panic in the log. The attacks are the seeds.
func FuzzFrontDoor(f *testing.F) {
	var log output
	p := &program{Context: f.Context(), stdout: io.Discard, stderr: io.Discard}
	registers, err := p.startStandIns("127.0.0.1", 0, world.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(registers.close)
	c, err := demoConfig(registers, "http://127.0.0.1")
	if err != nil {
		f.Fatal(err)
	}
	c.Rates = config.Rates{Client: config.Rate{PerMinute: -1}, Subject: config.Rate{PerMinute: -1}}
	g, err := wire(c, surroundings{log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelError}))})
	if err != nil {
		f.Fatal(err)
	}
	token, err := registers.issuer.Token("line")
	if err != nil {
		f.Fatal(err)
	}
	a := attacker{token: strings.Repeat("t", 40)}
	for _, a := range slices.Concat(a.fragments(), a.schema(), a.requests(), a.values(), a.bodies(), a.accepts()) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(a.wire)))
		if err != nil || r.Method != http.MethodPost || r.ContentLength > 8<<10 {
			continue
		}
		if body, err := io.ReadAll(r.Body); err == nil {
			f.Add(r.Header.Get("Accept"), string(body))
		}
	}
	f.Fuzz(func(t *testing.T, accept, body string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header["Accept"] = []string{accept}
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		if w.Code >= http.StatusInternalServerError && w.Code != http.StatusServiceUnavailable {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if strings.Contains(w.Header().Get("Content-Type"), "json") && !json.Valid(w.Body.Bytes()) {
			t.Errorf("no JSON: %.300s", w.Body)
		}
		if strings.Contains(log.String(), `"panic"`) {
			t.Errorf("panicked: %s", &log)
		}
	})
}

package documents_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/documents"
	"helsegraf/graph/gateway/gatewaytest"
)

// A manifest is reread when it changes. An unusable one changes nothing and is
// logged once.
func TestWatch(t *testing.T) {
	const before, after = "query Before { me { id } }", "query After { me { name } }"
	f, file := trusting(t, documents.Enforce, manifestOf(t, before))
	ctx, stop := context.WithCancel(t.Context())
	ticks, watched := make(chan time.Time), make(chan struct{})
	go func() { defer close(watched); f.Watch(ctx, ticks) }()
	t.Cleanup(func() { stop(); <-watched })
	// The watch takes a second tick only when it is done with the first.
	tick := func() { ticks <- time.Time{}; ticks <- time.Time{} }
	expect := func(when string, trusted ...string) {
		t.Helper()
		for _, text := range []string{before, after} {
			want := http.StatusBadRequest
			for _, one := range trusted {
				if one == text {
					want = http.StatusOK
				}
			}
			if r := f.AskAs(t, "app", map[string]any{"documentId": relayID(text)}); r.Status != want {
				t.Errorf("%s: %d %s for %s", when, r.Status, r.Body, text)
			}
		}
	}
	put := func(text string) {
		t.Helper()
		// Replaced atomically: the previous second tick may still be in progress.
		if err := errors.Join(os.WriteFile(file+".new", []byte(text), 0o600), os.Rename(file+".new", file)); err != nil {
			t.Fatal(err)
		}
		tick()
	}
	tick()
	expect("at first", before)
	put(manifestOf(t, before, after))
	expect("with one more", before, after)
	put(manifestOf(t, after))
	expect("with one less", after)
	put(`{"` + relayID(before) + `":`)
	expect("half written", after)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	tick()
	tick()
	expect("removed", after)
	put(manifestOf(t, before))
	expect("back again", before)
	log := f.Logged()
	if n := strings.Count(log, "trusted documents read anew"); n != 3 {
		t.Errorf("%d readings are logged: %s", n, log)
	}
	if n := strings.Count(log, "trusted documents left as they were"); n != 2 || !strings.Contains(log, "is not a JSON object") || !strings.Contains(log, "cannot be read") {
		t.Errorf("%d faults are logged: %s", n, log)
	}
}

// A client's mutations alone may have to be trusted.
func TestOnlyMutationsAreTrusted(t *testing.T) {
	const trusted, other = `mutation Rename($to: String) { rename(to: $to) { name } }`, `mutation Other($to: String) { rename(to: $to) { id } }`
	f, _ := trusting(t, documents.Mutations, manifestOf(t, trusted))
	for _, tt := range []struct {
		body   map[string]any
		status int
		code   string
	}{
		{map[string]any{"documentId": relayID(trusted)}, http.StatusOK, ""},
		{map[string]any{"query": trusted}, http.StatusOK, ""},
		{map[string]any{"query": other}, http.StatusForbidden, "DOCUMENT_NOT_TRUSTED"},
		{map[string]any{"query": other + ` query Q { me { id } }`, "operationName": "Other"}, http.StatusForbidden, "DOCUMENT_NOT_TRUSTED"},
		{map[string]any{"query": other + ` query Q { me { id } }`, "operationName": "Q"}, http.StatusOK, ""},
		{map[string]any{"query": `{ me { name } }`}, http.StatusOK, ""},
		{map[string]any{"query": `{ me { name } }`}, http.StatusOK, ""}, // kept
	} {
		if r := f.AskAs(t, "app", tt.body); r.Status != tt.status || r.Code() != tt.code {
			t.Errorf("%v: %d %s", tt.body, r.Status, r.Body)
		}
	}
}

// With nothing to watch, Watch returns.
func TestWatchNothing(t *testing.T) {
	gatewaytest.Start(t).Watch(t.Context(), nil)
}

package minhelse_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"helsegraf/graph/gateway/pages/minhelse"
)

// The page is served, may run and load only what is its own, and calls nobody else.
func TestNew(t *testing.T) {
	page, err := minhelse.New()
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		page.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return w
	}
	for path, want := range map[string]string{"/app/": "<title>Min helse", "/app/index.js": "/graphql", "/app/index.css": "color-scheme"} {
		w := get(path)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, without %q", path, w.Code, want)
		}
		if policy := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %s", path, policy)
		}
	}
	if body := get("/app/").Body.String(); strings.Contains(body, "//") || strings.Contains(body, "style=") {
		t.Error("outside addresses or inline style:", body)
	}
	if css := get("/app/index.css").Body.String(); strings.Contains(css, "url(") || strings.Contains(css, "@import") {
		t.Error("the style loads something")
	}
	if w := get("/app/src/main.jsx"); w.Code != http.StatusNotFound {
		t.Error("the source is served:", w.Code)
	}
}

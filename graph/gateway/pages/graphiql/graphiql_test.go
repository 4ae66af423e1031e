package graphiql_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"helsegraf/graph/gateway/pages/graphiql"
)

func page(t *testing.T, s graphiql.Settings) func(path string) *httptest.ResponseRecorder {
	t.Helper()
	m := http.NewServeMux()
	if err := graphiql.Add(m, s); err != nil {
		t.Fatal(err)
	}
	return func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		m.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return w
	}
}

// The page is served, and may run and load only its own scripts.
func TestAdd(t *testing.T) {
	get := page(t, graphiql.Settings{Demo: true})
	for path, want := range map[string]string{"/": "<title>Helsegraf", "/graphiql/app.js": "Personas", "/graphiql/app.css": ".hg-top", "/graphiql/editor.worker.js": "onmessage"} {
		w := get(path)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, without %q", path, w.Code, want)
		}
		policy := w.Header().Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "worker-src 'self';", "font-src 'self';", "connect-src 'self';", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy is without %s: %s", path, want, policy)
			}
		}
		if strings.Count(policy, "unsafe") != 1 || !strings.Contains(policy, "style-src 'self' 'unsafe-inline'") {
			t.Errorf("%s: %s", path, policy)
		}
	}
	for _, inside := range []string{`src="http`, `href="http`, "<style", "onload", "<script>"} {
		if strings.Contains(get("/").Body.String(), inside) {
			t.Errorf("the page has %s", inside)
		}
	}
	for _, path := range []string{"/graphiql/app.js.gz", "/graphiql/src/app.jsx", "/graphiql/nothing.js"} {
		if w := get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// The page may call its issuer, and nobody else.
func TestLogin(t *testing.T) {
	get := page(t, graphiql.Settings{Login: &graphiql.Login{Issuer: "https://login.example/oidc", ClientID: "helsegraf", Scope: "openid"}})
	if got := get("/graphiql/settings.json").Body.String(); got != `{"demo":false,"status":false,"docs":false,"login":{"issuer":"https://login.example/oidc","clientId":"helsegraf","scope":"openid"}}` {
		t.Error(got)
	}
	if policy := get("/").Header().Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self' https://login.example;") {
		t.Error(policy)
	}
}

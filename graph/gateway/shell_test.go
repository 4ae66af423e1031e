package gateway_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway"
	"helsegraf/graph/gateway/gatewaytest"
)

func TestEveryAnswerHasTheHeaders(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) {
		o.Production, o.Clients = true, []gateway.Client{{ID: "web", Origins: []string{"https://app.example"}}}
	})
	for _, r := range []gatewaytest.Reply{
		f.Ask(t, `{ me { id } }`),
		f.Ask(t, `{`),
		f.Ask(t, `{ boom }`),
		f.Ask(t, `{ me { id } }`, "Authorization: Bearer expired"),
		f.Send(t, http.MethodPut, "/graphql", ""),
		f.Send(t, http.MethodGet, "/nothing", ""),
		f.Send(t, http.MethodGet, "/healthz", ""),
		f.Send(t, http.MethodGet, "/documents/x", ""),
		f.Send(t, http.MethodOptions, "/graphql", "", "Origin: https://app.example", "Access-Control-Request-Method: POST"),
		f.Send(t, http.MethodOptions, "/graphql", "", "Origin: https://evil.example", "Access-Control-Request-Method: POST"),
		f.Ask(t, `{ me { id ... @defer { name } } }`, "Accept: multipart/mixed"),
		f.Ask(t, `{ me { id } }`, "Accept: text/plain"),
	} {
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
		if !strings.Contains(r.Header.Get("Content-Security-Policy"), "default-src 'none'") || len(r.Header.Get("X-Request-Id")) < 20 {
			t.Error(r.Header)
		}
		for _, name := range []string{"ETag", "Last-Modified", "Set-Cookie", "Server"} {
			if r.Header.Get(name) != "" {
				t.Error("has", name)
			}
		}
	}
}

// A panic becomes a fixed sentence, and its value appears nowhere.
func TestPanic(t *testing.T) {
	f := gatewaytest.Start(t)
	r := f.Ask(t, `{ boom }`)
	if r.Status != http.StatusInternalServerError || r.Code() != "INTERNAL_SERVER_ERROR" || strings.Contains(r.Body, gatewaytest.Canary) {
		t.Error(r.Status, r.Body)
	}
	r = f.Ask(t, `{ caught actor }`)
	if r.Status != http.StatusOK || !strings.Contains(r.Body, `"actor":""`) || r.Code() != "INTERNAL_SERVER_ERROR" || strings.Contains(r.Body, gatewaytest.Canary) {
		t.Error(r.Status, r.Body)
	}
	log := f.Logged()
	if strings.Contains(log, gatewaytest.Canary) || strings.Count(log, `"msg":"panic"`) != 2 || !strings.Contains(log, "gatewaytest.(*Toy).leaf") {
		t.Error(log)
	}
}

// One line per request says how it went, and nothing about its content.
func TestLog(t *testing.T) {
	f := gatewaytest.Start(t)
	f.Ask(t, `query `+"N"+gatewaytest.Canary+` { me { id } }`, "Authorization: Bearer web")
	f.Ask(t, `query MyName { me { id } }`, "Authorization: Bearer web")
	f.Ask(t, `query MyName { person(id: "`+gatewaytest.Canary+`") { id } }`)
	f.Send(t, "X"+gatewaytest.Canary, "/graphql?x="+gatewaytest.Canary, "")
	f.Send(t, http.MethodGet, "/documents/"+gatewaytest.Canary, "")
	f.Ask(t, `{ `+gatewaytest.Canary)
	var got []map[string]any
	for line := range strings.Lines(f.Logged()) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		got = append(got, entry)
	}
	const hash = "HASH"
	want := []map[string]any{
		{"method": "POST", "route": "/graphql", "status": 200.0, "client": "web", "operation": "query", "code": ""},
		{"method": "POST", "route": "/graphql", "status": 200.0, "client": "web", "operation": hash, "code": ""},
		{"method": "POST", "route": "/graphql", "status": 200.0, "client": "", "operation": "query", "code": ""},
		{"method": "other", "route": "/graphql", "status": 405.0, "client": "", "operation": "", "code": "METHOD_NOT_ALLOWED"},
		{"method": "GET", "route": "GET /documents/{sealed}", "status": 404.0, "client": "", "operation": "", "code": "NOT_FOUND"},
		{"method": "POST", "route": "/graphql", "status": 200.0, "client": "", "operation": "", "code": "GRAPHQL_PARSE_FAILED"},
	}
	if len(got) != len(want) {
		t.Fatal(f.Logged())
	}
	for i, w := range want {
		for key, value := range w {
			is := got[i][key]
			if value == hash {
				if s, ok := is.(string); !ok || len(s) != len("query ")+12 {
					t.Errorf("line %d: operation %v", i, is)
				}
			} else if is != value {
				t.Errorf("line %d: %s is %v, want %v", i, key, is, value)
			}
		}
	}
	for _, word := range []string{gatewaytest.Canary, "MyName", "me {", "Bearer"} {
		if strings.Contains(f.Logged(), word) {
			t.Errorf("%q in the log:\n%s", word, f.Logged())
		}
	}
}

func TestNoRoom(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) { o.Limits.InFlight = 1; o.Deadline = 10 * time.Second })
	answered := make(chan gatewaytest.Reply)
	go func() { answered <- f.Ask(t, `{ slow }`) }()
	<-f.Toy.Waiting
	r := f.Ask(t, `{ actor }`)
	if r.Status != http.StatusServiceUnavailable || r.Code() != "OVERLOADED" || r.Header.Get("Retry-After") == "" {
		t.Error(r.Body, r.Header)
	}
	if h := f.Send(t, http.MethodGet, "/healthz", ""); h.Status != http.StatusOK {
		t.Error("health:", h.Status)
	}
	close(f.Toy.Wait)
	if r := <-answered; r.Status != http.StatusOK {
		t.Error(r.Body)
	}
	if r := f.Ask(t, `{ actor }`); r.Status != http.StatusOK {
		t.Error("afterwards:", r.Body)
	}
}

func TestHealth(t *testing.T) {
	var fault error
	f := gatewaytest.Start(t, func(o *gateway.Options) { o.Ready = func() error { return fault } })
	check := func(path string, status int, body string) {
		t.Helper()
		if r := f.Send(t, http.MethodGet, path, ""); r.Status != status || r.Body != body {
			t.Error(path, r.Status, r.Body)
		}
	}
	check("/healthz", 200, `{"status":"ok"}`)
	check("/readyz", 200, `{"status":"ready"}`)
	fault = errors.New("no keys for " + gatewaytest.Canary)
	check("/readyz", 503, `{"status":"not ready"}`)
	fault = nil
	f.Drain()
	check("/readyz", 503, `{"status":"draining"}`)
	check("/healthz", 200, `{"status":"ok"}`)
	if r := f.Ask(t, `{ actor }`); r.Status != http.StatusOK {
		t.Error("draining answers what still comes:", r.Status)
	}
}

func TestSchemaIsShownToWhomItMay(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) {
		o.Production = true
		o.Clients = []gateway.Client{{ID: "partner", Introspection: true}, {ID: "web"}}
	})
	for _, query := range []string{`{ __schema { queryType { name } } }`, `{ __type(name: "Person") { name } }`, `{ me { ...F } } fragment F on Query { a: __schema { types { name } } }`, `{ _service { sdl } }`} {
		for _, client := range []string{"Accept: */*", "Authorization: Bearer web", "Authorization: Bearer stranger"} {
			if r := f.Ask(t, query, client); r.Status != http.StatusBadRequest || r.Code() != "INTROSPECTION_DISABLED" {
				t.Error(query, client, r.Status, r.Body)
			}
		}
		if r := f.Ask(t, query, "Authorization: Bearer partner"); r.Code() == "INTROSPECTION_DISABLED" {
			t.Error(query, r.Body)
		}
	}
	if r := f.Send(t, http.MethodGet, "/schema.graphql", ""); r.Status != http.StatusBadRequest {
		t.Error(r.Status)
	}
	if r := f.Send(t, http.MethodGet, "/schema.graphql", "", "Authorization: Bearer partner"); r.Status != http.StatusOK || r.Body != gatewaytest.ToySDL {
		t.Error(r.Status, r.Body)
	}
	if r := f.Ask(t, `{ __typename me { id } }`); r.Status != http.StatusOK || strings.Contains(r.Body, "errors") {
		t.Error("__typename is open:", r.Body)
	}
}

func TestPage(t *testing.T) {
	demo := &gateway.Demo{
		Personas: []gateway.Persona{{Key: "line", Name: "Line", About: "adult"}},
		Tokens:   http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "for "+r.FormValue("persona")) }),
		Faults:   http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "of "+r.FormValue("register")) }),
		App:      http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "the app") }),
	}
	f, bare := gatewaytest.Start(t, func(o *gateway.Options) { o.Demo = demo }), gatewaytest.Start(t)
	for _, at := range []*gatewaytest.Front{f, bare} {
		r := at.Send(t, http.MethodGet, "/", "")
		if policy := r.Header.Get("Content-Security-Policy"); r.Status != http.StatusOK || !strings.Contains(policy, "script-src 'self';") {
			t.Error(r.Status, r.Header)
		}
		if r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Error(r.Header)
		}
	}
	for at, want := range map[*gatewaytest.Front]string{f: `{"demo":true,"status":false,"docs":true}`, bare: `{"demo":false,"status":false,"docs":true}`} {
		if r := at.Send(t, http.MethodGet, "/graphiql/settings.json", ""); r.Body != want {
			t.Error(r.Body)
		}
	}
	if r := f.Send(t, http.MethodGet, "/demo/personas", ""); r.Body != `[{"key":"line","name":"Line","about":"adult"}]` {
		t.Error(r.Body)
	}
	if r := f.Send(t, http.MethodPost, "/demo/token?persona=line", ""); r.Body != "for line" {
		t.Error(r.Body)
	}
	if r := f.Send(t, http.MethodPost, "/demo/faults?register=frikort", ""); r.Body != "of frikort" {
		t.Error(r.Body)
	}
	if r := f.Send(t, http.MethodPost, "/demo/faults?register=frikort", "", "Sec-Fetch-Site: cross-site"); r.Status != http.StatusForbidden {
		t.Error("another site's page broke a register:", r.Status)
	}
	if r := f.Send(t, http.MethodGet, "/app/", ""); r.Body != "the app" {
		t.Error(r.Body)
	}
	if r := bare.Send(t, http.MethodGet, "/app/", ""); r.Status != http.StatusNotFound {
		t.Error("an application nobody asked for:", r.Status)
	}
	for _, path := range []string{"/demo/personas", "/demo/token?persona=line", "/demo/faults?register=frikort"} {
		if r := bare.Send(t, http.MethodPost, path, ""); r.Status != http.StatusNotFound {
			t.Error(path, r.Status)
		}
	}
}

package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/gateway"
)

func TestEveryAnswerHasTheHeaders(t *testing.T) {
	f := start(t, func(o *gateway.Options) {
		o.Production, o.Clients = true, []gateway.Client{{ID: "web", Origins: []string{"https://app.example"}}}
	})
	for _, r := range []reply{
		f.ask(t, `{ me { id } }`),
		f.ask(t, `{`),
		f.ask(t, `{ boom }`),
		f.ask(t, `{ me { id } }`, "Authorization: Bearer expired"),
		f.send(t, http.MethodPut, "/graphql", ""),
		f.send(t, http.MethodGet, "/nothing", ""),
		f.send(t, http.MethodGet, "/healthz", ""),
		f.send(t, http.MethodGet, "/documents/x", ""),
		f.send(t, http.MethodOptions, "/graphql", "", "Origin: https://app.example", "Access-Control-Request-Method: POST"),
		f.send(t, http.MethodOptions, "/graphql", "", "Origin: https://evil.example", "Access-Control-Request-Method: POST"),
		f.ask(t, `{ me { id ... @defer { name } } }`, "Accept: multipart/mixed"),
		f.ask(t, `{ me { id } }`, "Accept: text/plain"),
	} {
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := r.header.Get(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
		if !strings.Contains(r.header.Get("Content-Security-Policy"), "default-src 'none'") || len(r.header.Get("X-Request-Id")) < 20 {
			t.Error(r.header)
		}
		for _, name := range []string{"ETag", "Last-Modified", "Set-Cookie", "Server"} {
			if r.header.Get(name) != "" {
				t.Error("has", name)
			}
		}
	}
}

// A panic becomes a fixed sentence, and its value stands nowhere.
func TestPanic(t *testing.T) {
	f := start(t)
	r := f.ask(t, `{ boom }`)
	if r.status != http.StatusInternalServerError || r.code() != "INTERNAL_SERVER_ERROR" || strings.Contains(r.body, canary) {
		t.Error(r.status, r.body)
	}
	r = f.ask(t, `{ caught actor }`)
	if r.status != http.StatusOK || !strings.Contains(r.body, `"actor":""`) || r.code() != "INTERNAL_SERVER_ERROR" || strings.Contains(r.body, canary) {
		t.Error(r.status, r.body)
	}
	log := f.logged()
	if strings.Contains(log, canary) || strings.Count(log, `"msg":"panic"`) != 2 || !strings.Contains(log, "gateway_test.(*toy).leaf") {
		t.Error(log)
	}
}

// One line a request tells how it went, and nothing of what was asked.
func TestLog(t *testing.T) {
	f := start(t)
	f.ask(t, `query `+"N"+canary+` { me { id } }`, "Authorization: Bearer web")
	f.ask(t, `query MyName { me { id } }`, "Authorization: Bearer web")
	f.ask(t, `query MyName { person(id: "`+canary+`") { id } }`)
	f.send(t, "X"+canary, "/graphql?x="+canary, "")
	f.send(t, http.MethodGet, "/documents/"+canary, "")
	f.ask(t, `{ `+canary)
	var got []map[string]any
	for line := range strings.Lines(f.logged()) {
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
		t.Fatal(f.logged())
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
	for _, word := range []string{canary, "MyName", "me {", "Bearer"} {
		if strings.Contains(f.logged(), word) {
			t.Errorf("%q in the log:\n%s", word, f.logged())
		}
	}
}

func TestNoRoom(t *testing.T) {
	f := start(t, func(o *gateway.Options) { o.Limits.InFlight = 1; o.Deadline = 10 * time.Second })
	answered := make(chan reply)
	go func() { answered <- f.ask(t, `{ slow }`) }()
	<-f.toy.waiting
	r := f.ask(t, `{ actor }`)
	if r.status != http.StatusServiceUnavailable || r.code() != "OVERLOADED" || r.header.Get("Retry-After") == "" {
		t.Error(r.body, r.header)
	}
	if h := f.send(t, http.MethodGet, "/healthz", ""); h.status != http.StatusOK {
		t.Error("health:", h.status)
	}
	close(f.toy.wait)
	if r := <-answered; r.status != http.StatusOK {
		t.Error(r.body)
	}
	if r := f.ask(t, `{ actor }`); r.status != http.StatusOK {
		t.Error("afterwards:", r.body)
	}
}

func TestHealth(t *testing.T) {
	var fault error
	f := start(t, func(o *gateway.Options) { o.Ready = func() error { return fault } })
	check := func(path string, status int, body string) {
		t.Helper()
		if r := f.send(t, http.MethodGet, path, ""); r.status != status || r.body != body {
			t.Error(path, r.status, r.body)
		}
	}
	check("/healthz", 200, `{"status":"ok"}`)
	check("/readyz", 200, `{"status":"ready"}`)
	fault = errors.New("no keys for " + canary)
	check("/readyz", 503, `{"status":"not ready"}`)
	fault = nil
	f.Drain()
	check("/readyz", 503, `{"status":"draining"}`)
	check("/healthz", 200, `{"status":"ok"}`)
	if r := f.ask(t, `{ actor }`); r.status != http.StatusOK {
		t.Error("draining answers what still comes:", r.status)
	}
}

func TestSchemaIsShownToWhomItMay(t *testing.T) {
	f := start(t, func(o *gateway.Options) {
		o.Production = true
		o.Clients = []gateway.Client{{ID: "partner", Introspection: true}, {ID: "web"}}
	})
	for _, query := range []string{`{ __schema { queryType { name } } }`, `{ __type(name: "Person") { name } }`, `{ me { ...F } } fragment F on Query { a: __schema { types { name } } }`, `{ _service { sdl } }`} {
		for _, client := range []string{"Accept: */*", "Authorization: Bearer web", "Authorization: Bearer stranger"} {
			if r := f.ask(t, query, client); r.status != http.StatusBadRequest || r.code() != "INTROSPECTION_DISABLED" {
				t.Error(query, client, r.status, r.body)
			}
		}
		if r := f.ask(t, query, "Authorization: Bearer partner"); r.code() == "INTROSPECTION_DISABLED" {
			t.Error(query, r.body)
		}
	}
	if r := f.send(t, http.MethodGet, "/schema.graphql", ""); r.status != http.StatusBadRequest {
		t.Error(r.status)
	}
	if r := f.send(t, http.MethodGet, "/schema.graphql", "", "Authorization: Bearer partner"); r.status != http.StatusOK || r.body != toySDL {
		t.Error(r.status, r.body)
	}
	if r := f.ask(t, `{ __typename me { id } }`); r.status != http.StatusOK || strings.Contains(r.body, "errors") {
		t.Error("__typename is open:", r.body)
	}
}

type files map[string]string

func (f files) ServeDocument(ctx context.Context, sealed string, w http.ResponseWriter) error {
	body, ok := f[sealed]
	if !ok {
		return errors.New("no " + canary)
	}
	w.Header().Set("Content-Type", "application/pdf")
	_, _ = io.WriteString(w, body+" for "+graph.ActorFrom(ctx).Client().ID)
	if sealed == "broken" {
		return errors.New("cut off")
	}
	return nil
}

func TestDocuments(t *testing.T) {
	f := start(t, func(o *gateway.Options) { o.Documents = files{"letter": "a letter", "broken": "half"} })
	r := f.send(t, http.MethodGet, "/documents/letter", "", "Authorization: Bearer web")
	if r.status != http.StatusOK || r.body != "a letter for web" || r.header.Get("Content-Type") != "application/pdf" {
		t.Error(r.status, r.body, r.header)
	}
	r = f.send(t, http.MethodGet, "/documents/other", "")
	if r.status != http.StatusInternalServerError || strings.Contains(r.body, canary) {
		t.Error(r.status, r.body)
	}
	if r = f.send(t, http.MethodGet, "/documents/letter", "", "Authorization: Bearer expired"); r.status != http.StatusUnauthorized {
		t.Error(r.status)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+"/documents/broken", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(request)
	if err == nil {
		defer func() { _ = resp.Body.Close() }()
		_, err = io.ReadAll(resp.Body)
	}
	if err == nil {
		t.Error("half a file looks like a whole one")
	}
}

func TestPage(t *testing.T) {
	demo := &gateway.Demo{
		Personas: []gateway.Persona{{Key: "line", Name: "Line", About: "adult"}},
		Tokens:   http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "for "+r.FormValue("persona")) }),
		Faults:   http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "of "+r.FormValue("register")) }),
		App:      http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "the app") }),
	}
	f, bare := start(t, func(o *gateway.Options) { o.Demo = demo }), start(t)
	for _, at := range []*front{f, bare} {
		r := at.send(t, http.MethodGet, "/", "")
		if policy := r.header.Get("Content-Security-Policy"); r.status != http.StatusOK || !strings.Contains(policy, "script-src 'self';") {
			t.Error(r.status, r.header)
		}
		if r.header.Get("X-Content-Type-Options") != "nosniff" || r.header.Get("Referrer-Policy") != "no-referrer" {
			t.Error(r.header)
		}
	}
	for at, want := range map[*front]string{f: `{"demo":true,"status":false,"docs":true}`, bare: `{"demo":false,"status":false,"docs":true}`} {
		if r := at.send(t, http.MethodGet, "/graphiql/settings.json", ""); r.body != want {
			t.Error(r.body)
		}
	}
	if r := f.send(t, http.MethodGet, "/demo/personas", ""); r.body != `[{"key":"line","name":"Line","about":"adult"}]` {
		t.Error(r.body)
	}
	if r := f.send(t, http.MethodPost, "/demo/token?persona=line", ""); r.body != "for line" {
		t.Error(r.body)
	}
	if r := f.send(t, http.MethodPost, "/demo/faults?register=frikort", ""); r.body != "of frikort" {
		t.Error(r.body)
	}
	if r := f.send(t, http.MethodPost, "/demo/faults?register=frikort", "", "Sec-Fetch-Site: cross-site"); r.status != http.StatusForbidden {
		t.Error("another site's page broke a register:", r.status)
	}
	if r := f.send(t, http.MethodGet, "/app/", ""); r.body != "the app" {
		t.Error(r.body)
	}
	if r := bare.send(t, http.MethodGet, "/app/", ""); r.status != http.StatusNotFound {
		t.Error("an application nobody asked for:", r.status)
	}
	for _, path := range []string{"/demo/personas", "/demo/token?persona=line", "/demo/faults?register=frikort"} {
		if r := bare.send(t, http.MethodPost, path, ""); r.status != http.StatusNotFound {
			t.Error(path, r.status)
		}
	}
}

package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"helsegraf/graph/gateway"
	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// bearer takes "Bearer <client>" for a token of that client, and refuses
// "Bearer expired".
type bearer struct{}

type refused string

func (r refused) Error() string { return "refused" }
func (r refused) Code() string  { return string(r) }

func (bearer) Actor(_ context.Context, r *http.Request) (policy.Actor, error) {
	client, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case !ok:
		return policy.Actor{}, nil
	case client == "expired":
		return policy.Actor{}, refused("token_expired")
	}
	n, err := fnr.Parse(canary)
	return policy.Authenticated(policy.Credentials{Number: n, Assurance: policy.AssuranceHigh, Client: policy.Client{ID: client}}), err
}

// front is a gateway over a toy, on loopback, with what it logs.
type front struct {
	*gateway.Gateway
	toy *toy
	url string

	mu  sync.Mutex
	log bytes.Buffer
}

func (f *front) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.Write(p)
}

func (f *front) logged() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.String()
}

func start(t testing.TB, change ...func(*gateway.Options)) *front {
	t.Helper()
	f := &front{toy: newToy(t)}
	o := gateway.Options{Schema: f.toy, Authenticator: bearer{}, Deadline: 2 * time.Second, Log: slog.New(slog.NewJSONHandler(f, nil))}
	for _, c := range change {
		c(&o)
	}
	g, err := gateway.New(o)
	if err != nil {
		t.Fatal(err)
	}
	f.Gateway = g
	f.url = "http://" + serve(t, g)
	return f
}

// serve has a gateway answer on loopback, and tells where.
func serve(t testing.TB, g *gateway.Gateway) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server, served := g.Server(""), make(chan error, 1)
	go func() { served <- g.Serve(server, l) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

// reply is an answer, read.
type reply struct {
	status int
	header http.Header
	body   string
}

func (r reply) code() string {
	var b struct {
		Errors []struct {
			Extensions struct{ Code string }
		}
	}
	if json.Unmarshal([]byte(r.body), &b) != nil || len(b.Errors) == 0 {
		return ""
	}
	return b.Errors[0].Extensions.Code
}

// send sends any request; headers are "Name: value".
func (f *front) send(t testing.TB, method, path, body string, headers ...string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, f.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Add(name, value)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(answer)}
}

// ask posts a query.
func (f *front) ask(t testing.TB, query string, headers ...string) reply {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	return f.send(t, http.MethodPost, "/graphql", string(body), append([]string{"Content-Type: application/json"}, headers...)...)
}

const newer = "Accept: application/graphql-response+json"

func TestAnswer(t *testing.T) {
	f := start(t)
	r := f.ask(t, `{ me { name friend { id } } }`)
	if r.status != http.StatusOK || r.body != `{"data":{"me":{"name":"name","friend":{"id":"id"}}}}` {
		t.Error(r.status, r.body)
	}
	r = f.ask(t, `{ actor caught }`, "Authorization: Bearer web")
	if !strings.HasPrefix(r.body, `{"data":{"actor":"web","caught":null},"errors":[{"message":"Something went wrong`) {
		t.Error(r.body)
	}
}

func TestActorIsAskedFirst(t *testing.T) {
	f := start(t)
	r := f.send(t, http.MethodPost, "/graphql", "not JSON", "Content-Type: application/json", "Authorization: Bearer expired")
	want := `"extensions":{"code":"UNAUTHENTICATED","reason":"token_expired"}`
	if r.status != http.StatusUnauthorized || !strings.Contains(r.body, want) || r.header.Get("WWW-Authenticate") == "" {
		t.Error(r.status, r.body, r.header)
	}
	if r := f.ask(t, `{ actor }`); r.body != `{"data":{"actor":""}}` {
		t.Error("without a token:", r.body)
	}
}

func TestDeferredFieldsAreAnswered(t *testing.T) {
	f := start(t)
	for _, query := range []string{
		`{ me { id ... @defer { name } } }`,
		`{ me { id ...N @defer(label: "late") } } fragment N on Person { name }`,
		`query($late: Boolean = true) { me { id ... @defer(if: $late) { ...N } } } fragment N on Person { ... @defer { name } }`,
	} {
		for range 2 { // parsed, and found
			if r := f.ask(t, query); r.body != `{"data":{"me":{"id":"id","name":"name"}}}` {
				t.Error(query, r.body)
			}
		}
	}
}

func TestDeadline(t *testing.T) {
	f := start(t, func(o *gateway.Options) { o.Deadline = 30 * time.Millisecond })
	begun := time.Now()
	if r := f.ask(t, `{ slow }`); r.body != `{"data":{"slow":"at last"}}` {
		t.Error(r.body)
	}
	if took := time.Since(begun); took > time.Second {
		t.Error("took", took)
	}
}

func ExampleNew() {
	g, err := gateway.New(gateway.Options{Schema: newToy(&testing.T{}), Authenticator: bearer{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/graphql", strings.NewReader(`{"query": "{ me { name } }"}`))
	r.Header.Set("Content-Type", "application/json")
	g.ServeHTTP(w, r)
	fmt.Println(w.Body)
	// Output: {"data":{"me":{"name":"name"}}}
}

// quote is s as a JSON string.
func quote(t testing.TB, s string) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

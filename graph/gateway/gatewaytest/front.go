package gatewaytest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"helsegraf/graph/gateway"
	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// AcceptGraphQL accepts responses whose status reflects errors.
const AcceptGraphQL = "Accept: application/graphql-response+json"

// Bearer accepts "Bearer <client>" as a token of that client, and refuses "Bearer
// expired".
type Bearer struct{}

// Refused is an authenticator's error, and its own code.
type Refused string

// Error is always the same.
func (r Refused) Error() string { return "refused" }

// Code is the error's text.
func (r Refused) Code() string { return string(r) }

// Actor is the client that the token names, always with the same citizen.
func (Bearer) Actor(_ context.Context, r *http.Request) (policy.Actor, error) {
	client, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case !ok:
		return policy.Actor{}, nil
	case client == "expired":
		return policy.Actor{}, Refused("token_expired")
	}
	n, err := fnr.Parse(Canary)
	return policy.Authenticated(policy.Credentials{Number: n, Assurance: policy.AssuranceHigh, Client: policy.Client{ID: client}}), err
}

// Front is a gateway over a Toy, on loopback, with its log.
type Front struct {
	*gateway.Gateway
	Toy *Toy
	URL string

	mu  sync.Mutex
	log bytes.Buffer
}

// Write takes a log line.
func (f *Front) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.Write(p)
}

// Logged returns the log.
func (f *Front) Logged() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.String()
}

// Start starts a gateway over a Toy, with its options changed.
func Start(t testing.TB, change ...func(*gateway.Options)) *Front {
	t.Helper()
	f := &Front{Toy: NewToy(t)}
	o := gateway.Options{Schema: f.Toy, Authenticator: Bearer{}, Deadline: 2 * time.Second, Log: slog.New(slog.NewJSONHandler(f, nil))}
	for _, c := range change {
		c(&o)
	}
	g, err := gateway.New(o)
	if err != nil {
		t.Fatal(err)
	}
	f.Gateway = g
	f.URL = "http://" + Serve(t, g)
	return f
}

// Serve makes a gateway answer on loopback, and returns its address.
func Serve(t testing.TB, g *gateway.Gateway) string {
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

// Reply is a response with its body read.
type Reply struct {
	Status int
	Header http.Header
	Body   string
}

// Code is that of the first error.
func (r Reply) Code() string {
	var b struct {
		Errors []struct {
			Extensions struct{ Code string }
		}
	}
	if json.Unmarshal([]byte(r.Body), &b) != nil || len(b.Errors) == 0 {
		return ""
	}
	return b.Errors[0].Extensions.Code
}

// Send sends any request; headers are "Name: value".
func (f *Front) Send(t testing.TB, method, path, body string, headers ...string) Reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, f.URL+path, strings.NewReader(body))
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
	return Reply{resp.StatusCode, resp.Header, string(answer)}
}

// Ask posts a query.
func (f *Front) Ask(t testing.TB, query string, headers ...string) Reply {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	return f.Send(t, http.MethodPost, "/graphql", string(body), append([]string{"Content-Type: application/json"}, headers...)...)
}

// Lines returns the log's lines, parsed.
func (f *Front) Lines(t *testing.T) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(f.Logged()) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatal(line)
		}
		all = append(all, one)
	}
	return all
}

// Raw opens a connection on which anything can be sent.
func (f *Front) Raw(t *testing.T) net.Conn {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(f.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
	return c
}

// AskAs posts a body as a client.
func (f *Front) AskAs(t testing.TB, client string, body map[string]any) Reply {
	t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return f.Send(t, http.MethodPost, "/graphql", string(b), "Content-Type: application/json", "Authorization: Bearer "+client)
}

package sources_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/sources"
)

// register is a register of one test, that answers as the test says.
type register struct {
	*sources.Client

	url   string
	hits  atomic.Int32 // requests that reached it
	conns atomic.Int32 // connections made to it
	log   *bytes.Buffer
}

func startRegister(t *testing.T, answer http.HandlerFunc, change ...func(*sources.Config)) *register {
	t.Helper()
	r := &register{log: new(bytes.Buffer)}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.hits.Add(1)
		// With its body unread the server does not see the asker go.
		body, _ := io.ReadAll(q.Body)
		q.Body = io.NopCloser(bytes.NewReader(body))
		answer(w, q)
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			r.conns.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	r.url = server.URL
	c := sources.Config{
		Register: "register", Region: "NORD", BaseURL: server.URL, Timeout: patience, Transport: transport(t),
		Breaker: sources.Breaker{MinCalls: 1 << 20}, Retry: sources.Retry{Min: time.Millisecond, Wait: 2 * time.Millisecond},
		Log: slog.New(slog.NewTextHandler(r.log, nil)),
	}
	for _, f := range change {
		f(&c)
	}
	var err error
	if r.Client, err = sources.New(c); err != nil {
		t.Fatal(err)
	}
	return r
}

var search = sources.Operation{Name: "Search", Repeatable: true, Accepts: []string{"application/json"}}

const secret = "secret-of-the-question"

// ask asks one operation and takes any answer.
func (r *register) ask(ctx context.Context, op sources.Operation) error {
	return r.Call(ctx, op, sources.Request{
		Method: http.MethodPost, Path: "/" + secret, Header: http.Header{"X-Secret": {secret}}, ContentType: "application/json", Body: []byte(secret),
	}, func(*sources.Response) error { return nil })
}

func wantKind(t *testing.T, err error, want sources.Kind) {
	t.Helper()
	if got := sources.KindOf(err); got != want {
		t.Errorf("got %v, want %v", err, want)
	}
	said := fmt.Sprintf("%v %+v %#v %q", err, err, err, err)
	for _, private := range []string{secret, "127.0.0.1", "http:"} {
		if strings.Contains(said, private) {
			t.Errorf("the error shows %s", said)
		}
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, `{}`)
	}
}

func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func TestAnswerIsBounded(t *testing.T) {
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, strings.Repeat(" ", 100))
		if q.URL.Query().Has("more") {
			_, _ = io.WriteString(w, " ")
		}
	}, func(c *sources.Config) { c.MaxBytes = 100 })
	wantKind(t, r.ask(t.Context(), search), 0)
	err := r.Call(t.Context(), search, sources.Request{Method: http.MethodGet, Path: "/", Query: map[string][]string{"more": {""}}}, func(*sources.Response) error {
		t.Error("too much was handed on")
		return nil
	})
	wantKind(t, err, sources.Garbled)
}

func TestRedirectIsNotFollowed(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the question was sent on") }))
	defer elsewhere.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		r := startRegister(t, func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, elsewhere.URL, code) },
			func(c *sources.Config) { c.Authorizer = sources.Basic{User: "u", Password: secret} })
		wantKind(t, r.ask(t.Context(), search), sources.Garbled)
		if n := r.hits.Load(); n != 1 {
			t.Errorf("%d: %d requests", code, n)
		}
	}
}

func TestBulkheadShedsAtOnce(t *testing.T) {
	const slots = 3
	release, asked := make(chan bool), make(chan bool, slots)
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		asked <- true
		<-release
		status(200)(w, q)
	}, func(c *sources.Config) { c.MaxInFlight = slots })
	var all sync.WaitGroup
	for range slots {
		all.Go(func() { wantKind(t, r.ask(t.Context(), search), 0) })
	}
	for range slots {
		<-asked
	}
	start := time.Now()
	wantKind(t, r.ask(t.Context(), search), sources.OverBudget)
	if time.Since(start) > time.Second {
		t.Error("waited to be shed")
	}
	close(release)
	all.Wait()
	wantKind(t, r.ask(t.Context(), search), 0)
	if n := r.hits.Load(); n != slots+1 {
		t.Errorf("%d requests, want %d", n, slots+1)
	}
}

// A register that often has nothing must not cost a connection each time.
func TestConnectionsAreKept(t *testing.T) {
	for _, code := range []int{200, 404, 500, 503} {
		r := startRegister(t, status(code), func(c *sources.Config) { c.Retry.Max = -1 })
		for range 10 {
			_ = r.ask(t.Context(), search)
		}
		if n := r.conns.Load(); n != 1 {
			t.Errorf("%d: %d connections for 10 questions", code, n)
		}
	}
}

// One asker who goes away costs no connection of anybody else's.
func TestConnectionsOfOthersAreKept(t *testing.T) {
	asked := make(chan bool)
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		if q.Header.Get("Accept") == "hang/hang" {
			asked <- true
			hang(w, q)
			return
		}
		status(200)(w, q)
	})
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		gone <- r.ask(ctx, sources.Operation{Name: "Hang", Repeatable: true, Accepts: []string{"hang/hang"}})
	}()
	<-asked
	wantKind(t, r.ask(t.Context(), search), 0)
	cancel()
	wantKind(t, <-gone, sources.Canceled)
	wantKind(t, r.ask(t.Context(), search), 0)
	if n := r.conns.Load(); n != 2 {
		t.Errorf("%d connections, want 2", n)
	}
}

func TestNewNamesEveryFault(t *testing.T) {
	_, err := sources.New(sources.Config{
		BaseURL: "ftp://user:" + secret + "@host?q", Timeout: -1, MaxInFlight: -1, Breaker: sources.Breaker{FailureRatio: 2}, Retry: sources.Retry{Budget: -1},
	})
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{"no name", "base URL", "timeout", "max in flight", "ratio", "retry"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not named in %q", want, err)
		}
	}
	if strings.Contains(err.Error(), secret) {
		t.Error("credentials show")
	}
}

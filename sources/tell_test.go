package sources_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/sources"
)

var opSet = sources.Operation{Name: "Set", Accepts: []string{"application/json"}, Statuses: []int{http.StatusConflict}}

// done takes any response for a success, but for a conflict.
func done(r *sources.Response) (sources.Outcome, error) {
	if r.Status == http.StatusConflict {
		return sources.OutcomeNotDone, nil
	}
	return sources.OutcomeDone, nil
}

// closesMidway is a server that answers the first request of a connection, and reads
// the next and closes. received counts those it closed on.
func closesMidway(t *testing.T) (url string, received *atomic.Int32) {
	t.Helper()
	received = &atomic.Int32{}
	first := atomic.Bool{}
	first.Store(true)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if first.Swap(false) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, "{}")
			return
		}
		received.Add(1)
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(s.Close)
	return s.URL, received
}

// What net/http itself sends twice when a kept connection breaks: the reason for
// each part of Tell.
func TestWhatNetHTTPRepeats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, method string
		key, rewind  bool
		body         io.Reader
		want         int32
	}{
		{"POST", http.MethodPost, false, true, strings.NewReader("{}"), 1},
		{"POST, Idempotency-Key", http.MethodPost, true, true, strings.NewReader("{}"), 2},
		{"POST, Idempotency-Key, body not rewindable", http.MethodPost, true, false, strings.NewReader("{}"), 1},
		{"POST, no body, Idempotency-Key", http.MethodPost, true, true, nil, 2},
		{"DELETE, no body", http.MethodDelete, false, true, nil, 1},
		{"DELETE, no body, Idempotency-Key", http.MethodDelete, true, true, nil, 2},
		{"PUT", http.MethodPut, false, true, strings.NewReader("{}"), 1},
	} {
		url, received := closesMidway(t)
		client := &http.Client{Transport: &http.Transport{}}
		get, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		first, err := client.Do(get)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, first.Body)
		_ = first.Body.Close()
		r, _ := http.NewRequestWithContext(t.Context(), c.method, url, c.body)
		if !c.rewind {
			r.GetBody = nil
		}
		if c.key {
			r.Header.Set("Idempotency-Key", "k")
		}
		if resp, err := client.Do(r); err == nil {
			_ = resp.Body.Close()
			t.Errorf("%s: got a response", c.name)
		}
		if received.Load() != c.want {
			t.Errorf("%s: the server received %d, want %d", c.name, received.Load(), c.want)
		}
	}
}

func TestTellSendsOnce(t *testing.T) {
	t.Parallel()
	for _, q := range []sources.Request{
		{Method: http.MethodPost, Path: "/", Body: []byte("{}")},
		{Method: http.MethodPost, Path: "/", Body: []byte("{}"), Header: http.Header{"Idempotency-Key": {"k"}}},
		{Method: http.MethodDelete, Path: "/", Header: http.Header{"Idempotency-Key": {"k"}}},
		{Method: http.MethodPut, Path: "/", Body: []byte("{}"), Header: http.Header{"X-Idempotency-Key": {"k"}}},
	} {
		url, received := closesMidway(t)
		c, err := sources.New(sources.Config{Register: "register", BaseURL: url})
		if err != nil {
			t.Fatal(err)
		}
		if outcome, err := c.Tell(t.Context(), opSet, q, done); outcome != sources.OutcomeDone || err != nil {
			t.Fatal(outcome, err)
		}
		outcome, err := c.Tell(t.Context(), opSet, q, done)
		if outcome != sources.OutcomeUnknown || sources.KindOf(err) != sources.Unavailable || received.Load() != 1 {
			t.Errorf("%s: %v, %v, and the register received %d", q.Method, outcome, err, received.Load())
		}
	}
}

func TestTellOutcomes(t *testing.T) {
	t.Parallel()
	closed, _ := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	nobody := "http://" + closed.Addr().String()
	_ = closed.Close()
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(code)
			_, _ = io.WriteString(w, "{}")
		}
	}
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		want  sources.Outcome
		fails bool
	}{
		"nobody listens": {nil, sources.OutcomeNotDone, true},
		"200":            {status(200), sources.OutcomeDone, false},
		"wrong type": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
		}, sources.OutcomeUnknown, true},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "9")
			_, _ = w.Write([]byte("{"))
		}, sources.OutcomeUnknown, true},
		"reset": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, sources.OutcomeUnknown, true},
		"no response": {func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}, sources.OutcomeUnknown, true},
		"303":                {status(303), sources.OutcomeUnknown, true},
		"400":                {status(400), sources.OutcomeNotDone, true},
		"403":                {status(403), sources.OutcomeNotDone, true},
		"408":                {status(408), sources.OutcomeUnknown, true},
		"409, which is read": {status(409), sources.OutcomeNotDone, false},
		"429":                {status(429), sources.OutcomeNotDone, true},
		"500":                {status(500), sources.OutcomeUnknown, true},
		"503":                {status(503), sources.OutcomeUnknown, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := nobody
			if c.serve != nil {
				s := httptest.NewServer(c.serve)
				t.Cleanup(s.Close)
				url = s.URL
			}
			client, err := sources.New(sources.Config{Register: "register", BaseURL: url, Timeout: 300 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel() // the caller has gone
			got, err := client.Tell(ctx, opSet, sources.Request{Method: http.MethodPost, Path: "/", Body: bytes.Repeat([]byte(" "), 100)}, done)
			if got != c.want || (err != nil) != c.fails {
				t.Errorf("%v, %v, want %v", got, err, c.want)
			}
		})
	}
}

// stale are credentials that are good from the given try on.
type stale struct{ try, renewed atomic.Int32 }

func (s *stale) Authorize(_ context.Context, r *http.Request) error {
	s.try.Add(1)
	r.Header.Set("Authorization", "good")
	if s.renewed.Load() < 2 {
		r.Header.Set("Authorization", "stale")
	}
	return nil
}
func (s *stale) Renew(context.Context, *http.Response) bool { s.renewed.Add(1); return true }
func (s *stale) Heed(*http.Response)                        {}

// A request that the register refused unread is sent anew with its whole body.
func TestTellRenewsCredentials(t *testing.T) {
	t.Parallel()
	var bodies []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(b))
		w.Header().Set("Content-Type", "application/json")
		if r.Header.Get("Authorization") != "good" {
			w.WriteHeader(http.StatusUnauthorized)
		}
		_, _ = io.WriteString(w, "{}")
	}))
	t.Cleanup(s.Close)
	auth := &stale{}
	c, err := sources.New(sources.Config{Register: "register", BaseURL: s.URL, Authorizer: auth})
	if err != nil {
		t.Fatal(err)
	}
	q := sources.Request{Method: http.MethodPost, Path: "/", Body: []byte(`{"a":1}`)}
	if outcome, err := c.Tell(t.Context(), opSet, q, done); outcome != sources.OutcomeDone || err != nil {
		t.Errorf("%v, %v", outcome, err)
	}
	if len(bodies) != 3 || bodies[2] != `{"a":1}` {
		t.Errorf("the register received %q", bodies)
	}
	auth.renewed.Store(-100)
	if outcome, err := c.Tell(t.Context(), opSet, q, done); outcome != sources.OutcomeNotDone || sources.KindOf(err) != sources.Denied || len(bodies) != 6 {
		t.Errorf("never accepted: %v, %v, %d requests", outcome, err, len(bodies))
	}
}

// A read is not told, nor is anything told without credentials.
func TestTellIsForWrites(t *testing.T) {
	t.Parallel()
	url, received := closesMidway(t)
	c, err := sources.New(sources.Config{Register: "register", BaseURL: url})
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range []sources.Operation{{Name: "Read", Repeatable: true}, {Name: "Open", Open: true}} {
		if outcome, err := c.Tell(t.Context(), op, sources.Request{Method: http.MethodPost, Path: "/"}, done); outcome != sources.OutcomeNotDone || sources.KindOf(err) != sources.Internal {
			t.Errorf("%s: %v, %v", op.Name, outcome, err)
		}
	}
	if received.Load() != 0 {
		t.Error("the register was called")
	}
}

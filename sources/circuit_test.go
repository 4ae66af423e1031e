package sources_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/sources"
)

// breakerOpen is long enough for a busy machine to see the circuit open.
const breakerOpen = 500 * time.Millisecond

func breaking(c *sources.Config) {
	c.Breaker = sources.Breaker{MinCalls: 4, FailureRatio: 0.5, Open: breakerOpen}
	c.Retry.Max = -1
}

func TestBreakerIgnores(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{"404": status(404), "400": status(400), "401": status(401), "403": status(403)} {
		t.Run(name, func(t *testing.T) {
			r := startRegister(t, answer, breaking)
			for range 20 {
				if err := r.ask(t.Context(), search); sources.KindOf(err) == sources.CircuitOpen {
					t.Fatal("opened")
				}
			}
		})
	}
	t.Run("askers who go away", func(t *testing.T) {
		r := startRegister(t, hang, breaking)
		for range 20 {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(2*time.Millisecond, cancel)
			wantKind(t, r.ask(ctx, search), sources.Canceled)
		}
	})
}

// Askers who go away must not hide that everybody else is failed, and those
// who still wait must not either.
func TestBreakerCountsWhatEnded(t *testing.T) {
	const askers = 10
	waiting := make(chan bool, 2*askers)
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		if q.Header.Get("X-Wait") == "" {
			status(503)(w, q)
			return
		}
		waiting <- true
		hang(w, q)
	}, breaking)
	wait := func(ctx context.Context) error {
		return r.Call(ctx, search, sources.Request{Method: http.MethodGet, Path: "/", Header: http.Header{"X-Wait": {"yes"}}}, nil)
	}
	for range askers {
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-waiting; cancel() }()
		wantKind(t, wait(ctx), sources.Canceled)
	}
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range askers {
		all.Go(func() { wantKind(t, wait(ctx), sources.Canceled) })
	}
	for range askers {
		<-waiting
	}
	for range 4 {
		wantKind(t, r.ask(t.Context(), search), sources.Unavailable)
	}
	wantKind(t, r.ask(t.Context(), search), sources.CircuitOpen)
	stop()
	all.Wait()
}

func TestBreakerIsOfOneOperation(t *testing.T) {
	var ill atomic.Bool
	ill.Store(true)
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		if ill.Load() && q.Header.Get("Accept") == "application/fhir+json" {
			status(503)(w, q)
			return
		}
		w.Header().Set("Content-Type", q.Header.Get("Accept"))
		_, _ = io.WriteString(w, "{}")
	}, breaking)
	failing := sources.Operation{Name: "Failing", Accepts: []string{"application/fhir+json"}}
	for range 4 {
		wantKind(t, r.ask(t.Context(), failing), sources.Unavailable)
	}
	err := r.ask(t.Context(), failing)
	wantKind(t, err, sources.CircuitOpen)
	if e := new(sources.Error); !errors.As(err, &e) || e.RetryAfter <= 0 || e.RetryAfter > breakerOpen {
		t.Error("nobody is told when to come back")
	}
	wantKind(t, r.ask(t.Context(), search), 0)
	before := r.hits.Load()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantKind(t, r.ask(ctx, failing), sources.Canceled)
	time.Sleep(breakerOpen + 20*time.Millisecond)
	ill.Store(false)
	wantKind(t, r.ask(t.Context(), failing), 0)
	if n := r.hits.Load(); n != before+1 {
		t.Errorf("%d requests for one probe", n-before)
	}
}

// A probe whose asker goes away must not leave the circuit half open for good.
func TestBreakerProbeMayBeCanceled(t *testing.T) {
	var hanging atomic.Bool
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		if hanging.Load() {
			hang(w, q)
			return
		}
		status(503)(w, q)
	}, breaking)
	for range 4 {
		wantKind(t, r.ask(t.Context(), search), sources.Unavailable)
	}
	time.Sleep(breakerOpen + 20*time.Millisecond)
	hanging.Store(true)
	ctx, cancel := context.WithCancel(t.Context())
	probe := make(chan error)
	go func() { probe <- r.ask(ctx, search) }()
	for r.hits.Load() < 5 {
		time.Sleep(time.Millisecond)
	}
	wantKind(t, r.ask(t.Context(), search), sources.CircuitOpen) // one probe at a time
	if s := r.Status().Operations[0].Breaker; s != sources.BreakerHalfOpen {
		t.Errorf("circuit is %s", s)
	}
	cancel()
	wantKind(t, <-probe, sources.Canceled)
	hanging.Store(false)
	wantKind(t, r.ask(t.Context(), search), sources.Unavailable)
	wantKind(t, r.ask(t.Context(), search), sources.CircuitOpen)
}

// A list that is refused for being short is invalid to who asked for it, and says
// nothing of the lists of others.
func TestShortListsOpenNoCircuit(t *testing.T) {
	r := startRegister(t, status(200), breaking)
	for range 20 {
		err := r.Call(t.Context(), search, sources.Request{Method: http.MethodGet, Path: "/"}, func(*sources.Response) error { return sources.Incomplete{} })
		wantKind(t, err, sources.Garbled)
	}
	if o := r.Status().Operations[0]; o.Breaker != sources.BreakerClosed {
		t.Errorf("circuit %v", o.Breaker)
	}
}

func TestForeignRecordsOpenTheCircuit(t *testing.T) {
	r := startRegister(t, status(200), breaking)
	ask := func() error {
		return r.Call(t.Context(), search, sources.Request{Method: http.MethodGet, Path: "/"}, func(a *sources.Response) error { a.Foreign(1); return nil })
	}
	for range 4 {
		wantKind(t, ask(), 0)
	}
	wantKind(t, ask(), sources.CircuitOpen)
}

// A window no longer than the timeout has forgotten a question before it ends.
func TestBreakerWindowOutlastsTheTimeout(t *testing.T) {
	_, err := sources.New(sources.Config{Register: "r", BaseURL: "http://localhost", Timeout: 10 * time.Second, Breaker: sources.Breaker{Window: 10 * time.Second}})
	if err == nil || !strings.Contains(err.Error(), "window") {
		t.Errorf("got %v", err)
	}
}

package sources_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
	"helsegraf/sources"
	"helsegraf/sources/sourcetest"
)

// health is HelseID and one service that asks for its tokens, each with
// something before it that a test may put in the way.
type health struct {
	t               *testing.T
	issuer          *issuer.Issuer
	helseID         *httptest.Server
	api             *httptest.Server
	tokens          atomic.Int32 // requests to the token endpoint
	calls           atomic.Int32 // requests to the service
	atIssuer, atAPI atomic.Pointer[http.HandlerFunc]

	mu     sync.Mutex
	now    time.Time
	proofs map[string]bool
}

const (
	patience = 20 * time.Second // on a busy machine

	audience = "nhn:pps"
	scope    = "nhn:pps/provesvar-read"
)

func startHealth(t *testing.T) *health {
	t.Helper()
	h := &health{t: t, now: time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC), proofs: map[string]bool{}}
	world, err := world.New(world.Options{Now: h.clock})
	if err != nil {
		t.Fatal(err)
	}
	h.helseID = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/connect/token" {
			h.tokens.Add(1)
		}
		if f := h.atIssuer.Load(); f != nil {
			(*f)(w, r)
			return
		}
		h.issuer.ServeHTTP(w, r)
	}))
	t.Cleanup(h.helseID.Close)
	if h.issuer, err = issuer.New(world, h.helseID.URL); err != nil {
		t.Fatal(err)
	}
	protected := h.issuer.Protect(audience, scope, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.Copy(w, r.Body)
	}))
	h.api = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.calls.Add(1)
		h.mu.Lock()
		again := h.proofs[r.Header.Get("DPoP")]
		h.proofs[r.Header.Get("DPoP")] = true
		h.mu.Unlock()
		if again {
			t.Error("a proof was used twice")
		}
		if f := h.atAPI.Load(); f != nil {
			(*f)(w, r)
			return
		}
		protected.ServeHTTP(w, r)
	}))
	t.Cleanup(h.api.Close)
	return h
}

func (h *health) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *health) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *health) config() sources.HelseIDConfig {
	h.t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		h.t.Fatal(err)
	}
	c := sources.HelseIDConfig{Issuer: h.helseID.URL, ClientID: "gateway", Key: sourcetest.JWK(h.t, private), Timeout: patience, Now: h.clock, Transport: transport(h.t)}
	if err := h.issuer.RegisterClient("gateway", sourcetest.Organization, sourcetest.JWK(h.t, private.Public())); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// transport leaves no connection behind.
func transport(t *testing.T) *http.Transport {
	t.Helper()
	tr := &http.Transport{MaxIdleConnsPerHost: 100}
	t.Cleanup(tr.CloseIdleConnections)
	return tr
}

// client asks the service with tokens of a new HelseID.
func (h *health) client(change ...func(*sources.HelseIDConfig)) *sources.Client {
	h.t.Helper()
	hc := h.config()
	for _, f := range change {
		f(&hc)
	}
	helseID, err := sources.NewHelseID(hc)
	if err != nil {
		h.t.Fatal(err)
	}
	c, err := sources.New(sources.Config{
		Register: "pps", BaseURL: h.api.URL, Authorizer: helseID.For(audience, scope), Transport: transport(h.t), Now: h.clock,
		Timeout: patience, Retry: sources.Retry{Max: -1},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

func ask(ctx context.Context, c *sources.Client) error {
	return c.Call(ctx, sources.Operation{Name: "Search", Repeatable: true, Accepts: []string{"application/json"}}, sources.Request{
		Method: http.MethodPost, Path: "/Observation/_search", ContentType: "application/json", Body: []byte(`{}`),
	}, func(r *sources.Response) error {
		if string(r.Body) != "{}" {
			return sources.Garbled
		}
		return nil
	})
}

func (h *health) want(kind sources.Kind, err error) {
	h.t.Helper()
	if sources.KindOf(err) != kind {
		h.t.Errorf("got %v, want %v", err, kind)
	}
	said := fmt.Sprintf("%v %+v %#v", err, err, err)
	for _, secret := range []string{"127.0.0.1", "eyJ", "http"} {
		if strings.Contains(said, secret) {
			h.t.Errorf("the error shows %q", secret)
		}
	}
}

func (h *health) wantCalls(calls, tokens int32) {
	h.t.Helper()
	if c, n := h.calls.Load(), h.tokens.Load(); c != calls || n != tokens {
		h.t.Errorf("%d calls and %d token requests, want %d and %d", c, n, calls, tokens)
	}
}

func TestHelseIDKeepsATokenUntilShortlyBeforeItExpires(t *testing.T) {
	h := startHealth(t)
	c := h.client()
	for range 3 {
		h.want(0, ask(t.Context(), c))
	}
	h.wantCalls(3, 2) // the first is told the nonce
	h.pass(9*time.Minute + 20*time.Second)
	h.want(0, ask(t.Context(), c))
	h.wantCalls(4, 2)
	h.pass(11 * time.Second) // 29 seconds left
	h.want(0, ask(t.Context(), c))
	h.wantCalls(5, 4) // the nonce has changed
}

func TestHelseIDSharesOneFetch(t *testing.T) {
	h := startHealth(t)
	c := h.client()
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { h.want(0, ask(t.Context(), c)) })
	}
	all.Wait()
	h.wantCalls(50, 2)
}

func TestHelseIDFetchOutlivesTheOneWhoCausedIt(t *testing.T) {
	h := startHealth(t)
	c := h.client()
	asked, answer := make(chan bool, 10), make(chan bool)
	h.put(&h.atIssuer, func(w http.ResponseWriter, r *http.Request) {
		asked <- true
		<-answer
		h.issuer.ServeHTTP(w, r)
	})
	first, cancel := context.WithCancel(t.Context())
	results := make(chan error)
	go func() { results <- ask(first, c) }()
	<-asked
	second := make(chan error)
	go func() { second <- ask(t.Context(), c) }()
	cancel()
	h.want(sources.Canceled, <-results)
	close(answer)
	h.want(0, <-second)
	h.wantCalls(1, 2)
}

func (h *health) put(at *atomic.Pointer[http.HandlerFunc], f http.HandlerFunc) { at.Store(&f) }

func TestHelseIDRenewsARefusedTokenOnce(t *testing.T) {
	h := startHealth(t)
	c := h.client()
	h.want(0, ask(t.Context(), c))
	h.put(&h.atAPI, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	h.want(sources.Denied, ask(t.Context(), c))
	h.wantCalls(3, 3)
	// New tokens do not help, so HelseID is left alone.
	for range 5 {
		h.want(sources.Denied, ask(t.Context(), c))
	}
	h.wantCalls(8, 3)
	h.atAPI.Store(nil)
	h.want(0, ask(t.Context(), c))
	h.wantCalls(9, 3)
}

func TestHelseIDAsksAgainWithTheWholeQuestion(t *testing.T) {
	h := startHealth(t)
	c := h.client()
	h.want(0, ask(t.Context(), c))
	var report sources.Report
	h.put(&h.atAPI, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		h.atAPI.Store(nil)
		w.WriteHeader(http.StatusUnauthorized)
	})
	h.want(0, ask(sources.WithReport(t.Context(), &report), c)) // the service sends back what it was sent
	h.wantCalls(3, 3)
	if entries := report.Entries(); len(entries) != 1 || entries[0].Calls != 2 {
		t.Errorf("%+v, want 2 calls to the service and nothing else", entries)
	}
}

func TestHelseIDTakesUpTheServicesNonce(t *testing.T) {
	h := startHealth(t)
	c := h.client()
	h.put(&h.atAPI, func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(payload(r.Header.Get("DPoP")), `"nonce":"n1"`) {
			w.Header().Set("WWW-Authenticate", `DPoP error="use_dpop_nonce"`)
			w.Header().Set("DPoP-Nonce", "n1")
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{}")
	})
	h.want(0, ask(t.Context(), c))
	h.want(0, ask(t.Context(), c))
	h.wantCalls(3, 2)
}

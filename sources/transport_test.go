package sources_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/sources"
)

// numbered gives each request a number of its own.
type numbered struct{ given atomic.Int32 }

func (n *numbered) Authorize(_ context.Context, r *http.Request) error {
	r.Header.Set("Authorization", strconv.Itoa(int(n.given.Add(1))))
	return nil
}

func (n *numbered) Renew(context.Context, *http.Response) bool { return false }

func (n *numbered) Heed(*http.Response) {}

// A proof is sent once, also when a kept connection breaks under a GET.
func TestProofIsSentOnce(t *testing.T) {
	var asked atomic.Int32
	var mu sync.Mutex
	sent := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		sent[r.Header.Get("Authorization")]++
		mu.Unlock()
		if r.ContentLength != 0 || len(r.TransferEncoding) > 0 {
			t.Error("a GET with a body")
		}
		if asked.Add(1) > 1 {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c, err := sources.New(sources.Config{Register: "register", BaseURL: server.URL, Authorizer: &numbered{}, Transport: transport, Retry: sources.Retry{Max: -1}})
	if err != nil {
		t.Fatal(err)
	}
	ask := func() error {
		return c.Call(t.Context(), sources.Operation{Name: "Question", Repeatable: true}, sources.Request{Method: http.MethodGet, Path: "/"}, func(*sources.Response) error { return nil })
	}
	if err := ask(); err != nil {
		t.Fatal(err)
	}
	if err := ask(); sources.KindOf(err) != sources.Unavailable {
		t.Errorf("got %v, want unavailable", err)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(sent) != 2 || sent["1"] != 1 || sent["2"] != 1 {
		t.Errorf("proofs sent, each so often: %v", sent)
	}
}

// A connection of HTTP/2 that dies without a word is found out and replaced,
// long before TCP gives it up (C14).
func TestSilentConnectionIsReplaced(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("asked by %s", r.Proto)
		}
		w.Header().Set("Content-Type", "application/json")
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	between := muted(t, server.Listener.Addr().String())
	transport := sources.NewTransport(1)
	transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	transport.TLSClientConfig.ServerName = "example.com"
	t.Cleanup(transport.CloseIdleConnections)
	c, err := sources.New(sources.Config{
		Register: "register", BaseURL: "https://" + between.address, Timeout: time.Second, Transport: transport,
		Breaker: sources.Breaker{MinCalls: 1000}, Retry: sources.Retry{Max: -1},
	})
	if err != nil {
		t.Fatal(err)
	}
	ask := func() error {
		return c.Call(t.Context(), search, sources.Request{Method: http.MethodGet, Path: "/"}, func(*sources.Response) error { return nil })
	}
	wantKind(t, ask(), 0)
	between.mute()
	wantKind(t, ask(), sources.Timeout)
	const enough = 10 // seconds, and TCP takes a quarter of an hour
	for range enough {
		if err = ask(); err == nil {
			return
		}
	}
	t.Errorf("after %d s: %v", enough, err)
}

// mutable is a way to a server, whose connections can be made to carry nothing
// any more without being closed.
type mutable struct {
	address string
	mu      sync.Mutex
	silent  []chan struct{}
}

func muted(t *testing.T, to string) *mutable {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's
	if err != nil {
		t.Fatal(err)
	}
	m := &mutable{address: l.Addr().String()}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to) //nolint:noctx // a test's
			if err != nil {
				return
			}
			t.Cleanup(func() { _, _ = in.Close(), out.Close() })
			silent := make(chan struct{})
			m.mu.Lock()
			m.silent = append(m.silent, silent)
			m.mu.Unlock()
			go carry(in, out, silent)
			go carry(out, in, silent)
		}
	}()
	return m
}

// mute silences the connections there are.
func (m *mutable) mute() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, silent := range m.silent {
		close(silent)
	}
	m.silent = nil
}

func carry(to io.Writer, from io.Reader, silent <-chan struct{}) {
	b := make([]byte, 4<<10)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		select {
		case <-silent:
		default:
			_, _ = to.Write(b[:n])
		}
	}
}

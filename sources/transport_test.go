package sources_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"helsegraf/sources"
)

// numbered gives each request a number of its own.
type numbered struct{ given atomic.Int32 }

func (n *numbered) Authorize(_ context.Context, r *http.Request) error {
	r.Header.Set("Authorization", strconv.Itoa(int(n.given.Add(1))))
	return nil
}

func (n *numbered) Renew(context.Context, *http.Response) bool { return false }

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

package sources_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"helsegraf/sources"
)

func streaming(t *testing.T, change func(*sources.Config), answer http.HandlerFunc) func(io.Writer) error {
	t.Helper()
	register := httptest.NewServer(answer)
	t.Cleanup(register.Close)
	config := sources.Config{Register: "arkiv", BaseURL: register.URL}
	if change != nil {
		change(&config)
	}
	c, err := sources.New(config)
	if err != nil {
		t.Fatal(err)
	}
	op := sources.Operation{Name: "get", Repeatable: true}
	return func(w io.Writer) error {
		return c.Stream(t.Context(), op, sources.Request{Method: http.MethodGet, Path: "/"}, func(http.Header) error { return nil }, w)
	}
}

// The register sends its second half only when the first has come through: a
// client that waits for the whole would wait for ever.
func TestStreamHandsOnAsItComes(t *testing.T) {
	through := make(chan struct{})
	ask := streaming(t, func(c *sources.Config) { c.Timeout = 500 * time.Millisecond }, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "first ")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-through:
		case <-r.Context().Done():
		}
		time.Sleep(600 * time.Millisecond) // beyond Timeout, which is for the head alone
		_, _ = io.WriteString(w, "second")
	})
	var got bytes.Buffer
	told := false
	err := ask(writer(func(p []byte) (int, error) {
		if !told {
			told = true
			close(through)
		}
		return got.Write(p)
	}))
	if err != nil || got.String() != "first second" {
		t.Fatalf("got %q, %v", &got, err)
	}
}

func TestStreamIsBounded(t *testing.T) {
	t.Run("head", func(t *testing.T) {
		ask := streaming(t, func(c *sources.Config) { c.Timeout = 20 * time.Millisecond }, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		if err := ask(io.Discard); sources.KindOf(err) != sources.Timeout {
			t.Errorf("got %v, want timeout", err)
		}
	})
	t.Run("whole", func(t *testing.T) {
		ask := streaming(t, func(c *sources.Config) { c.StreamTimeout = 50 * time.Millisecond }, func(w http.ResponseWriter, r *http.Request) {
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		})
		if err := ask(io.Discard); sources.KindOf(err) != sources.Timeout {
			t.Errorf("got %v, want timeout", err)
		}
	})
}

func TestStreamAskerGoesAway(t *testing.T) {
	ask := streaming(t, func(c *sources.Config) { c.Breaker.MinCalls = 1 }, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "x") })
	for range 3 {
		err := ask(writer(func([]byte) (int, error) { return 0, errors.New("hung up") }))
		if sources.KindOf(err) != sources.Canceled {
			t.Fatalf("got %v, want canceled: the register did nothing wrong", err)
		}
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

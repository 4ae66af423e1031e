package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"helsegraf/mocks/standin"
)

// front is a server on loopback that counts its requests.
type front struct {
	server   *http.Server
	address  string
	calls    atomic.Int64
	inFlight atomic.Int64
	most     atomic.Int64 // in flight since reset
}

// newFront serves h, over TLS if t is given.
func newFront(ctx context.Context, h http.Handler, t *tls.Config) (*front, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	f := &front{address: l.Addr().String()}
	f.server = &http.Server{
		Handler:           f.counting(h),
		ReadHeaderTimeout: 5 * time.Second,
		TLSConfig:         t,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // faults are intended
	}
	go func() { // until close
		if t != nil {
			_ = f.server.ServeTLS(l, "", "")
			return
		}
		_ = f.server.Serve(l)
	}()
	return f, nil
}

func (f *front) counting(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/_control/") {
			h.ServeHTTP(w, r)
			return
		}
		f.calls.Add(1)
		n := f.inFlight.Add(1)
		for most := f.most.Load(); n > most && !f.most.CompareAndSwap(most, n); most = f.most.Load() {
		}
		defer f.inFlight.Add(-1)
		h.ServeHTTP(w, r)
	})
}

func (f *front) reset() {
	f.calls.Store(0)
	f.most.Store(f.inFlight.Load())
}

func (f *front) close() { _ = f.server.Close() }

// show makes the endpoint's stand-in fail in this way; nil ends it.
func (e *endpoint) show(ctx context.Context, fault *standin.Fault) error {
	method, body := http.MethodDelete, []byte(nil)
	if fault != nil {
		method = http.MethodPost
		shown := *fault
		if shown.Operation == "" {
			shown.Operation = e.operation
		}
		if shown.Rate == 0 {
			shown.Rate = 1
		}
		var err error
		if body, err = json.Marshal(shown); err != nil {
			return err
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+e.front.address+e.Prefix()+"/_control/fault", bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	_ = resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s: /_control/fault answers %s", e.key, resp.Status)
	}
	return nil
}

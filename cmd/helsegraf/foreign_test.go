package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// foreign lets a test change what a register's stand-in answered before the
// gateway reads it.
type foreign struct {
	mu      sync.Mutex
	changes map[string]func(*reply)
}

// reply is a register's answer to one request.
type reply struct {
	status  int
	header  http.Header
	body    string
	request *http.Request
}

// newForeignEnv is a house whose registers' responses can be changed.
func newForeignEnv(t *testing.T) (*testEnv, *foreign) {
	t.Helper()
	f := &foreign{changes: map[string]func(*reply){}}
	transport := &http.Transport{MaxIdleConnsPerHost: 32}
	t.Cleanup(transport.CloseIdleConnections)
	return newTestEnv(t, func(s *surroundings) { s.transport = foreignTransport{transport, f} }), f
}

// change changes the responses to a path, or part of one, from now on; nil
// removes the change.
func (f *foreign) change(path string, change func(*reply)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.changes[path] = change; change == nil {
		delete(f.changes, path)
	}
}

func (f *foreign) of(path string) func(*reply) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for part, change := range f.changes {
		if strings.Contains(path, part) {
			return change
		}
	}
	return nil
}

type foreignTransport struct {
	next    http.RoundTripper
	foreign *foreign
}

func (t foreignTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	change := t.foreign.of(r.URL.Path)
	if err != nil || change == nil {
		return resp, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	a := reply{status: resp.StatusCode, header: resp.Header, body: string(body), request: r}
	change(&a)
	resp.StatusCode, resp.Header, resp.Body, resp.ContentLength = a.status, a.header, io.NopCloser(bytes.NewReader([]byte(a.body))), int64(len(a.body))
	resp.Header.Del("Content-Length")
	return resp, nil
}

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
	answers map[string]func(*reply)
}

// reply is a register's answer to one request.
type reply struct {
	status int
	header http.Header
	body   string
	asked  *http.Request
}

// newForeignHouse is a house whose registers' responses can be changed.
func newForeignHouse(t *testing.T) (*house, *foreign) {
	t.Helper()
	f := &foreign{answers: map[string]func(*reply){}}
	transport := &http.Transport{MaxIdleConnsPerHost: 32}
	t.Cleanup(transport.CloseIdleConnections)
	return newHouse(t, func(s *surroundings) { s.transport = foreignTransport{transport, f} }), f
}

// answer changes the responses to a path, or part of one, from now on; nil
// removes the change.
func (f *foreign) answer(path string, change func(*reply)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.answers[path] = change; change == nil {
		delete(f.answers, path)
	}
}

func (f *foreign) of(path string) func(*reply) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for part, change := range f.answers {
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
	a := reply{status: resp.StatusCode, header: resp.Header, body: string(body), asked: r}
	change(&a)
	resp.StatusCode, resp.Header, resp.Body, resp.ContentLength = a.status, a.header, io.NopCloser(bytes.NewReader([]byte(a.body))), int64(len(a.body))
	resp.Header.Del("Content-Length")
	return resp, nil
}

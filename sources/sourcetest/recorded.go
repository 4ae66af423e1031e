package sourcetest

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"testing"

	"helsegraf/sources"
)

// Recorded is a client for the stand-in that asks it every question once, with
// the credentials of change, and from then on is answered the same from memory:
// what is measured over it is the client's own work, from the Grant to the
// model, without network, stand-in and proofs. Questions are told apart by
// address and SOAP action, so that one Recorded client is for one subject.
func (e *Env) Recorded(t testing.TB, register string, change ...func(*sources.Config)) *sources.Client {
	t.Helper()
	return e.Client(t, register, append(change, func(c *sources.Config) {
		c.Transport = &recorder{auth: c.Authorizer, recordings: map[requestKey]recording{}}
		c.Authorizer, c.Now = nil, Now
	})...)
}

// recorder is a transport that remembers.
type recorder struct {
	auth sources.Authorizer

	mu         sync.Mutex
	recordings map[requestKey]recording
}

// requestKey is what tells questions apart.
type requestKey struct{ path, query, action string }

// recording is an answer, and the question's headers that it gives back.
type recording struct {
	status int
	header http.Header
	echoed []string
	body   []byte
}

// RoundTrip answers from memory, if it can.
func (m *recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	key := requestKey{path: r.URL.Path, query: r.URL.RawQuery}
	if action := r.Header["Soapaction"]; len(action) > 0 {
		key.action = action[0]
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.recordings[key]
	if !ok {
		var err error
		if s, err = m.ask(r); err != nil {
			return nil, err
		}
		m.recordings[key] = s
	}
	header := s.header
	if len(s.echoed) > 0 {
		header = header.Clone()
		for _, name := range s.echoed {
			header[name] = r.Header[name]
		}
	}
	return &http.Response{
		StatusCode: s.status, Header: header, Request: r,
		Body: io.NopCloser(bytes.NewReader(s.body)), ContentLength: int64(len(s.body)),
	}, nil
}

// ask asks the stand-in.
func (m *recorder) ask(r *http.Request) (recording, error) {
	if m.auth != nil {
		if err := m.auth.Authorize(r.Context(), r); err != nil {
			return recording{}, err
		}
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return recording{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return recording{}, err
	}
	s := recording{status: resp.StatusCode, header: resp.Header, body: body}
	for name := range resp.Header {
		if sent := r.Header[name]; len(sent) > 0 && sent[0] == resp.Header[name][0] && name != "Content-Type" {
			s.echoed = append(s.echoed, name)
		}
	}
	return s, nil
}

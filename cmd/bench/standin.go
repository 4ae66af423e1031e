package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"helsegraf/cmd/registers"
	"helsegraf/sources"
)

// standIn is a register at benchmark speed. A request seen for the first time
// goes to the strict stand-in, with all its checks; the response is kept whole,
// and replayed when the request recurs. Requests are identified by URL, SOAP
// action and the people they are about.
type standIn struct {
	logs     bool // it is the usage log
	listener net.Listener
	strict   http.Handler
	delay    *atomic.Int64
	calls    atomic.Int64
	refused  atomic.Int64 // requests the strict one refused

	mu   sync.RWMutex
	kept map[string][]byte
}

func newStandIn(ctx context.Context, r registers.Register, strict http.Handler, delay *atomic.Int64) (*standIn, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &standIn{logs: r.Endpoints[0].Role == sources.Logs, listener: l, strict: strict, delay: delay, kept: map[string][]byte{}}
	go s.serve() // until close
	return s, nil
}

func (s *standIn) url() string { return "http://" + s.listener.Addr().String() }

func (s *standIn) close() { _ = s.listener.Close() }

func (s *standIn) serve() {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return
		}
		go s.converse(c) // until the client closes
	}
}

// converse answers one request after another.
func (s *standIn) converse(c net.Conn) {
	defer func() { _ = c.Close() }()
	q := registerRequest{from: bufio.NewReaderSize(c, 32<<10)}
	for q.read() == nil {
		s.calls.Add(1)
		response := s.respond(&q)
		if d := s.delay.Load(); d > 0 {
			time.Sleep(time.Duration(d))
		}
		if _, err := c.Write(response); err != nil {
			return
		}
	}
}

func (s *standIn) respond(q *registerRequest) []byte {
	if s.logs {
		return acknowledged(q.body)
	}
	key := q.key()
	s.mu.RLock()
	kept := s.kept[string(key)]
	s.mu.RUnlock()
	if kept != nil {
		return kept
	}
	raw, ok := s.relay(q)
	if !ok {
		s.refused.Add(1)
		return raw
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[string(key)] = raw
	return raw
}

// relay calls the strict stand-in.
func (s *standIn) relay(q *registerRequest) (raw []byte, ok bool) {
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(slices.Concat(q.head, q.body))))
	if err != nil {
		return []byte("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), false
	}
	w := &written{header: http.Header{}, status: http.StatusOK}
	s.strict.ServeHTTP(w, r)
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", w.status, http.StatusText(w.status))
	w.header.Set("Content-Length", strconv.Itoa(w.body.Len()))
	_ = w.header.Write(&b) // a Buffer never fails
	b.WriteString("\r\n")
	b.Write(w.body.Bytes())
	return b.Bytes(), w.status/100 == 2 || bytes.Contains(w.body.Bytes(), []byte(noGP))
}

// noGP is what Fastlegeregisteret says, as a fault, of one who never had a GP. It is
// an answer like others.
const noGP = "Personen er ikke tilknyttet fastlegekontrakt"

// written is a response in memory.
type written struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *written) Header() http.Header         { return w.header }
func (w *written) WriteHeader(status int)      { w.status = status }
func (w *written) Write(p []byte) (int, error) { return w.body.Write(p) }

// acknowledged is the usage log's response: every entry under its own id.
func acknowledged(body []byte) []byte {
	const before, between, after = `{"resourceType":"Bundle","type":"batch-response","entry":[`, `{"response":{"status":"201 Created","location":"AuditEvent/`, `"}}`
	mark := []byte(`"AuditEvent/`)
	out := append(make([]byte, 0, len(before)+256), before...)
	for n := 0; ; n++ {
		i := bytes.Index(body, mark)
		if i < 0 {
			break
		}
		body = body[i+len(mark):]
		if n > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, between...), body[:max(0, bytes.IndexByte(body, '"'))]...), after...)
	}
	out = append(out, "]}"...)
	return append(fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: %d\r\n\r\n", len(out)), out...)
}

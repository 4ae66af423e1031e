package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// kept is a connection that a balancer keeps open, for one request at a time.
type kept struct {
	net.Conn
	r *bufio.Reader
}

func keep(t *testing.T, address string) *kept {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(patience))
	return &kept{c, bufio.NewReader(c)}
}

// send sends a request, and returns the status and whether the connection may be
// reused.
func (k *kept) send(t *testing.T, path string) (status int, again bool) {
	t.Helper()
	body := ""
	if path == "/graphql" {
		body = `{"query":"{ __typename }"}`
	}
	r, err := http.NewRequestWithContext(t.Context(), map[bool]string{true: http.MethodGet, false: http.MethodPost}[body == ""], "http://x"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if err := r.Write(k); err != nil {
		t.Fatal(path, err)
	}
	resp, err := http.ReadResponse(k.r, r)
	if err != nil {
		t.Fatal(path, err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	if resp.Close {
		if _, err := k.r.ReadByte(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: not closed after the last answer: %v", path, err)
		}
	}
	return resp.StatusCode, !resp.Close
}

// The program is stopped while a balancer keeps connections to it.
func TestCaseB7KeptConnectionsInTheDrain(t *testing.T) {
	t.Parallel()
	text := strings.Replace(elsewhere(t), "drain: 500ms", "drain: 2s", 1)
	p, line := starts(t, "{", stdout, "serve", "--config", write(t, "helsegraf.yaml", text), "--json")
	at := strings.TrimPrefix(parseReady(t, line).Gateway, "http://")
	used, silent, late, unused, broken := keep(t, at), keep(t, at), keep(t, at), keep(t, at), keep(t, at)
	for _, k := range []*kept{used, silent, late, unused, broken} {
		if status, again := k.send(t, "/readyz"); status != http.StatusOK || !again {
			t.Fatal("before the drain:", status, again)
		}
	}
	p.stop()
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		status, again := keep(t, at).send(t, "/readyz")
		if status == http.StatusServiceUnavailable && !again {
			break
		}
		if time.Now().After(end) {
			t.Fatal("never draining:", status, again)
		}
	}
	if status, again := used.send(t, "/graphql"); status != http.StatusOK || again {
		t.Error("kept, and used in the drain:", status, again)
	}
	if status, again := broken.send(t, "/nothing"); status != http.StatusNotFound || again {
		t.Error("a refusal says it too:", status, again)
	}
	for path, want := range map[string]int{"/graphql": http.StatusOK, "/healthz": http.StatusOK} {
		if status, again := keep(t, at).send(t, path); status != want || again {
			t.Error("new in the drain:", path, status, again)
		}
	}
	for {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", at)
		if errors.Is(err, syscall.ECONNREFUSED) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = c.Close()
		time.Sleep(5 * time.Millisecond)
	}
	if status, again := late.send(t, "/graphql"); status != http.StatusOK || again {
		t.Error("kept, and used when nobody listens any more:", status, again)
	}
	_ = unused.Close()
	_ = silent.SetDeadline(time.Now().Add(patience))
	if _, err := silent.r.ReadByte(); !errors.Is(err, io.EOF) {
		t.Error("kept and not used, at the end:", err)
	}
	p.ends(t)
}

// Every connection either gets an answer, or is refused before anything was sent
// on it: then the balancer may try another process, even for a POST.
func TestCaseB7NobodyIsResetWhenListeningEnds(t *testing.T) {
	t.Parallel()
	g, err := wireElsewhere(t)
	if err != nil {
		t.Fatal(err)
	}
	for range 4 {
		ctx, stop := context.WithCancel(t.Context())
		p := &program{Context: ctx}
		l, err := p.listen("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		served := make(chan error, 1)
		go func() { served <- p.serve(g, l, 20*time.Millisecond, slog.New(slog.DiscardHandler)) }()
		var responses atomic.Int64
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for hears(t, l.Addr().String()) {
					if responses.Add(1) == 200 {
						stop()
					}
				}
			})
		}
		group.Wait()
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}
}

// hears sends a request on a new connection, and reports whether it was
// accepted.
func hears(t *testing.T, at string) bool {
	const headers = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n" + `{"query":"{ __typename }"}`
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", at)
	if err != nil {
		if !errors.Is(err, syscall.ECONNREFUSED) {
			t.Error(err)
		}
		return false
	}
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c, headers); err != nil {
		t.Error("lost:", err)
		return false
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Error("lost:", err)
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// HTTP/2 uses GOAWAY, and requests already on the connection are answered.
func TestCaseB7GoAway(t *testing.T) {
	t.Parallel()
	cert, key := certificate(t)
	text := elsewhere(t) + "tls: {certificateFile: " + write(t, "tls.crt", cert) + ", keyFile: " + write(t, "tls.key", key) + "}\n"
	p, line := starts(t, "{", stdout, "serve", "--config", write(t, "helsegraf.yaml", strings.Replace(text, "drain: 500ms", "drain: 2s", 1)), "--json")
	at := parseReady(t, line).Gateway
	c, err := (&tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}}}).DialContext(t.Context(), "tcp", strings.TrimPrefix(at, "https://"))
	if err != nil {
		t.Fatal(at, err)
	}
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(patience))
	_, _ = io.WriteString(c, http2.ClientPreface)
	f := http2.NewFramer(c, c)
	f.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	_ = f.WriteSettings()
	readResponse := func(stream uint32) (status string, goAway bool) {
		var fields strings.Builder
		e := hpack.NewEncoder(&fields)
		for _, h := range [][2]string{{":method", "GET"}, {":scheme", "https"}, {":authority", "x"}, {":path", "/readyz"}} {
			_ = e.WriteField(hpack.HeaderField{Name: h[0], Value: h[1]})
		}
		_ = f.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: []byte(fields.String()), EndStream: true, EndHeaders: true})
		for ended := false; !ended || status == "503" && !goAway; {
			frame, err := f.ReadFrame()
			if err != nil {
				t.Fatal(err)
			}
			switch frame := frame.(type) {
			case *http2.MetaHeadersFrame:
				status = frame.PseudoValue("status")
				for _, field := range frame.RegularFields() {
					if field.Name == "connection" {
						t.Error("HTTP/2 has no such header:", field)
					}
				}
			case *http2.GoAwayFrame:
				goAway = true
				if frame.ErrCode != http2.ErrCodeNo {
					t.Error(frame)
				}
			}
			if h := frame.Header(); h.StreamID == stream && h.Flags.Has(http2.FlagDataEndStream) {
				ended = true
			}
		}
		return status, goAway
	}
	if status, goAway := readResponse(1); status != "200" || goAway {
		t.Error("before:", status, goAway)
	}
	p.stop()
	for stream := uint32(3); ; stream += 2 {
		status, goAway := readResponse(stream)
		if goAway {
			if status != "503" {
				t.Error("the answer beside it:", status)
			}
			break
		}
		if status != "200" {
			t.Fatal("no GOAWAY:", status)
		}
		time.Sleep(time.Millisecond)
	}
	_ = c.Close()
	p.ends(t)
}

// With a drain of zero, as in the demonstration, it stops at once.
func TestCaseB7WithoutADrain(t *testing.T) {
	g, err := wireElsewhere(t)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	p := &program{Context: ctx}
	l, err := p.listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- p.serve(g, l, 0, slog.New(slog.DiscardHandler)) }()
	if status, again := keep(t, l.Addr().String()).send(t, "/healthz"); status != http.StatusOK || !again {
		t.Error(status, again)
	}
	stop()
	select {
	case err := <-served:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Fatal("does not stop")
	}
	var refused *net.OpError
	if _, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", l.Addr().String()); !errors.As(err, &refused) {
		t.Error("still listens:", err)
	}
}

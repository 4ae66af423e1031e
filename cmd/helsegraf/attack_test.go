package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"helsegraf/sources/usagelog"
)

// attack is an attack on the gateway's socket, with the expected outcome.
type attack struct {
	name string
	wire string // what is sent
	// want is the status and the code of the first error, or "cut off" for a
	// connection that ends without an answer.
	want string
	// never are words that may not be in the answer, separated by commas.
	never string
}

const (
	longestAttack = time.Second // until the whole answer has arrived
	largestAnswer = 64 << 10
	mostGrowth    = 64 << 20 // of peak resident memory, by one attack
	// mostMemory is the limit for all attacks together: the collector lets the
	// heap grow to five times the live size.
	mostMemory = 128 << 20
)

// Every known attack on GraphQL servers is made on the program as installed,
// over its own sockets, and fails: each answer is the right one, fast, small,
// with the required headers, and repeats nothing that was sent; the process
// grows little, calls no health register, and answers the next citizen as
// before.
func TestAttacks(t *testing.T) {
	s := startSiege(t)
	for _, a := range s.attacks() {
		t.Run(a.name, func(t *testing.T) { s.suffer(t, a) })
	}
	t.Run("slow ones", s.slowly)
	t.Run("lists of words", s.words)
	t.Run("floods", s.floods)
	t.Run("verdicts", s.verdicts)
	s.unharmed(t)
}

// suffer makes an attack, and checks everything an attack may not do.
func (s *siege) suffer(t *testing.T, a attack) {
	t.Helper()
	before := s.program.forgetPeak(t)
	raw, took := s.exchange(t, a.wire)
	grown := s.program.peak(t) - before
	method, _, _ := strings.Cut(a.wire[:min(len(a.wire), 10)], " ")
	r := readOutcome(t, method, raw)
	if got := r.String(); got != a.want {
		t.Errorf("got %s, want %s: %.500s", got, a.want, raw)
	}
	if took > longestAttack {
		t.Errorf("took %v", took)
	}
	if grown > mostGrowth {
		t.Errorf("the process grew by %d MiB", grown>>20)
	}
	s.discreet(t, method, raw)
	for word := range strings.SplitSeq(a.never, ",") {
		if word != "" && bytes.Contains(raw, []byte(word)) {
			t.Errorf("the answer has %q: %.500s", word, raw)
		}
	}
	s.alive(t)
}

// exchange sends bytes, and returns everything received until the connection
// ends or goes quiet, and how long the last of it took.
func (s *siege) exchange(t testing.TB, wire string) (raw []byte, took time.Duration) {
	t.Helper()
	c := s.dial(t)
	defer func() { _ = c.Close() }()
	begun := time.Now()
	go func() { _, _ = io.WriteString(c, wire) }() // ends with the connection
	return heard(t, c, begun, 2*longestAttack)
}

// heard returns everything received on a connection, and when the last arrived.
func heard(t testing.TB, c net.Conn, begun time.Time, within time.Duration) (raw []byte, took time.Duration) {
	t.Helper()
	if err := c.SetReadDeadline(begun.Add(within)); err != nil {
		t.Fatal(err)
	}
	piece := make([]byte, 8<<10)
	for len(raw) <= largestAnswer {
		n, err := c.Read(piece)
		raw = append(raw, piece[:n]...)
		if n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			took = time.Since(begun)
		}
		if err != nil {
			break // an unread body ends in a reset
		}
	}
	return raw, took
}

// send sends a request, and returns the response.
func (s *siege) send(t testing.TB, wire string) outcome {
	t.Helper()
	raw, _ := s.exchange(t, wire)
	return readOutcome(t, http.MethodPost, raw)
}

// outcome is a parsed answer.
type outcome struct {
	*http.Response
	body string
	rest []byte // after it
}

// readOutcome parses the first response received.
func readOutcome(t testing.TB, method string, raw []byte) outcome {
	t.Helper()
	in := bufio.NewReader(bytes.NewReader(raw))
	resp, err := http.ReadResponse(in, &http.Request{Method: method})
	if err != nil {
		return outcome{}
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Errorf("half an answer: %v", err)
	}
	rest, _ := io.ReadAll(in)
	return outcome{resp, string(body), rest}
}

// String is the answer's status and the code of its first error.
func (o outcome) String() string {
	if o.Response == nil {
		return "cut off"
	}
	var body struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if json.Unmarshal([]byte(o.body), &body) != nil || len(body.Errors) == 0 {
		return strconv.Itoa(o.StatusCode)
	}
	return strconv.Itoa(o.StatusCode) + " " + body.Errors[0].Extensions.Code
}

// discreet checks for what no answer may contain, and for the headers each must
// have. Requests that are not HTTP never reach the gateway; Go's server refuses
// those in plain text.
func (s *siege) discreet(t testing.TB, method string, raw []byte) {
	t.Helper()
	if len(raw) > largestAnswer {
		t.Errorf("an answer of more than %d bytes", largestAnswer)
	}
	for _, canary := range s.canaries() {
		if bytes.Contains(raw, []byte(canary)) {
			t.Errorf("the answer repeats what was sent: %.500s", raw)
		}
	}
	r := readOutcome(t, method, raw)
	if r.Response == nil {
		return
	}
	if r.Header.Get("X-Request-Id") == "" {
		if !slices.Contains([]int{400, 417, 431, 501, 505}, r.StatusCode) || len(r.body) > 200 || strings.Contains(r.body, "{") {
			t.Errorf("is not the gateway's: %.500s", raw)
		}
		return
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
		"Set-Cookie":              "", "Etag": "", "Last-Modified": "", "Server": "", "X-Powered-By": "",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// alive sends a citizen's query, and expects the answer.
func (s *siege) alive(t testing.TB) {
	t.Helper()
	r := s.send(t, s.post(`{ viewer { person { name { full } } } }`))
	if r.Response == nil || !strings.HasPrefix(r.body, `{"data":{"viewer":{"person":{"name":{"full":"Line Testesen"}}}}`) {
		t.Fatalf("a citizen is not answered: %s %s", r, r.body)
	}
}

// unharmed checks what all attacks together have left.
func (s *siege) unharmed(t *testing.T) {
	t.Helper()
	is := s.program.forgetPeak(t)
	t.Logf("%d MiB resident, %d before", is>>20, s.idle>>20)
	if is-s.idle > mostMemory {
		t.Error("the process has grown too much")
	}
	log := s.program.log.String()
	for _, canary := range s.canaries() {
		if strings.Contains(log, canary) {
			t.Errorf("the log has %q", canary)
		}
	}
	if strings.Contains(log, `"msg":"panic"`) || !strings.Contains(log, `"msg":"request"`) {
		t.Errorf("the log: %.2000s", log)
	}
	unasked, _ := undeciding()
	for _, register := range unasked {
		if register == usagelog.About().Key {
			continue // which takes refusals
		}
		if _, calls := send(t, http.MethodGet, s.registers.Registers[register]+"/_control/calls", ""); strings.TrimSpace(calls) != "{}" {
			t.Errorf("%s was asked: %s", register, calls)
		}
	}
}

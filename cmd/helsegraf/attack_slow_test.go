package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// slowness is a slow attack.
type slowness struct {
	name string
	// connections is how many do it at the same time.
	connections int
	// first is sent at once, then again every 100 ms, at most n times.
	first, again string
	n            int
	// want is the expected outcome of each, and the earliest and latest time.
	want           string
	earliest, last time.Duration
}

// slowly checks that clients that send slowly, or nothing, or never finish are
// cut off by the server's timeouts, while citizens are answered.
func (s *siege) slowly(t *testing.T) {
	t.Helper()
	before := s.program.forgetPeak(t)
	body := `{"query":` + text(registersQuery) + `}`
	long := s.request("POST /graphql", "", "Content-Type: application/json", "Content-Length: 60000")
	whole := s.body(body)
	half := len(whole) - len(body)/2
	const headers, all = 3 * time.Second, 5 * time.Second // the server's times
	const sooner = 500 * time.Millisecond
	var under sync.WaitGroup
	for _, a := range []slowness{
		{"H01 a body that never comes whole", 20, whole[:half], "", 0, "400 BAD_REQUEST", all - sooner, all + 2*time.Second},
		{"H02 a header at a time", 20, "POST /graphql HTTP/1.1\r\nHost: a\r\n", "X-A: b\r\n", 200, "cut off", headers - sooner, headers + 2*time.Second},
		{"H02 half a header", 20, "POST /graphql HTTP/1.1\r\nHost", "", 0, "400", headers - sooner, headers + 2*time.Second},
		{"H03 a byte of the body at a time", 300, long, " ", 200, "400 BAD_REQUEST", all - sooner, all + 2*time.Second},
		{"H03 a chunk at a time", 20, strings.Replace(long, "Content-Length: 60000", "Transfer-Encoding: chunked", 1), "1\r\n \r\n", 200, "400 BAD_REQUEST", all - sooner, all + 2*time.Second},
		{"H04 nothing", 200, "", "", 0, "cut off", headers - sooner, all + 2*time.Second},
		{"H09 TLS where there is none", 20, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 500), "", 0, "400", 0, headers + 2*time.Second},
		{"H12 an answer nobody reads", 20, strings.Repeat(strings.Replace(whole, "Connection: close\r\n", "", 1), 3), "", 0, "200", 0, all + 2*time.Second},
	} {
		for i := range a.connections {
			c := s.dial(t)
			under.Go(func() { s.endure(t, c, a, i == 0) })
		}
	}
	stop := make(chan struct{})
	go func() { under.Wait(); close(stop) }()
	requests := 0
	for done := false; !done; requests++ {
		select {
		case <-stop:
			done = true
		case <-time.After(50 * time.Millisecond): // a citizen is no flood
		}
		s.alive(t)
	}
	if grown := s.program.peak(t) - before; grown > mostGrowth {
		t.Errorf("the process grew by %d MiB", grown>>20)
	}
	t.Logf("%d questions were answered meanwhile", requests)
}

// endure does one slow attack on one connection, and checks how it ends.
func (s *siege) endure(t *testing.T, c net.Conn, a slowness, look bool) {
	defer func() { _ = c.Close() }()
	begun := time.Now()
	go func() { // ends with the connection
		_, err := io.WriteString(c, a.first)
		for i := 0; i < a.n && err == nil; i++ {
			time.Sleep(100 * time.Millisecond)
			_, err = io.WriteString(c, a.again)
		}
	}()
	raw, took := heard(t, c, begun, a.last)
	got := fmt.Sprint(readOutcome(t, http.MethodPost, raw))
	if got != a.want || took < a.earliest || took > a.last || took == 0 {
		t.Errorf("%s: %s after %v, want %s between %v and %v", a.name, got, took, a.want, a.earliest, a.last)
	}
	if look {
		s.discreet(t, http.MethodPost, raw)
	}
}

// floods fill everything a server might keep: none grows the process. The
// documents are large enough that keeping them all would.
func (s *siege) floods(t *testing.T) {
	t.Helper()
	const batches, size = 12, 100
	blanks := strings.Repeat(" ", 56<<10)
	for name, one := range map[string]func(n int) string{
		"P02 documents to be remembered": func(n int) string {
			return s.body(fmt.Sprintf(`{"query":"query Q%d { registers { name } }%s","extensions":{"persistedQuery":{"version":1,"sha256Hash":"%064d"}}}`, n, blanks, n))
		},
		"P03 documents that fit":        func(n int) string { return s.post(fmt.Sprintf("query Q%d { registers { name } }%s", n, blanks)) },
		"P03 documents that do not fit": func(n int) string { return s.post(fmt.Sprintf("query Q%d { registers { x%d } }%s", n, n, blanks)) },
		"P04 documents with a number": func(n int) string {
			return s.post(fmt.Sprintf(`{ person(id: "%s%d") { id } }%s`, canaryNumber, n, blanks), "Authorization:")
		},
		"P04 tokens nobody made": func(n int) string {
			return s.post(registersQuery, fmt.Sprintf("Authorization: Bearer %d.%s", n, s.token))
		},
		"P04 keys nobody knows": func(n int) string {
			return s.post(registersQuery, "Authorization: Bearer "+withKey(t, s.token, fmt.Sprint("k", n)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := s.program.forgetPeak(t)
			for batch := range batches {
				var wire strings.Builder
				for n := range size {
					open := strings.Replace(one(batch*size+n), "Connection: close\r\n", "", 1)
					wire.WriteString(open)
				}
				wire.WriteString(s.post(registersQuery))
				c := s.dial(t)
				go func() { _, _ = io.WriteString(c, wire.String()) }() // ends with the connection
				_ = c.SetReadDeadline(time.Now().Add(patience))
				raw, err := io.ReadAll(c)
				if n := strings.Count(string(raw), "HTTP/1.1 "); n != size+1 || err != nil {
					t.Fatalf("%d answers, %v", n, err)
				}
				_ = c.Close()
			}
			if grown := s.program.peak(t) - before; grown > mostGrowth {
				t.Errorf("the process grew by %d MiB", grown>>20)
			}
			s.alive(t)
		})
	}
	if n := strings.Count(s.program.log.String(), `"code":"OVERLOADED"`); n > 0 {
		t.Errorf("%d were one too many", n)
	}
}

// withKey is a token that claims to be signed with another key.
func withKey(t *testing.T, token, key string) string {
	t.Helper()
	header, rest, _ := strings.Cut(token, ".")
	decoded, err := base64.RawURLEncoding.DecodeString(header)
	if err != nil {
		t.Fatal(err)
	}
	var h map[string]any
	if err := json.Unmarshal(decoded, &h); err != nil {
		t.Fatal(err)
	}
	h["kid"] = key
	return base64.RawURLEncoding.EncodeToString([]byte(text(h))) + "." + rest
}

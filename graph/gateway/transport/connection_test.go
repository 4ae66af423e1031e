package transport_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph/gateway"
)

// patient is a gateway without a deadline to speak of: a request ends only by its
// answer or its client.
func patient(t *testing.T) *gatewaytest.Front {
	return gatewaytest.Start(t, func(o *gateway.Options) {
		o.Deadline = time.Hour
		o.Timeouts = gateway.Timeouts{Header: time.Minute, Read: time.Minute, Write: 2 * time.Hour, Idle: time.Hour}
	})
}

// posted is a query as sent on the wire.
func posted(query string, headers ...string) string {
	body := fmt.Sprintf(`{"query":%q}`, query)
	return fmt.Sprintf("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s",
		len(body), strings.Join(append(headers, ""), "\r\n"), body)
}

// halfClosed sends everything, closes its half and returns all that comes back.
func halfClosed(t *testing.T, c net.Conn, sent string, meanwhile func()) string {
	t.Helper()
	if _, err := io.WriteString(c, sent); err != nil {
		t.Fatal(err)
	}
	if err := c.(interface{ CloseWrite() error }).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	meanwhile()
	all, err := io.ReadAll(c)
	if err != nil {
		t.Error(err)
	}
	return string(all)
}

// answers reads n responses from what came back, and fails if there is more.
func answers(t *testing.T, came string, n int) (status []int, bodies []string) {
	t.Helper()
	r := bufio.NewReader(strings.NewReader(came))
	for range n {
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatalf("%v in %q", err, came)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			t.Fatalf("%v in %q", err, came)
		}
		status, bodies = append(status, resp.StatusCode), append(bodies, string(body))
	}
	if rest, _ := io.ReadAll(r); len(rest) > 0 {
		t.Errorf("%q came after it", rest)
	}
	return status, bodies
}

func TestCaseB12HalfClosed(t *testing.T) {
	t.Parallel()
	const quick, late = `{"data":{"me":{"id":"id"}}}`, `{"data":{"slow":"at last"}}`
	get := "GET /graphql?query=%7Bslow%7D HTTP/1.1\r\nHost: x\r\nApollo-Require-Preflight: 1\r\n\r\n"
	body := `{"query":"{ slow }"}`
	for name, c := range map[string]struct {
		sent string
		want []string
		slow bool // one of them waits until the client has closed its half
	}{
		"an answer that is ready":  {posted("{ me { id } }"), []string{quick}, false},
		"one that takes its time":  {posted("{ slow }"), []string{late}, true},
		"a GET":                    {get, []string{late}, true},
		"one that ends after this": {posted("{ slow }", "Connection: close"), []string{late}, true},
		"HTTP/1.0":                 {strings.Replace(posted("{ slow }"), "HTTP/1.1", "HTTP/1.0", 1), []string{late}, true},
		"in chunks": {
			"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body),
			[]string{late}, true,
		},
		"asks before it sends":         {posted("{ slow }", "Expect: 100-continue"), []string{"", late}, true},
		"two, of which one is late":    {posted("{ slow }") + posted("{ me { id } }"), []string{late, quick}, true},
		"two, the second of them":      {posted("{ me { id } }") + posted("{ slow }"), []string{quick, late}, true},
		"three at once":                {posted("{ me { id } }") + get + posted("{ me { id } }"), []string{quick, late, quick}, true},
		"a refusal":                    {posted("{ nothing }", "Accept: application/graphql-response+json"), []string{`GRAPHQL_VALIDATION_FAILED`}, false},
		"a health probe":               {"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", []string{`{"status":"ok"}`}, false},
		"a body that is cut":           {strings.TrimSuffix(posted("{ slow }"), "}"), []string{"did not arrive whole"}, false},
		"what is no HTTP":              {"garbage\r\n\r\n", []string{"400 Bad Request"}, false},
		"a document that is not there": {"GET /documents/x HTTP/1.1\r\nHost: x\r\n\r\n", []string{"NOT_FOUND"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := patient(t)
			came := halfClosed(t, f.Raw(t), c.sent, func() {
				if c.slow {
					<-f.Toy.Waiting
					close(f.Toy.Wait)
				}
			})
			_, bodies := answers(t, came, len(c.want))
			for n, want := range c.want {
				if !strings.Contains(bodies[n], want) {
					t.Errorf("answer %d is %q, want %q", n, bodies[n], want)
				}
			}
		})
	}
}

// Responses in parts continue as well.
func TestCaseB12HalfClosedInParts(t *testing.T) {
	t.Parallel()
	f := patient(t)
	came := halfClosed(t, f.Raw(t), posted("{ me { id ... @defer { name } } slow }", "Accept: multipart/mixed;deferSpec=20220824, application/json"), func() {
		<-f.Toy.Waiting
		close(f.Toy.Wait)
	})
	if status, bodies := answers(t, came, 1); status[0] != http.StatusOK || !strings.Contains(bodies[0], `"at last"`) || !strings.Contains(bodies[0], `"name"`) || !strings.HasSuffix(bodies[0], "-----\r\n") && !strings.Contains(bodies[0], `{"data":{`) {
		t.Error(came)
	}
}

// A TLS client closes its half with close_notify, in either version.
func TestCaseB12HalfClosedTLS(t *testing.T) {
	t.Parallel()
	for name, version := range map[string]uint16{"1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startSecure(t)
			c, err := (&tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true, MinVersion: version, MaxVersion: version}}).DialContext(t.Context(), "tcp", s.address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = c.Close() }()
			came := halfClosed(t, c, posted("{ slow }"), func() {
				<-s.Toy.Waiting
				close(s.Toy.Wait)
			})
			if _, bodies := answers(t, came, 1); bodies[0] != `{"data":{"slow":"at last"}}` {
				t.Error(came)
			}
		})
	}
}

// A client that is gone is noticed, and its request is cancelled. Nothing else ends
// it here.
func TestCaseB12Gone(t *testing.T) {
	t.Parallel()
	end := func(c net.Conn) { _ = c.Close() }
	for name, leaves := range map[string]func(net.Conn){
		"closed": end,
		"reset": func(c net.Conn) {
			_ = c.(*net.TCPConn).SetLinger(0)
			end(c)
		},
		"half closed, then closed": func(c net.Conn) {
			_ = c.(*net.TCPConn).CloseWrite()
			end(c)
		},
		"half closed, then reset": func(c net.Conn) {
			_ = c.(*net.TCPConn).CloseWrite()
			_ = c.(*net.TCPConn).SetLinger(0)
			end(c)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := patient(t)
			c := f.Raw(t)
			if _, err := io.WriteString(c, posted("{ slow }")); err != nil {
				t.Fatal(err)
			}
			<-f.Toy.Waiting
			leaves(c)
			ends(t, f)
		})
	}
	for name, version := range map[string]uint16{"1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13} {
		for what, leaves := range map[string]func(*tls.Conn){
			"closed":                    func(c *tls.Conn) { _ = c.Close() },
			"closed without a word":     func(c *tls.Conn) { _ = c.NetConn().Close() },
			"half closed, later closed": func(c *tls.Conn) { _ = c.CloseWrite(); time.Sleep(10 * time.Millisecond); _ = c.NetConn().Close() },
		} {
			t.Run("TLS "+name+" "+what, func(t *testing.T) {
				t.Parallel()
				s := startSecure(t, func(o *gateway.Options) {
					o.Deadline, o.Timeouts = time.Hour, gateway.Timeouts{Header: time.Minute, Read: time.Minute, Write: 2 * time.Hour}
				})
				c, err := (&tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true, MinVersion: version, MaxVersion: version}}).DialContext(t.Context(), "tcp", s.address)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.WriteString(c, posted("{ slow }")); err != nil {
					t.Fatal(err)
				}
				<-s.Toy.Waiting
				leaves(c.(*tls.Conn))
				ends(t, s.Front)
			})
		}
	}
}

// ends waits until a request is over.
func ends(t *testing.T, f *gatewaytest.Front) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !strings.Contains(f.Logged(), `"msg":"request"`); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("went on for a client that was gone")
		}
	}
}

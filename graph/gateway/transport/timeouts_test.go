package transport_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph/gateway"
)

// A client that is slow in one way is cut off, however generous the other timeouts
// are.
func TestTimeouts(t *testing.T) {
	const soon, never = 50 * time.Millisecond, time.Hour
	long := gateway.Timeouts{Header: never, Read: never, Write: never, Idle: never}
	header, read, idle := long, long, long
	header.Header, read.Read, idle.Idle = soon, soon, soon
	const whole = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
	for what, c := range map[string]struct {
		timeouts gateway.Timeouts
		sent     string
		answers  string // status of the only response; "" for none
	}{
		"headers":          {header, "GET /healthz HTTP/1.1\r\nHost: ", ""},
		"body":             {read, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", "400 Bad Request"},
		"nothing":          {header, "", ""},
		"nothing any more": {idle, whole, "200 OK"},
	} {
		f := gatewaytest.Start(t, func(o *gateway.Options) { o.Timeouts = c.timeouts })
		connection := f.Raw(t)
		_, _ = io.WriteString(connection, c.sent)
		got, err := io.ReadAll(connection)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: was not cut off", what)
		}
		line, _, _ := strings.Cut(string(got), "\r\n")
		if want := strings.TrimSuffix("HTTP/1.1 "+c.answers, " "); c.answers == "" && line != "" && !strings.Contains(line, "408") || c.answers != "" && line != want {
			t.Errorf("%s: %q", what, line)
		}
	}
}

// An answer that nobody reads is given up.
func TestWriteTimeout(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) {
		o.Timeouts = gateway.Timeouts{Write: 200 * time.Millisecond, Idle: time.Hour}
		o.Limits.Aliases, o.Limits.Selections, o.Limits.Tokens, o.Limits.RootFields = 1e6, 1e6, 1e6, 1e6
	})
	c := f.Raw(t)
	_ = c.(*net.TCPConn).SetReadBuffer(1 << 10)
	var query strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&query, "a%d:actor ", i)
	}
	body := `{"query":"{ ` + query.String() + `}"}`
	ask := fmt.Sprintf("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	// Requests without reading, until the buffers in between are full.
	_ = c.SetWriteDeadline(time.Now().Add(20 * time.Second))
	for range 1000 {
		if _, err := io.WriteString(c, ask); err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error("was not cut off")
			}
			return
		}
	}
	t.Error("all was taken")
}

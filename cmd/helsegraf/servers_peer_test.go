//go:build servers

package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/mocks/world"
)

// peer is a third-party program beside a test. It reads commands as lines of
// JSON, and answers each with one.
type peer struct {
	t       *testing.T
	program string
	in      io.Writer
	out     *bufio.Reader
	errs    *output
}

func newPeer(t *testing.T, dir, program string) *peer {
	t.Helper()
	lines, err := os.ReadFile(filepath.Join("testdata", "servers", "lines.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "lines.mjs"), lines, 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), "node", program)
	c.Dir = dir
	p := &peer{t: t, program: program, errs: &output{}}
	c.Stderr = p.errs
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Wait() }) // killed when the test's context ends
	p.in, p.out = in, bufio.NewReader(out)
	return p
}

// does runs a command, and reads its result.
func (p *peer) does(command map[string]any, into any) {
	p.t.Helper()
	text, err := json.Marshal(command)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.in.Write(append(text, '\n')); err != nil {
		p.t.Fatalf("%s: %v\n%s", p.program, err, p.errs)
	}
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		p.t.Fatalf("%s: %v\n%s", p.program, err, p.errs)
	}
	var response struct {
		OK     json.RawMessage
		Failed string
	}
	if err := json.Unmarshal(line, &response); err != nil || response.Failed != "" {
		p.t.Fatalf("%s, told to %s: %s%v\n%s", p.program, command["do"], response.Failed, err, p.errs)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(response.OK, into); err != nil {
		p.t.Fatalf("%s: %v in %s", p.program, err, response.OK)
	}
}

// among is a gateway on the stand-ins, configured differently from the
// demonstration's. Third-party programs use the real time, and so does it.
type among struct {
	*standIns
	t     *testing.T
	url   string
	ahead atomic.Int64 // how far the gateway's clock is ahead
}

func newAmong(t *testing.T, change func(*config.Config)) *among {
	t.Helper()
	p := &program{Context: t.Context(), stdout: io.Discard, stderr: io.Discard}
	s, err := p.startStandIns("127.0.0.1", 0, world.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	a := &among{standIns: s, t: t}
	l, err := p.listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a.url = address(l)
	c, err := demoConfig(s, a.url)
	if err != nil {
		t.Fatal(err)
	}
	change(&c)
	g, err := wire(c, surroundings{log: p.logger(0), now: func() time.Time { return time.Now().Add(time.Duration(a.ahead.Load())) }})
	if err != nil {
		t.Fatal(err)
	}
	served := &http.Server{Handler: g, ReadHeaderTimeout: patience}
	go func() { _ = served.Serve(l) }() // until the end of the test
	t.Cleanup(func() { _ = served.Close() })
	return a
}

// numbers are the personas' identity numbers, the same in every world.
func numbers(t *testing.T) map[string]string {
	t.Helper()
	world, err := world.New(world.Options{})
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]string{}
	for _, p := range world.Personas() {
		numbers[p.Key] = p.Number
	}
	return numbers
}

// reason is why a token was rejected.
func reason(t *testing.T, body string) string {
	t.Helper()
	var response struct {
		Errors []struct{ Extensions struct{ Code, Reason string } }
	}
	if err := json.Unmarshal([]byte(body), &response); err != nil || len(response.Errors) != 1 {
		t.Fatal("no refusal:", strings.TrimSpace(body))
	}
	return response.Errors[0].Extensions.Reason
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// runs runs a command to its end.
func runs(t testing.TB, environ []string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, environ, &out, &errs)
	return status, out.String(), errs.String()
}

// process is a command that runs until it is stopped.
type process struct {
	stop   context.CancelFunc
	status chan int
	out    output
	errs   output
}

// output is what a process wrote, which may be read while it writes.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// patience is how long a busy machine may take.
const patience = 30 * time.Second

// starts starts a command, and waits for a line with a word in its output.
func starts(t testing.TB, word string, of func(*process) *output, args ...string) (*process, string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	p := &process{stop: stop, status: make(chan int, 1)}
	go func() { p.status <- run(ctx, args, nil, &p.out, &p.errs) }()
	t.Cleanup(func() { stop() })
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		for line := range strings.Lines(of(p).String()) {
			if strings.Contains(line, word) && strings.HasSuffix(line, "\n") {
				return p, line
			}
		}
		if len(p.status) > 0 {
			break
		}
	}
	t.Fatalf("%v did not start:\n%s%s", args, &p.out, &p.errs)
	return nil, ""
}

func stdout(p *process) *output { return &p.out }
func stderr(p *process) *output { return &p.errs }

// ends stops a process and expects it to exit cleanly.
func (p *process) ends(t testing.TB) {
	t.Helper()
	p.stop()
	select {
	case status := <-p.status:
		if status != 0 {
			t.Errorf("exit %d: %s", status, &p.errs)
		}
	case <-time.After(patience):
		t.Fatal("does not stop")
	}
}

// send sends a request and reads the answer.
func send(t testing.TB, method, url, body string, headers ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	response, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return resp.StatusCode, string(response)
}

// ready is what demo and registers print with --json.
type ready struct {
	Gateway   string
	GraphQL   string
	GraphiQL  string
	Issuer    string
	Registers map[string]string
	Personas  []struct{ Key, Name, About string }
	Holder    holder // to give a power to
}

func parseReady(t testing.TB, line string) ready {
	t.Helper()
	var r ready
	d := json.NewDecoder(strings.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

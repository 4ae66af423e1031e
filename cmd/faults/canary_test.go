package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Nothing about a person remains in memory, output, headers or files.
func TestNothingIsKept(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
	defer cancel()
	c := &canary{clean: 600, gateway: gatewayOf(t)}
	found, err := c.run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(c.watched.text())
	if c.watched.atOnce == 0 {
		t.Error("nothing was found right after the requests either: the search finds nothing")
	}
	for _, one := range found {
		t.Error(one)
	}
}

// leakVariable makes the test binary a server that keeps what it receives, in
// one way.
const leakVariable = "FAULTS_LEAK"

// kept is where such a server keeps it.
type kept struct{ bodies []string }

// leaky is that server: it prints its address and serves until killed.
func leaky(how string) int {
	var k kept
	f, err := newFront(context.Background(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		if r.URL.Path == "/metrics" {
			_, _ = io.WriteString(w, "asked 1\n"+strings.Join(k.bodies, "\n"))
			return
		}
		span := "a span"
		switch text := string(body); how {
		case "memory", "metrics":
			k.bodies = append(k.bodies, text)
		case "output":
			_, _ = os.Stderr.WriteString(text)
		case "traces":
			span = text
		case "header":
			w.Header().Set("X-Asked", text)
		case "file":
			_ = os.WriteFile(filepath.Join(os.TempDir(), "leak"), body, 0o600)
		case "cache":
			w.Header().Del("Cache-Control")
		}
		if resp, err := http.Post(os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT"), "text/plain", strings.NewReader(span)); err == nil { //nolint:noctx // a test's
			_ = resp.Body.Close()
		}
	}), nil)
	if err != nil {
		return 1
	}
	_, _ = os.Stdout.WriteString(f.address + "\n")
	time.Sleep(time.Minute) // until killed
	return len(k.bodies)
}

// A deliberate leak of each kind is found, and a server without one has none.
func TestLeaksAreFound(t *testing.T) {
	t.Parallel()
	for how, want := range map[string]string{
		"nothing": "", "memory": "memory", "output": "output", "metrics": "the metrics", "traces": "the traces", "header": "X-Asked", "file": "a file", "cache": "may be kept",
	} {
		t.Run(how, func(t *testing.T) {
			if how == "file" && strace() == "" {
				t.Log("strace is not installed: files are not looked at")
				return
			}
			found := leak(t, how)
			if want == "" && len(found) > 0 || want != "" && !slices.ContainsFunc(found, func(s string) bool { return strings.Contains(s, want) }) {
				t.Errorf("found %q", found)
			}
		})
	}
}

func leak(t *testing.T, how string) []string {
	t.Helper()
	dir := t.TempDir()
	w := &watched{output: &output{}}
	before := w.trace(filepath.Join(dir, "trace"))
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := append(before, self)
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	collector, came, err := newCollector(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer collector.close()
	w.traces = came
	cmd.Env = append(toCollector(collector), leakVariable+"="+how, "TMPDIR="+dir, "GODEBUG=clobberfree=1", "GOGC=5")
	cmd.Stdout, cmd.Stderr = w.output, w.output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.pid = cmd.Process.Pid
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	if !eventually(t.Context(), func() bool { return strings.Contains(w.output.String(), "\n") }) {
		t.Fatal("does not start")
	}
	if len(before) > 0 {
		if w.pid, err = child(w.pid); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { (&gateway{pid: w.pid}).signalKill() })
	}
	address, _, _ := strings.Cut(w.output.String(), "\n")
	w.metrics = "http://" + address + "/metrics"
	a := newAsker(&gateway{url: "http://" + address})
	defer a.close()
	send := func(text string) http.Header { return a.send(t.Context(), []byte(text), nil).header }
	w.look("kanarifugl0123456789")
	w.headers = append(w.headers, send("kanarifugl0123456789"))
	found, err := w.settle(t.Context(), 0, func() error {
		for range 400 {
			send("somebody else altogether")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

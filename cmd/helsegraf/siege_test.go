package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// siege is the program as installed and configured for production, as a separate
// process on stand-ins, and an attacker.
type siege struct {
	attacker
	registers ready
	program   *installed
	address   string
	idle      int64 // resident memory before any attack
}

func startSiege(t testing.TB, registers ...string) *siege {
	t.Helper()
	private, public := keys(t)
	file := built(t)
	// Separate processes, so that stand-ins are not slowed by the race detector.
	line := begin(t, file, append([]string{"registers", "--listen", "127.0.0.1:0", "--people", "0", "--client-key", write(t, "public.jwk", public), "--json"}, registers...)...).
		says(t, func(line string) bool { return strings.HasPrefix(line, "{") && strings.Contains(line, `"registers"`) })
	s := &siege{registers: parseReady(t, line)}
	config := strings.Replace(serveConfig(s.registers, write(t, "helseid.jwk", private)), "clients: [",
		`clients: [{id: app, scopes: ["helsegraf:read"], introspection: true}, `, 1)
	config = strings.Replace(config, `scopes: ["helsegraf:read"]}]`, `scopes: ["helsegraf:read"], origins: ["https://portal.example.no"]}]`, 1)
	// Rate limits would end most attacks before they begin.
	config += "rates: {client: {perMinute: -1}, subject: {perMinute: -1}}\ntimeouts: {stall: 2s}\n"
	s.program, s.address = install(t, file, "serve", "--config", write(t, "helsegraf.yaml", config))
	s.token = s.login(t, "web")
	for range 20 { // until its caches are full
		s.alive(t)
	}
	s.idle = s.program.forgetPeak(t)
	return s
}

// login is line's token, through a client.
func (s *siege) login(t testing.TB, client string) string { return s.loginAs(t, "line", client) }

// loginAs is a persona's token, through a client.
func (s *siege) loginAs(t testing.TB, persona, client string) string {
	t.Helper()
	status, token, errs := runs(t, nil, "token", persona, "--issuer", s.registers.Issuer, "--client", client)
	if status != 0 {
		t.Fatal(errs)
	}
	return strings.TrimSpace(token)
}

func (s *siege) dial(t testing.TB) net.Conn {
	t.Helper()
	c, err := (&net.Dialer{Timeout: patience}).DialContext(t.Context(), "tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// installed is a process that runs until the test ends.
type installed struct {
	*exec.Cmd
	log output // and what it prints
}

// built is the program, built without test instrumentation.
func built(t testing.TB) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "helsegraf")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", file, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return file
}

// install runs the program, and returns the address it listens on.
func install(t testing.TB, file string, args ...string) (*installed, string) {
	t.Helper()
	p := begin(t, file, args...)
	var listening struct{ Msg, Address string }
	p.says(t, func(line string) bool {
		return json.Unmarshal([]byte(line), &listening) == nil && listening.Msg == "listening"
	})
	return p, listening.Address
}

func begin(t testing.TB, file string, args ...string) *installed {
	t.Helper()
	p := &installed{Cmd: exec.Command(file, args...)} //nolint:noctx // our own program, stopped by a signal
	p.Stdout, p.Stderr = &p.log, &p.log
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.Process.Signal(syscall.SIGTERM)
		if err := p.Wait(); err != nil {
			t.Errorf("told to stop: %v", err)
		}
	})
	return p
}

// says waits for a wanted line.
func (p *installed) says(t testing.TB, wanted func(line string) bool) string {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		for line := range strings.Lines(p.log.String()) {
			if strings.HasSuffix(line, "\n") && wanted(line) {
				return line
			}
		}
	}
	t.Fatalf("did not start: %s", &p.log)
	return ""
}

// forgetPeak resets the peak resident memory, and returns the current one.
func (p *installed) forgetPeak(t testing.TB) int64 {
	t.Helper()
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.Process.Pid), []byte("5"), 0o600); err != nil {
		t.Fatal(err)
	}
	return p.peak(t)
}

// peak is the peak resident memory since forgetPeak.
func (p *installed) peak(t testing.TB) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return kilobytes << 10
		}
	}
	t.Fatal("no VmHWM")
	return 0
}

// cpu is the processor time that the process has used, in all its threads.
func (p *installed) cpu(t testing.TB) time.Duration {
	t.Helper()
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.Process.Pid))
	if err != nil || len(tasks) == 0 {
		t.Fatal("no threads", err)
	}
	var sum time.Duration
	for _, task := range tasks {
		stat, err := os.ReadFile(task)
		if err != nil {
			continue // the thread has ended
		}
		used, _, _ := strings.Cut(string(stat), " ")
		nanoseconds, err := strconv.ParseInt(used, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += time.Duration(nanoseconds)
	}
	return sum
}

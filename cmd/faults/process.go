package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// gateway is the gateway, running as a process.
type gateway struct {
	url    string
	cmd    *exec.Cmd
	pid    int // of the gateway itself, when run by another command
	output *output
	ended  chan struct{}
	err    error // how it ended, set before ended is closed
}

// output takes what a process says, up to a bound.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

const mostOutput = 64 << 20

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.text.Len() < mostOutput {
		o.text.Write(p)
	}
	return len(p), nil
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// start starts the gateway and waits until it is ready. before is the command
// that runs it, if any; environment is added to its own.
func (h *testbed) start(ctx context.Context, s settings, environment []string, before ...string) (*gateway, error) {
	if s.logLevel == "" {
		s.logLevel = "warn"
	}
	text, err := h.configuration(s)
	if err != nil {
		return nil, err
	}
	file, err := h.File("helsegraf.json", text)
	if err != nil {
		return nil, err
	}
	args := append(before, h.binary, "serve", "--json", "--config", file) //nolint:gocritic // the caller does not use before again
	if s.lookedUp() && h.names != nil {
		args = append(h.names.before(), args...)
	}
	cmd := exec.Command(args[0], args[1:]...) //nolint:gosec,noctx // our own program, stopped by a signal
	cmd.Dir = h.Dir
	// No name is looked up on the network, and only the test's own authority is
	// trusted.
	cmd.Env = append([]string{"GODEBUG=netdns=go", "SSL_CERT_FILE=" + h.authority.file, "SSL_CERT_DIR=" + h.Dir, "HOME=" + h.Dir, "PATH=" + os.Getenv("PATH")}, environment...)
	cmd.WaitDelay = time.Second
	g := &gateway{cmd: cmd, output: &output{}, ended: make(chan struct{})}
	stdout := &output{}
	cmd.Stdout, cmd.Stderr = stdout, g.output
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	g.pid = cmd.Process.Pid
	go func() {
		g.err = cmd.Wait()
		close(g.ended)
	}()
	for range 200 {
		if g.hears(stdout) && g.ready(ctx) {
			if len(before) > 0 {
				g.pid, err = child(g.pid)
			}
			return g, err
		}
		select {
		case <-g.ended:
			return nil, fmt.Errorf("the gateway ended: %w\n%s", g.err, g.output)
		case <-time.After(50 * time.Millisecond):
		}
	}
	g.kill()
	return nil, errors.New("the gateway is not ready in ten seconds")
}

// hears reads the gateway's address from its startup line.
func (g *gateway) hears(stdout *output) bool {
	var line struct{ Gateway string }
	if json.Unmarshal([]byte(stdout.String()), &line) != nil {
		return false // yet
	}
	g.url = line.Gateway
	return g.url != ""
}

// ready calls /readyz.
func (g *gateway) ready(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, g.url+"/readyz", http.NoBody)
	if err != nil {
		return false
	}
	r.Close = true // a kept connection would delay the gateway's stop
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// longestStop is how long the gateway may take to stop.
const longestStop = 15 * time.Second

// stop stops the gateway, and returns how long that took.
func (g *gateway) stop() (time.Duration, error) {
	start := time.Now()
	if err := syscall.Kill(g.pid, syscall.SIGTERM); err != nil {
		return 0, err
	}
	select {
	case <-g.ended:
		return time.Since(start), g.err
	case <-time.After(longestStop + 5*time.Second):
		g.kill()
		return time.Since(start), errors.New("the gateway does not stop")
	}
}

// kill ends the gateway at once.
func (g *gateway) kill() {
	g.signalKill()
	_ = g.cmd.Process.Kill()
	<-g.ended
}

func (g *gateway) signalKill() { _ = syscall.Kill(g.pid, syscall.SIGKILL) }

// child is a process's only child.
func child(pid int) (int, error) {
	for range 100 {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
		if err != nil {
			return 0, err
		}
		if fields := strings.Fields(string(text)); len(fields) > 0 {
			return strconv.Atoi(fields[0])
		}
		time.Sleep(10 * time.Millisecond)
	}
	return 0, errors.New("no child process")
}

func descriptors(pid int) int {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return 0
	}
	return len(entries)
}

//go:build servers

package main

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/mocks/world"
)

// served is a gateway on stand-ins, some of which can be replaced by third-party
// servers.
type served struct {
	*standIns
	t      *testing.T
	clock  *clock
	config config.Config
}

func newServed(t *testing.T) *served {
	t.Helper()
	s := &served{t: t, clock: newClock(t)}
	var err error
	p := &program{Context: t.Context(), stdout: t.Output(), stderr: t.Output()}
	if s.standIns, err = p.startStandIns("127.0.0.1", 0, world.Options{Now: s.clock.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	if s.config, err = demoConfig(s.standIns, "http://127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	return s
}

// gateway wires one with a changed configuration, and gives how to ask it: the
// answer to a query of a persona's, with what differs from run to run left out.
func (s *served) gateway(t *testing.T, transport http.RoundTripper, change func(*config.Config)) (query func(t *testing.T, persona, query string) string) {
	t.Helper()
	c, err := demoConfig(s.standIns, "http://127.0.0.1") // its registers are a map: each gateway has its own
	if err != nil {
		t.Fatal(err)
	}
	change(&c)
	g, err := wire(c, surroundings{now: s.clock.now, transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	at := httptest.NewServer(g)
	t.Cleanup(at.Close)
	return func(t *testing.T, persona, query string) string {
		t.Helper()
		token, err := s.issuer.Token(persona)
		if err != nil {
			t.Fatal(err)
		}
		status, body := send(t, http.MethodPost, at.URL+"/graphql", graphQL(t, query, ""), "Content-Type: application/json",
			"Accept: application/graphql-response+json", "Authorization: Bearer "+token)
		if status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
		return shown(t, body, 0)
	}
}

// listens starts a server, and returns the address it prints.
func listens(t *testing.T, dir string, environ []string, name string, args ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Dir, c.Env = dir, append(os.Environ(), environ...)
	// Its children end with it.
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = time.Second
	log, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stdout, c.Stderr = write, write
	err = c.Start()
	_ = write.Close()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	said, address := &output{}, make(chan string, 1)
	read := make(chan struct{})
	t.Cleanup(func() {
		_ = c.Cancel()
		_ = c.Wait() // it was killed
		<-read
		_ = log.Close()
		if t.Failed() {
			t.Logf("%s said:\n%s", name, said)
		}
	})
	go func() {
		defer close(read)
		for lines := bufio.NewScanner(log); lines.Scan(); {
			_, _ = said.Write(append(lines.Bytes(), '\n'))
			if at := loopback.FindString(lines.Text()); at != "" && saysReady.MatchString(lines.Text()) && len(address) == 0 {
				address <- at
			}
		}
	}()
	select {
	case at := <-address:
		return at
	case <-read:
	case <-time.After(patience):
	}
	t.Fatalf("%s does not start:\n%s", name, said)
	return ""
}

var (
	loopback  = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	saysReady = regexp.MustCompile(`started|listening`)
)

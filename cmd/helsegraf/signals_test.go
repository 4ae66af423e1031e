package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asProgram makes the test binary run as the program, to test signals, which
// only a separate process can receive.
const asProgram = "TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(started())
	}
	os.Exit(m.Run())
}

// alone is the program in a process of its own.
type alone struct {
	*exec.Cmd
	out, errs output
}

func startAlone(t *testing.T, args ...string) *alone {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 2*patience)
	t.Cleanup(stop)
	a := &alone{Cmd: exec.CommandContext(ctx, os.Args[0], args...)}
	a.Env, a.Stdout, a.Stderr = []string{asProgram + "=1"}, &a.out, &a.errs
	if err := a.Start(); err != nil {
		t.Fatal(err)
	}
	return a
}

// says waits for a log line with this in its message.
func (a *alone) says(t *testing.T, message string) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if a.count(message) > 0 {
			return
		}
	}
	t.Fatalf("never says %q:\n%s", message, &a.errs)
}

// count is how many lines have this in their message.
func (a *alone) count(message string) (n int) {
	for line := range strings.Lines(a.errs.String()) {
		var entry struct{ Msg string }
		if json.Unmarshal([]byte(line), &entry) == nil && strings.Contains(entry.Msg, message) {
			n++
		}
	}
	return n
}

func TestCaseD6Signals(t *testing.T) {
	t.Parallel()
	cert, key := certificate(t)
	certFile, keyFile := write(t, "tls.crt", cert), write(t, "tls.key", key)
	documents := write(t, "documents.json", `{"me": "query Me { viewer { person { id } } }"}`)
	text := strings.Replace(elsewhere(t), `scopes: ["helsegraf:read"]`, `scopes: ["helsegraf:read"], documents: {file: `+documents+`}`, 1)
	a := startAlone(t, "serve", "--config", write(t, "helsegraf.yaml", text+"tls: {certificateFile: "+certFile+", keyFile: "+keyFile+"}\n"))
	a.says(t, "listening")

	// Files with unchanged size and time, too.
	if err := a.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	a.says(t, "a new certificate is in use")
	a.says(t, "trusted documents read anew")
	a.says(t, "the configuration is read at the start only")

	// Invalid files leave the previous ones in use.
	for _, file := range []string{certFile, documents} {
		if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_ = a.Process.Signal(syscall.SIGHUP)
	a.says(t, "the new certificate cannot be used; the old one stays")
	a.says(t, "trusted documents left as they were")

	_ = a.Process.Signal(syscall.SIGTERM)
	a.says(t, "draining")
	_ = a.Process.Signal(syscall.SIGTERM)
	a.says(t, "a further SIGTERM is ignored")
	_ = a.Process.Signal(syscall.SIGTERM)
	_ = a.Process.Signal(syscall.SIGHUP)
	if err := a.Wait(); err != nil {
		t.Errorf("%v\n%s", err, &a.errs)
	}
	if n := a.count("a further SIGTERM is ignored"); n != 1 {
		t.Error("said", n, "times")
	}
	if a.count("stopped") != 1 {
		t.Error(a.errs.String())
	}
}

func TestCaseD7Version(t *testing.T) {
	t.Parallel()
	status, out, errs := runs(t, nil, "--version")
	if status != 0 || !strings.HasPrefix(out, "helsegraf ") || !strings.Contains(out, ", commit ") || !strings.Contains(out, ", "+runtime.Version()) || strings.Count(out, "\n") != 1 || errs != "" {
		t.Errorf("exit %d: %s%s", status, out, errs)
	}
}

// The address printed by a gateway that listens everywhere can be opened in a
// browser.
func TestCaseD7AddressesThatCanBeOpened(t *testing.T) {
	t.Parallel()
	for _, listen := range []string{"0.0.0.0:0", "[::]:0", ":0"} {
		p, line := starts(t, "{", stdout, "demo", "--listen", listen, "--people", "0", "--json")
		r := parseReady(t, line)
		if !strings.HasPrefix(r.Gateway, "http://127.0.0.1:") && !strings.HasPrefix(r.Gateway, "http://[::1]:") {
			t.Error(listen, r.Gateway)
		}
		if status, body := send(t, "GET", r.Gateway+"/healthz", ""); status != 200 {
			t.Error(listen, status, body)
		}
		p.ends(t)
	}
	p, line := starts(t, "issuer", stdout, "registers", "--listen", "0.0.0.0:0", "--people", "0")
	if !strings.Contains(line, "http://127.0.0.1:") {
		t.Error(line)
	}
	p.ends(t)
}

func TestCaseD7AddressesThatCannotBeListenedAt(t *testing.T) {
	t.Parallel()
	taken, line := starts(t, "issuer", stdout, "registers", "--listen", "127.0.0.1:0", "--people", "0")
	defer taken.ends(t)
	at := strings.TrimPrefix(strings.Fields(line)[1], "http://")
	config := write(t, "helsegraf.yaml", strings.Replace(elsewhere(t), "127.0.0.1:0", at, 1))
	for says, args := range map[string][]string{
		at + " is in use":                  {"demo", "--listen", at},
		"choose another port":              {"serve", "--config", config},
		"192.0.2.1:0 is not an address of": {"demo", "--listen", "192.0.2.1:0"},
		"perhaps by another helsegraf":     {"registers", "--listen", at},
	} {
		if status, _, errs := runs(t, nil, args...); status != 1 || !strings.Contains(errs, says) {
			t.Errorf("%v: exit %d\n%s", args, status, errs)
		}
	}
}

func TestCaseD7ServeTellsItsScheme(t *testing.T) {
	t.Parallel()
	cert, key := certificate(t)
	for scheme, more := range map[string]string{"http://": "", "https://": "tls: {certificateFile: " + write(t, "tls.crt", cert) + ", keyFile: " + write(t, "tls.key", key) + "}\n"} {
		p, line := starts(t, "{", stdout, "serve", "--config", write(t, "helsegraf.yaml", strings.Replace(elsewhere(t), "127.0.0.1:0", "0.0.0.0:0", 1)+more), "--json")
		if got := parseReady(t, line).Gateway; !strings.HasPrefix(got, scheme+"127.0.0.1:") {
			t.Error(got)
		}
		p.ends(t)
	}
}

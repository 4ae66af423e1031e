//go:build growth

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"helsegraf/cmd/helsegraf/doctor"
)

// mostTouched is how many existing files a new register may have to change by
// hand, none of which is a test's.
const mostTouched = 5

// A new register is added to a copy of the repository as a newcomer would add
// it, and the resulting program has it everywhere.
func TestOneMoreRegister(t *testing.T) {
	h := copied(t)
	h.add("testdata/growth/leketoy.txtar")
	h.run("go", "generate", "./graph/...")
	if unformatted := h.run("gofmt", "-l", "cmd/registers", "mocks", "resolvers", "sources"); unformatted != "" {
		t.Error("gofmt:", unformatted)
	}
	h.run("go", "build", "-o", "helsegraf", "./cmd/helsegraf")
	h.run("go", "test", "-count=1", "./cmd/registers", "./sources/leketoy", "./mocks/leketoy")
	h.run("go", "test", "-count=1", "-run", "^Test(ARegister|NoShape|Calls|Explain|Absent|OneAbsent|Every|Files|Imports|Guarded|Directives|NoAbstract|TheTable|Nothing|Example)", "./sources", "./graph", "./resolvers", "./cmd/helsegraf/config")
	t.Run("demo", h.demo)
	t.Run("production", h.production)
	t.Run("faults", h.faults)
}

// growing is a copy of the repository to which a register is added.
type growing struct {
	t   *testing.T
	dir string
}

// copied is a copy of the files under version control, with their current
// content.
func copied(t *testing.T) *growing {
	t.Helper()
	h := &growing{t, t.TempDir()}
	const root = "../.."
	for name := range strings.SplitSeq(strings.TrimSuffix(execute(t, root, nil, "git", "ls-files", "-z"), "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		h.write(name, text)
	}
	return h
}

func (h *growing) write(name string, text []byte) {
	h.t.Helper()
	file := filepath.Join(h.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// add adds the files and lines of an archive, and counts them.
func (h *growing) add(archive string) {
	h.t.Helper()
	all, err := txtar.ParseFile(archive)
	if err != nil {
		h.t.Fatal(err)
	}
	own, touched, lines, written := 0, map[string]bool{}, 0, 0
	for _, f := range all.Files {
		name, where, _ := strings.Cut(f.Name, " ")
		n := bytes.Count(f.Data, []byte("\n"))
		if where == "" {
			if _, err := os.Stat(filepath.Join(h.dir, name)); err == nil {
				h.t.Fatalf("%s is there already", name)
			}
			h.write(name, f.Data)
			own, lines = own+1, lines+n
			continue
		}
		h.insert(name, where, f.Data)
		touched[name] = true
		written += n
	}
	h.t.Logf("a register is %d files of its own with %d lines, and %d lines in %d others: %d files, %d lines; it was 32 files and 524 lines",
		own, lines, written, len(touched), own+len(touched), lines+written)
	if len(touched) > mostTouched {
		h.t.Errorf("%d files are written in by hand, more than %d: %v", len(touched), mostTouched, slices.Sorted(maps.Keys(touched)))
	}
}

// insert writes lines before or after the first line that begins with a text.
func (h *growing) insert(name, where string, lines []byte) {
	h.t.Helper()
	text, err := os.ReadFile(filepath.Join(h.dir, name))
	if err != nil {
		h.t.Fatal(err)
	}
	side, beginning, _ := strings.Cut(where, " ")
	at := 0
	for line := range bytes.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(string(line)), beginning) {
			if side == "after" {
				at += len(line)
			}
			h.write(name, slices.Concat(text[:at], lines, text[at:]))
			return
		}
		at += len(line)
	}
	h.t.Fatalf("%s has no line that begins with %s", name, beginning)
}

// run runs a command in the copy, which must succeed, and returns its output.
func (h *growing) run(name string, args ...string) string {
	h.t.Helper()
	start := time.Now()
	out := execute(h.t, h.dir, nil, name, args...)
	h.t.Logf("%4.0fs  %s %s", time.Since(start).Seconds(), name, strings.Join(args, " "))
	return out
}

// started starts the program, and returns its output once a word appears.
func (h *growing) started(t *testing.T, word string, args ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), filepath.Join(h.dir, "helsegraf"), args...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	said := &output{}
	c.Stdout, c.Stderr = said, said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if all := said.String(); strings.Contains(all, word) && strings.HasSuffix(all, "\n") {
			return all
		}
	}
	t.Fatalf("%v did not start:\n%s", args, said)
	return ""
}

// says runs the program, and returns its output.
func (h *growing) says(t *testing.T, args ...string) string {
	t.Helper()
	return execute(t, h.dir, nil, filepath.Join(h.dir, "helsegraf"), args...)
}

// has expects each of the texts in the output.
func has(t *testing.T, of, said string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(said, want) {
			t.Errorf("%s: no %s in %s", of, want, said)
		}
	}
}

const grownQuery = "query Toys { viewer { person { toys { id lentOn kind { display } } access { service open } } } registers { name } }"

// demo finds the register in the demonstration.
func (h *growing) demo(t *testing.T) {
	r := parseReady(t, h.started(t, "{", "demo", "--json", "--listen", "127.0.0.1:0"))
	if r.Registers["leketoy"] == "" {
		t.Error("demo --json:", r.Registers)
	}
	bearer := "Authorization: Bearer " + strings.TrimSpace(h.says(t, "token", "line", "--issuer", r.Gateway))
	_, body := send(t, http.MethodPost, r.GraphQL, graphQL(t, grownQuery, ""), "Content-Type: application/json", bearer)
	has(t, "the answer", body, `"kind":{"display":"Bamse"}`, `{"service":"REFERRAL","open":true}`, `"name":"LEKETOY"`, `"register":"LEKETOY","status":"OK"`)
	for path, want := range map[string]string{
		"/status.json": `"register":"leketoy","name":"Leketøysregisteret","about":"Toys"`,
		"/status":      "Leketøysregisteret",
		"/demo/faults": `"register":"leketoy","code":"LEKETOY","name":"Leketøysregisteret","fault":null`,
	} {
		_, body := send(t, http.MethodGet, r.Gateway+path, "")
		has(t, path, body, want)
	}
	query := write(t, "toys.graphql", grownQuery)
	has(t, "explain", h.says(t, "explain", "--as", "line", "--gateway", r.Gateway, query), "viewer.person.toys  REFERRAL  open", "LEKETOY")
	manifest := write(t, "manifest.json", `{"r1": "`+grownQuery+`"}`)
	has(t, "documents check", h.says(t, "documents", "check", "--json", manifest), `"LEKETOY":1`)
}

// production finds it in a gateway configured by a file.
func (h *growing) production(t *testing.T) {
	private, public := keys(t)
	r := parseReady(t, h.started(t, "{", "registers", "--listen", "127.0.0.1:0", "--people", "0", "--client-key", write(t, "public.jwk", public), "--json"))
	config := serveConfig(r, write(t, "helseid.jwk", private)) + fmt.Sprintf("  leketoy: {baseUrl: %q}\nmetrics: {listen: 127.0.0.1:0}\n", r.Registers["leketoy"])
	file := write(t, "helsegraf.yaml", config)
	examined := exec.CommandContext(t.Context(), filepath.Join(h.dir, "helsegraf"), "doctor", "--json", "--config", file)
	out, _ := examined.Output() // addresses without TLS give warnings
	var report struct{ Findings []doctor.Finding }
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err, string(out))
	}
	if !slices.ContainsFunc(report.Findings, func(f doctor.Finding) bool {
		return f.Subject == "leketoy" && f.Check == "probe" && f.Level == doctor.OK
	}) {
		t.Errorf("doctor: %s", out)
	}
	gateway, metrics := "", ""
	for line := range strings.Lines(h.started(t, `"listening"`, "serve", "--config", file)) {
		var entry struct{ Msg, Address string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err, line)
		}
		switch entry.Msg {
		case "listening":
			gateway = "http://" + entry.Address
		case "metrics":
			metrics = "http://" + entry.Address
		}
	}
	bearer := "Authorization: Bearer " + strings.TrimSpace(h.says(t, "token", "line", "--issuer", r.Issuer))
	_, body := send(t, http.MethodPost, gateway+"/graphql", graphQL(t, grownQuery, ""), "Content-Type: application/json", bearer)
	has(t, "the answer", body, "Bamse")
	_, body = send(t, http.MethodGet, metrics+"/metrics", "")
	has(t, "/metrics", body, `register="leketoy"`)
}

// faults finds its endpoint among those that faults are tried on.
func (h *growing) faults(t *testing.T) {
	h.write("cmd/faults/grown_test.go", []byte(`package main

import "testing"

func TestGrown(t *testing.T) {
	for _, e := range allEndpoints() {
		if e.key == "leketoy" && e.query == "toys" {
			return
		}
	}
	t.Error("no faults are tried on it")
}
`))
	execute(t, h.dir, nil, "go", "test", "-C", "cmd/faults", "-count=1", "-run", "^TestGrown$", ".")
}

package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"helsegraf/mocks/world"
	"helsegraf/sources/fnr"
)

// scanner finds what no log may contain: numbers, names, tokens, addresses of
// registers. It reports a find without repeating it.
type scanner struct {
	names     []string
	tokens    []string
	addresses map[string]string // by register
}

func newScanner(w *world.World, tokens []string, addresses map[string]string) scanner {
	s := scanner{tokens: tokens, addresses: addresses}
	for _, p := range w.People() {
		s.names = append(s.names, p.Name(), p.Given+" "+p.Family, p.Family+", "+p.Given)
	}
	slices.Sort(s.names)
	s.names = slices.Compact(s.names)
	return s
}

func (h *testEnv) scanner() scanner {
	return newScanner(h.registers.world, h.tokens, h.registers.urls)
}

// leaks returns everything found in a text.
func (s scanner) leaks(text string) []string {
	out := append(s.numbers(text), s.secrets(text)...)
	for _, name := range s.names {
		if strings.Contains(text, name) {
			out = append(out, "somebody's name")
		}
	}
	for register, address := range s.addresses {
		if strings.Contains(text, strings.TrimPrefix(address, "http://")) {
			out = append(out, "the address of "+register)
		}
	}
	return out
}

var digits = regexp.MustCompile(`\d{6} ?\d{5,}`)

// numbers finds identity numbers, also within longer digit sequences.
func (scanner) numbers(text string) []string {
	var out []string
	for _, row := range digits.FindAllString(text, -1) {
		row = strings.ReplaceAll(row, " ", "")
		for i := range len(row) - 10 {
			if _, err := fnr.Parse(row[i : i+11]); err == nil {
				out = append(out, fmt.Sprintf("an identity number (in a row of %d digits)", len(row)))
			}
		}
	}
	return out
}

var jose = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.`)

// secrets finds issued tokens, and whatever looks like one.
func (s scanner) secrets(text string) []string {
	var out []string
	if jose.MatchString(text) {
		out = append(out, "what looks like a token")
	}
	for _, token := range s.tokens {
		if token != "" && strings.Contains(text, token) {
			out = append(out, "a token")
		}
	}
	return out
}

// The scanner finds what no log may contain, however it got there, and ignores
// what the program does log.
func TestScanner(t *testing.T) {
	world, err := world.New(world.Options{People: 50})
	if err != nil {
		t.Fatal(err)
	}
	somebody := world.People()[len(world.People())-1]
	number := somebody.Number
	s := newScanner(world, []string{"opaque-token-of-line"}, map[string]string{"frikort": "http://127.0.0.1:40123"})
	for what, line := range map[string]string{
		"a number":             "INF request subject=" + number,
		"a number in two":      "INF request subject=" + number[:6] + " " + number[6:],
		"a number among more":  "ERR id=98" + number + "17",
		"a number of no one's": "INF request subject=13899799008",
		"a name":               `ERR panic value="` + somebody.Name() + `"`,
		"a name turned round":  "ERR " + somebody.Family + ", " + somebody.Given,
		"a token":              "INF authorization=opaque-token-of-line",
		"what looks like one":  "INF Bearer eyJhbGciOiJFUzI1NiJ9.eyJwaWQiOiIxIn0.c2ln",
		"an address":           "ERR Post http://127.0.0.1:40123/api: refused",
	} {
		if len(s.leaks(line)) == 0 {
			t.Errorf("%s is not found: %s", what, line)
		}
	}
	const clean = `12:00:00 INF request id=7KQ2XN3 method=POST route=/graphql status=200 took=12.345678ms client=web operation="query 0123456789ab" code=""` +
		"\n" + `time=2026-11-22T11:00:00.123456789Z level=ERROR code=SUBJECT_MISMATCH register=frikort records=2` + "\n"
	if leaks := s.leaks(clean); len(leaks) > 0 {
		t.Error(leaks)
	}
}

// The program as installed writes nothing personal under faults and bad input.
// It exits cleanly on its signal.
func TestNothingPersonalIsWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "helsegraf")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", file, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	p := exec.CommandContext(t.Context(), file, "demo", "--listen", "127.0.0.1:0", "--now", noon, "--people", "200", "--json", "--verbose")
	var out, errs output
	p.Stdout, p.Stderr = &out, &errs
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	var line string
	for end := time.Now().Add(patience); !strings.HasSuffix(line, "\n"); time.Sleep(5 * time.Millisecond) {
		if line = out.String(); time.Now().After(end) {
			t.Fatalf("did not start: %s", &errs)
		}
	}
	r := parseReady(t, line)
	tokens := abuse(t, file, r)
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("told to stop: %v", err)
	}

	now, err := time.Parse(time.RFC3339, noon)
	if err != nil {
		t.Fatal(err)
	}
	world, err := world.New(world.Options{Now: func() time.Time { return now }, People: 200})
	if err != nil {
		t.Fatal(err)
	}
	log := errs.String()
	if !strings.Contains(log, "route=/graphql") || !strings.Contains(log, "SUBJECT_MISMATCH") {
		t.Errorf("the log has not what was done:\n%s", log)
	}
	s := newScanner(world, tokens, r.Registers)
	for _, leak := range append(s.leaks(log), s.leaks(strings.TrimPrefix(out.String(), line))...) {
		t.Error("the program tells", leak)
	}
}

// abuse sends a demonstration all sorts of requests while its registers fail in
// all sorts of ways, and returns the tokens used.
func abuse(t *testing.T, program string, r ready) []string {
	t.Helper()
	myHealth, err := os.ReadFile(filepath.Join(journeys, "my-health.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	family, err := os.ReadFile(filepath.Join(journeys, "family.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	var tokens []string
	for _, persona := range []string{"line", "bodil", "gunnar"} {
		token, err := exec.CommandContext(t.Context(), program, "token", persona, "--issuer", r.Gateway).Output()
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, strings.TrimSpace(string(token)))
	}
	post := func(token, body string) {
		send(t, http.MethodPost, r.GraphQL, body, "Content-Type: application/json", "Authorization: Bearer "+token)
	}
	undecided, deciding := undeciding()
	for _, fault := range []string{`{}`, `{"body":"wrong-subject"}`, `{"body":"garble"}`, `{"body":"truncate"}`, `{"body":"reset"}`, `{"body":"missing"}`, `{"status":503}`, `{"status":401}`} {
		for _, registers := range [][]string{undecided, deciding} {
			for _, register := range registers {
				send(t, http.MethodPost, r.Registers[register]+"/_control/fault", fault)
			}
			for _, token := range tokens {
				post(token, graphQL(t, string(myHealth), ""))
				post(token, graphQL(t, string(family), ""))
				post(token, graphQL(t, sampled(), ""))
			}
			for _, register := range registers {
				send(t, http.MethodDelete, r.Registers[register]+"/_control/fault", "")
			}
		}
	}
	number := "13899799008"
	for _, body := range []string{
		`{"query": "{ viewer { person { id } } }", "variables": {"who": "Line Testesen ` + number + `"`,
		graphQL(t, `{ person(id: "`+number+`") { name { full } } }`, ""),
		graphQL(t, `{ LineTestesen`+number+` }`, ""),
		graphQL(t, `query($id: ID!) { person(id: $id) { name { full } } }`, `{"id": {"Line Testesen": "`+number+`"}}`),
	} {
		post(tokens[0], body)
		post(tokens[0]+number, body)
	}
	for _, path := range []string{"/documents/" + number, "/" + number, "/graphql?query=" + number} {
		send(t, http.MethodGet, r.Gateway+path, "", "Authorization: Bearer "+tokens[0])
	}
	return tokens
}

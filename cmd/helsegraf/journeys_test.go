package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// A journey is one query to a demonstration of its own, with its full outcome. Its
// sections are
//
//	query      the document, or @ and the name of a file beside the journeys
//	variables  as JSON; {{id line}} and {{ids wards}} are ids as the client has them
//	body       the request's body, in place of query and variables
//	viewer     persona, client, scopes, acr, and token for an invalid one; empty is no login
//	fault      register and fault, or register and "stopped"; one per line
//	before     how many times the query was sent before
//	show       how many elements of a list are shown
//	want       status and answer
//	calls      the register operations called
//	audit      what was written to the usage log
//
// The last three are rewritten by go test ./cmd/helsegraf -run Journeys -update.
type journey struct {
	file    string
	archive *txtar.Archive
}

var (
	given   = []string{"query", "variables", "body", "viewer", "fault", "before", "show"}
	results = []string{"want", "calls", "audit"}
)

const journeys = "testdata/journeys"

func TestJourneys(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(journeys, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no journeys", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			j := journey{file, archive}
			if j.section("fault") != "" {
				t.Parallel() // they wait more than they work
			}
			j.run(t)
		})
	}
}

var formSets = flag.Int("forms", 1, "in how many sets of other forms the registers answer the journeys")

// However registers write their responses, the answer is the same. The number of
// calls and pages may differ.
func TestJourneysInOtherForms(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(journeys, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		j := journey{file, archive}
		if j.section("fault") != "" || j.section("calls") == "" {
			continue
		}
		count++
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			want := withoutCalls(j.results())
			for seed := range *formSets {
				got := j.replay(t, newTestEnv(t, func(s *surroundings) { s.forms = uint64(seed) + 1 }))
				if d := cmp.Diff(want, withoutCalls(got)); d != "" {
					t.Errorf("form %d: %s", seed+1, d)
				}
			}
		})
	}
	if count == 0 {
		t.Error("no journey asks a register")
	}
}

var counts = regexp.MustCompile(`"calls": \d+|: \d+ × about \d+`)

// withoutCalls are results without the calls.
func withoutCalls(results map[string]string) map[string]string {
	out := map[string]string{}
	for name, text := range results {
		out[name] = strings.TrimSpace(counts.ReplaceAllString(text, ""))
	}
	return out
}

// results are the sections a run produces.
func (j journey) results() map[string]string {
	out := map[string]string{}
	for _, name := range results {
		out[name] = j.section(name)
	}
	return out
}

func (j journey) section(name string) string {
	for _, f := range j.archive.Files {
		if f.Name == name {
			return strings.TrimSpace(string(f.Data))
		}
	}
	return ""
}

func (j journey) run(t *testing.T) {
	j.check(t)
	j.compare(t, j.replay(t, newTestEnv(t)))
}

// replay runs the journey and returns its results.
func (j journey) replay(t *testing.T, h *testEnv) map[string]string {
	t.Helper()
	viewer := j.login(t)
	body := j.body(t, h, viewer)
	bearer := h.bearer(viewer)
	if strings.Contains(body, "exemptionCard") {
		h.warm()
	}
	j.faults(t, h)
	before, _ := strconv.Atoi(j.section("before"))
	for range before {
		h.send(bearer, body)
	}
	h.forget()

	begun := time.Now()
	status, response := h.send(bearer, body)
	if took := time.Since(begun); took > deadline {
		t.Errorf("took %v", took)
	}
	h.discreet(response)
	most, _ := strconv.Atoi(j.section("show"))
	return map[string]string{
		"want": fmt.Sprintf("HTTP %d\n%s", status, shown(t, response, most)), "calls": h.calls(), "audit": h.audit(),
	}
}

// deadline is a request's, plus slack for a busy machine.
const deadline = 4*time.Second + 2*time.Second

// check rejects unknown sections.
func (j journey) check(t *testing.T) {
	t.Helper()
	for _, f := range j.archive.Files {
		if !slices.Contains(given, f.Name) && !slices.Contains(results, f.Name) {
			t.Fatalf("there is no section %q", f.Name)
		}
	}
}

func (j journey) login(t *testing.T) login {
	t.Helper()
	var l login
	for line := range strings.Lines(j.section("viewer")) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		into, ok := map[string]*string{"persona": &l.persona, "client": &l.client, "scopes": &l.scopes, "acr": &l.acr, "token": &l.token}[name]
		if !ok {
			t.Fatalf("a viewer has no %q", name)
		}
		*into = value
	}
	return l
}

var placeholder = regexp.MustCompile(`\{\{(id|ids) (\w+)\}\}`)

// body is the request's body, with ids as the viewer's client has them.
func (j journey) body(t *testing.T, h *testEnv, viewer login) string {
	t.Helper()
	if body := j.section("body"); body != "" {
		return body
	}
	query := j.section("query")
	if name, ok := strings.CutPrefix(query, "@"); ok {
		text, err := os.ReadFile(filepath.Join(journeys, name))
		if err != nil {
			t.Fatal(err)
		}
		query = string(text)
	}
	variables := placeholder.ReplaceAllStringFunc(j.section("variables"), func(s string) string {
		of := placeholder.FindStringSubmatch(s)
		if of[1] == "ids" {
			return strings.Join(h.wards(viewer.client), `", "`)
		}
		return h.id(of[2], viewer.client)
	})
	return graphQL(t, query, variables)
}

// faults makes registers fail as the journey says.
func (j journey) faults(t *testing.T, h *testEnv) {
	t.Helper()
	for line := range strings.Lines(j.section("fault")) {
		register, fault, _ := strings.Cut(strings.TrimSpace(line), " ")
		if fault == "stopped" {
			h.stop(register)
			continue
		}
		h.control(register, http.MethodPost, "fault", fault, nil)
	}
}

// compare compares the results with those on file, or writes them.
func (j journey) compare(t *testing.T, got map[string]string) {
	t.Helper()
	out := &txtar.Archive{Comment: j.archive.Comment}
	for _, f := range j.archive.Files {
		if slices.Contains(given, f.Name) {
			out.Files = append(out.Files, f)
		}
	}
	for _, name := range results {
		out.Files = append(out.Files, txtar.File{Name: name, Data: []byte(got[name])})
	}
	if *update {
		if err := os.WriteFile(j.file, txtar.Format(out), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(string(txtar.Format(j.archive)), string(txtar.Format(out))); d != "" {
		t.Error(d)
	}
}

// sample matches a metric: name with labels, and value.
var sample = regexp.MustCompile(`(?m)^([^#].*) \S+$`)

// discreet checks what must hold for every answer: no identity number or token
// in it, no name in its errors, nothing personal in the log, and no call that
// the plan did not foresee.
func (h *testEnv) discreet(response string) {
	h.t.Helper()
	scan := h.scanner()
	for _, leak := range append(scan.numbers(response), scan.secrets(response)...) {
		h.t.Errorf("the answer tells %s", leak)
	}
	var errors struct{ Errors json.RawMessage }
	if err := json.Unmarshal([]byte(response), &errors); err != nil {
		h.t.Errorf("%v: %s", err, response)
	}
	for _, leak := range scan.leaks(string(errors.Errors)) {
		h.t.Errorf("the errors tell %s", leak)
	}
	for _, leak := range scan.leaks(h.log.String()) {
		h.t.Errorf("the log tells %s", leak)
	}
	metrics := httptest.NewRecorder()
	h.telemetry.Metrics().ServeHTTP(metrics, httptest.NewRequestWithContext(h.t.Context(), http.MethodGet, "/metrics", http.NoBody))
	if metrics.Code != http.StatusOK || !strings.Contains(metrics.Body.String(), "helsegraf_requests_total{") {
		h.t.Errorf("%d %s", metrics.Code, metrics.Body)
	}
	// Values are counts, bytes and seconds, whose digits may look like anything.
	for _, leak := range scan.leaks(sample.ReplaceAllString(metrics.Body.String(), "$1")) {
		h.t.Errorf("the metrics tell %s", leak)
	}
	if n := h.resolver.Unforeseen(); n != 0 {
		h.t.Errorf("%d keys or log entries were not foreseen by a plan", n)
	}
}

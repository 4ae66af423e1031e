package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/mocks/world"
)

// noon is the time at which every testEnv starts.
const noon = "2026-11-22T12:00:00+01:00"

// clock stands still until it is moved, so that times in answers are the same in
// each run.
type clock struct{ nanos atomic.Int64 }

func newClock(t *testing.T) *clock {
	t.Helper()
	now, err := time.Parse(time.RFC3339, noon)
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{}
	c.nanos.Store(now.UnixNano())
	return c
}

func (c *clock) now() time.Time       { return time.Unix(0, c.nanos.Load()) }
func (c *clock) move(d time.Duration) { c.nanos.Add(int64(d)) }

// testEnv is a demonstration of its own, unaffected by other tests. It is used
// over HTTP alone, except for what no client can see: whether a plan missed
// something, and the log.
type testEnv struct {
	*demonstration
	t     *testing.T
	clock *clock
	log   *output // everything, debug included
	url   string
	// tokens are those issued, which may appear nowhere.
	tokens []string
	// down are the registers that were stopped.
	down map[string]bool
	// logged is how many entries the usage log had before the query.
	logged int
}

func newTestEnv(t *testing.T, change ...func(*surroundings)) *testEnv {
	t.Helper()
	h := &testEnv{t: t, clock: newClock(t), log: &output{}, down: map[string]bool{}}
	ctx, stop := context.WithCancel(context.Background())
	p := &program{Context: ctx, stdout: h.log, stderr: h.log}
	log := slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s := surroundings{now: h.clock.now, log: log}
	for _, c := range change {
		c(&s)
	}
	demo, err := demoCommand{Listen: "127.0.0.1:0", People: 200}.start(p, s)
	if err != nil {
		t.Fatal(err)
	}
	h.demonstration, h.url = demo, address(demo.listener)
	served := make(chan error, 1)
	go func() { served <- p.serve(demo.gateway, demo.listener, 0, log) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
		demo.close()
	})
	return h
}

// send posts a body to the graph.
func (h *testEnv) send(bearer, body string) (int, string) {
	h.t.Helper()
	headers := []string{"Content-Type: application/json", "Accept: application/graphql-response+json"}
	if bearer != "" {
		headers = append(headers, "Authorization: Bearer "+bearer)
	}
	return send(h.t, http.MethodPost, h.url+"/graphql", body, headers...)
}

// data decodes the data of an answer that must have no errors.
func (h *testEnv) data(l login, query string, into any) {
	h.t.Helper()
	status, body := h.send(h.bearer(l), graphQL(h.t, query, ""))
	response := struct {
		Data   any
		Errors []any
	}{Data: into}
	if err := json.Unmarshal([]byte(body), &response); err != nil || status != http.StatusOK || response.Errors != nil {
		h.t.Fatalf("%d %s", status, body)
	}
}

// warm waits until Frikort has made its key, which on a busy machine takes
// longer than a request's deadline.
func (h *testEnv) warm() {
	h.t.Helper()
	if status, body := send(h.t, http.MethodGet, h.registers.urls["frikort"]+"/api/frikortsporring/jwk", ""); status != http.StatusOK {
		h.t.Fatal(status, body)
	}
}

// control calls a stand-in's /_control.
func (h *testEnv) control(register, method, what, body string, into any) {
	h.t.Helper()
	name, region, regional := strings.Cut(register, "/")
	at := h.registers.urls[name]
	if regional {
		at += "/" + region
	}
	status, response := send(h.t, method, at+"/_control/"+what, body)
	if status/100 != 2 {
		h.t.Fatalf("%s %s: %d %s", register, what, status, response)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal([]byte(response), into); err != nil {
		h.t.Fatal(err)
	}
}

// forget clears the records of calls and of entries in the usage log.
func (h *testEnv) forget() {
	h.t.Helper()
	for _, register := range h.up() {
		h.control(register, http.MethodPost, "reset", "", nil)
	}
	h.logged = len(h.entries())
}

// up are the registers that are not stopped.
func (h *testEnv) up() []string {
	up := slices.Sorted(maps.Keys(h.registers.urls))
	return slices.DeleteFunc(up, func(register string) bool { return h.down[register] })
}

// calls has a line for each operation called: how often, and about how many
// people.
func (h *testEnv) calls() string {
	h.t.Helper()
	var b strings.Builder
	for _, register := range h.up() {
		var calls map[string]struct {
			Calls    int
			Subjects []string
		}
		h.control(register, http.MethodGet, "calls", "", &calls)
		for _, operation := range slices.Sorted(maps.Keys(calls)) {
			c := calls[operation]
			fmt.Fprintf(&b, "%s %s: %d × about %d\n", register, operation, c.Calls, len(c.Subjects))
		}
	}
	return b.String()
}

type entry struct{ ID, Kind, Action, Actor, Relation, Purpose, Subject, Service, Client, Outcome, Code string }

func (h *testEnv) entries() []entry {
	h.t.Helper()
	var entries []entry
	h.control("usagelog", http.MethodGet, "entries", "", &entries)
	return entries
}

// audit has a line for each new entry in the usage log, sorted, with equal ones
// counted.
func (h *testEnv) audit() string {
	h.t.Helper()
	count := map[string]int{}
	for _, e := range h.entries()[h.logged:] {
		outcome := "used"
		switch {
		case slices.Contains([]string{"DONE", "ACCEPTED", "NOT_DONE", "UNKNOWN"}, e.Code):
			outcome = e.Code // of a change
		case e.Code != "":
			outcome = "refused, " + e.Code
		}
		count[fmt.Sprintf("%s %s of %s by %s (%s, %s) through %s: %s",
			e.Action, cmp.Or(e.Service, "LOGIN"), h.who(e.Subject), h.who(e.Actor), cmp.Or(e.Relation, "no relation"), e.Purpose, e.Client, outcome)]++
	}
	var b strings.Builder
	for _, line := range slices.Sorted(maps.Keys(count)) {
		if count[line] > 1 {
			fmt.Fprintf(&b, "%d × ", count[line])
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// who is the persona with an identity number.
func (h *testEnv) who(number string) string {
	p := h.registers.world.Person(number)
	if p == nil {
		p = &world.Person{}
	}
	return cmp.Or(p.Key, "somebody")
}

// stop shuts down a register.
func (h *testEnv) stop(register string) {
	h.t.Helper()
	if err := h.registers.stop[register](); err != nil {
		h.t.Fatal(err)
	}
	h.down[register] = true
}

package resolvers_test

import (
	"context"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
)

// parts sends a query with @defer and returns each response.
func (h *testEnv) parts(persona, query string) []response {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(h.t.Context()), 4*time.Second)
	defer cancel()
	ctx = graph.WithActor(ctx, h.actor(persona))
	operation, errs := h.exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query})
	if errs != nil {
		h.t.Fatal(errs)
	}
	next, ctx := h.exec.DispatchOperation(ctx, operation)
	var out []response
	for r := next(ctx); r != nil; r = next(ctx) {
		b, err := json.Marshal(r)
		h.must(err)
		a := response{raw: string(b)}
		h.must(json.Unmarshal(b, &a))
		out = append(out, a)
	}
	return out
}

const later = `{ viewer { person { name { full }
  ... @defer(label: "gp") { generalPractitioner { practitioner { name { full } } ... @defer(label: "history") { history(first: 5) { totalCount } } } }
  ... @defer(label: "journal") { hospitalJournal { regions { region status } documents(first: 5) { totalCount } } }
} } }`

// Deferred fields are fetched as early, as often, and with the same log entries
// as when they are not deferred.
func TestDeferredIsStartedAhead(t *testing.T) {
	h := newTestEnv(t)
	parts := h.parts("line", later)
	if len(parts) != 4 {
		t.Fatal(parts)
	}
	registers := map[string]string{}
	for i, p := range parts {
		if len(p.Errors) > 0 {
			t.Error(p.raw)
		}
		clear(registers)
		for _, s := range p.Extensions["sources"].([]any) {
			s := s.(map[string]any)
			registers[s["register"].(string)] = s["status"].(string)
			if s["status"] != "OK" {
				t.Errorf("part %d: %v", i, s)
			}
		}
	}
	want := map[string]string{"FOLKEREGISTER": "OK", "PERSONVERN": "OK", "FASTLEGEREGISTER": "OK", "PASIENTJOURNAL": "OK", "USAGE_LOG": "OK"}
	if !maps.Equal(registers, want) {
		t.Errorf("in the end: %v", registers)
	}
	h.expectCalls(map[string]map[string]int{
		"fastlegeregister": {"GetPatientsGPDetailsAtTime": 1, "GetPatientGPHistory": 1},
		"pasientjournal":   {"ITI-67": len(regions)},
		"usagelog":         {"Write": 1},
	})
}

// Deferred fields are decided like any other, and the registers not called are
// listed in the last response.
func TestDeferredIsDenied(t *testing.T) {
	h := newTestEnv(t)
	parts := h.parts("bodil", `{ viewer { person { name { full } ... @defer { hospitalJournal { documents(first: 5) { totalCount } } } } } }`)
	if len(parts) != 2 {
		t.Fatal(parts)
	}
	if early := parts[0].raw; strings.Contains(early, "PASIENTJOURNAL") || !strings.Contains(early, "FOLKEREGISTER") {
		t.Error(early)
	}
	last := parts[1]
	if last.code("viewer", "person", "hospitalJournal") != "CONSENT_TOO_LOW" || last.at("hospitalJournal") != nil {
		t.Error(last.raw)
	}
	if !strings.Contains(last.raw, `{"register":"PASIENTJOURNAL","status":"DENIED_NOT_CALLED"`) {
		t.Error(last.raw)
	}
	h.expectCalls(map[string]map[string]int{"pasientjournal": {}, "usagelog": {"Write": 1}})
}

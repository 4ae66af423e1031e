package resolvers_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
)

// entities is what a federation router sends.
const entities = `query Entities($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Person { id name { full } generalPractitioner { practitioner { name { full } } } prescriptions(first: 1) { totalCount } }
  }
}`

func representation(id string) any { return map[string]any{"__typename": "Person", "id": id} }

func (h *testEnv) entities(persona string, representations ...any) response {
	h.t.Helper()
	return h.query(persona, entities, map[string]any{"representations": representations})
}

// ward returns the id that line has for someone she acts for.
func (h *testEnv) ward(persona string) string {
	h.t.Helper()
	name := h.world.Persona(persona).Name()
	for _, r := range h.query("line", `{ viewer { represents { person { id name { full } } } } }`, nil).list("viewer", "represents") {
		if p := (response{Data: r.(map[string]any)}); p.at("person", "name", "full") == name {
			id, _ := p.at("person", "id").(string)
			return id
		}
	}
	h.t.Fatalf("line does not act for %s", persona)
	return ""
}

// Several entities take one call of each operation, and one the viewer may not
// know of does not affect the others.
func TestEntitiesAreOneCall(t *testing.T) {
	h := newTestEnv(t)
	line, dan, stranger := h.id("line", "web"), h.ward("dan"), h.id("gunnar", "web")
	for register := range h.urls {
		h.reset(register)
	}
	a := h.entities("line", representation(line), representation(dan), representation(stranger))
	got := a.list("_entities")
	if len(got) != 3 || got[0] == nil || got[1] == nil || got[2] != nil {
		t.Fatalf("answer: %s", a.raw)
	}
	if a.code("_entities", "2") != "NOT_FOUND" || len(a.Errors) != 1 {
		t.Errorf("errors: %v", a.Errors)
	}
	for i, id := range []string{line, dan} {
		p := response{Data: got[i].(map[string]any)}
		if p.at("id") != id || p.at("name", "full") == nil || p.at("generalPractitioner", "practitioner") == nil || p.at("prescriptions", "totalCount") == nil {
			t.Errorf("entity %d: %v", i, got[i])
		}
	}
	h.expectCalls(map[string]map[string]int{
		"fastlegeregister": {"GetPatientsGPDetailsAtTime": 1},
		"reseptformidler":  {"MedicationStatement/_search": 2}, // one search for each person
		"usagelog":         {"Write": 1},
		"folkeregister":    {"Persons": 2}, // the actor, then everyone related
		"kjernejournal":    {},
		"pasientjournal":   {},
		"frikort":          {},
	})
}

// A denied field of an entity costs no call.
func TestADeniedEntityCostsNoCall(t *testing.T) {
	h := newTestEnv(t)
	a := h.entities("bodil", representation(h.id("bodil", "web")))
	if got := a.code("_entities", "0", "prescriptions"); got != "CONSENT_TOO_LOW" {
		t.Errorf("code %q", got)
	}
	if p := (response{Data: a.list("_entities")[0].(map[string]any)}); p.at("generalPractitioner") == nil || p.at("prescriptions") != nil {
		t.Errorf("answer: %s", a.raw)
	}
	h.expectCalls(map[string]map[string]int{"reseptformidler": {}})
}

// An unrelated person, one at a confidential address, another client's id and
// garbage get the same answer, with the same calls.
func TestNobodyIsToldOfAsAnEntity(t *testing.T) {
	h := newTestEnv(t)
	var first, calls string
	for _, id := range []string{"no-such-id", h.id("gunnar", "web"), h.id("kari", "web"), h.id("viktor", "app")} {
		needed := slices.Sorted(maps.Keys(h.urls))
		for _, register := range needed {
			h.reset(register)
		}
		a := h.entities("bodil", representation(id))
		said := fmt.Sprint(a.Data, a.Errors)
		made := ""
		for _, register := range needed {
			made += fmt.Sprintln(register, h.calls(register))
		}
		if first == "" {
			first, calls = said, made
		}
		if a.code("_entities", "0") != "NOT_FOUND" || said != first || made != calls {
			t.Errorf("%s\n%sothers: %s\n%s", said, made, first, calls)
		}
	}
}

// A representation that is not of a person is refused on its own.
func TestOneBadRepresentationIsAlone(t *testing.T) {
	h := newTestEnv(t)
	line := h.id("line", "web")
	bad := []any{
		map[string]any{"id": line},
		map[string]any{"__typename": "Person"},
		map[string]any{"__typename": "Person", "id": nil},
		map[string]any{"__typename": "Person", "id": []any{line}},
		map[string]any{"__typename": 7, "id": line},
		map[string]any{"__typename": "Nobody", "id": line},
		map[string]any{"__typename": "Practitioner", "hprNumber": "9999999"},
		map[string]any{"__typename": "_Entity", "id": line},
		line, 7, true, []any{representation(line)},
	}
	a := h.entities("line", append(slices.Clone(bad), representation(line))...)
	for i := range bad {
		if a.list("_entities")[i] != nil || a.code("_entities", strconv.Itoa(i)) != "BAD_USER_INPUT" {
			t.Errorf("%v: %v, %s", bad[i], a.list("_entities")[i], a.code("_entities", strconv.Itoa(i)))
		}
	}
	if a.list("_entities")[len(bad)] == nil || len(a.Errors) != len(bad) {
		t.Errorf("answer: %s", a.raw)
	}
}

// The first hundred are answered, as the plan foresaw; each one after is
// refused.
func TestTooManyRepresentations(t *testing.T) {
	h := newTestEnv(t)
	line := h.id("line", "web")
	h.reset("fastlegeregister")
	a := h.entities("line", slices.Repeat([]any{representation(line)}, 102)...)
	got := a.list("_entities")
	if len(got) != 102 || got[99] == nil || got[100] != nil || got[101] != nil {
		t.Fatalf("answer: %s", a.raw)
	}
	if len(a.Errors) != 1 || a.code("_entities", "100") != "BAD_USER_INPUT" {
		t.Errorf("errors: %v", a.Errors)
	}
	if calls := h.calls("fastlegeregister"); !maps.Equal(calls, map[string]int{"GetPatientsGPDetailsAtTime": 1}) {
		t.Errorf("calls: %v", calls)
	}
	h.foreseen()
}

// Without a login nothing can be decided.
func TestEntitiesOfNobody(t *testing.T) {
	h := newTestEnv(t)
	line := h.id("line", "web")
	for register := range h.urls {
		h.reset(register)
	}
	a := h.entities("", representation(line))
	if a.list("_entities")[0] != nil || a.code("_entities", "0") != "UNAUTHENTICATED" {
		t.Errorf("answer: %s", a.raw)
	}
	h.expectCalls(map[string]map[string]int{"folkeregister": {}, "personvern": {}, "fastlegeregister": {}, "usagelog": {}})
}

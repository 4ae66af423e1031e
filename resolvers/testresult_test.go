package resolvers_test

import (
	"testing"
)

const oneResult = `query($id: ID!, $result: ID!) { person(id: $id) { testResult(id: $result) { title observations { history } } } }`

// results are the ids of a person's test results for a client.
func (h *testEnv) results(persona, client string) []string {
	h.t.Helper()
	h.through = client
	defer func() { h.through = "" }()
	a := h.query(persona, `{ viewer { person { testResults { nodes { id } } } } }`, nil)
	var ids []string
	for _, node := range a.list("viewer", "person", "testResults", "nodes") {
		ids = append(ids, node.(map[string]any)["id"].(string))
	}
	if len(ids) == 0 {
		h.t.Fatalf("%s has no test results", persona)
	}
	return ids
}

// An id opens one result of the person, for the client it was given to. An
// invalid id makes no call.
func TestTestResultByID(t *testing.T) {
	h := newTestEnv(t)
	mine, theirs, elsewhere := h.results("line", "web")[0], h.results("berit", "web")[0], h.results("line", "partner")[0]
	if elsewhere == mine {
		t.Error("one id for two clients")
	}
	h.reset("provesvar")
	line := h.id("line", "web")
	a := h.query("line", oneResult, map[string]any{"id": line, "result": mine})
	if len(a.Errors) > 0 || a.at("person", "testResult", "title") != "Blodprøve" {
		t.Errorf("%v", a)
	}
	h.expectCalls(map[string]map[string]int{"provesvar": {"DiagnosticReport/_search": 1, "Observation/_search": 1}})
	h.reset("provesvar")
	for what, id := range map[string]string{"another person's": theirs, "another client's": elsewhere, "a person's": line, "none": "x"} {
		a := h.query("line", `query($id: ID!, $result: ID!) { person(id: $id) { testResult(id: $result) { title } } }`, map[string]any{"id": line, "result": id})
		if a.at("person", "testResult") != nil || len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
			t.Errorf("%s: %v", what, a)
		}
	}
	h.expectCalls(map[string]map[string]int{"provesvar": {}})
	// Someone who may not see the results gets nothing by id either.
	if a := h.query("bodil", `query($result: ID!) { viewer { person { testResult(id: $result) { title } } } }`, map[string]any{"result": mine}); len(a.Errors) != 1 {
		t.Errorf("%v", a)
	}
	h.expectCalls(map[string]map[string]int{"provesvar": {}})
	h.foreseen()
}

// The list can be filtered, and its pages join up.
func TestTestResults(t *testing.T) {
	h := newTestEnv(t)
	titles := func(arguments string) (out []string) {
		a := h.query("line", `{ viewer { person { testResults(`+arguments+`) { complete nodes { title takenOn } pageInfo { hasNextPage endCursor } } } } }`, nil)
		if len(a.Errors) > 0 || a.at("viewer", "person", "testResults", "complete") != true {
			t.Fatal(a.Errors)
		}
		for _, node := range a.list("viewer", "person", "testResults", "nodes") {
			out = append(out, node.(map[string]any)["title"].(string))
		}
		return out
	}
	for arguments, want := range map[string]int{"first: 10": 3, "category: MICROBIOLOGY": 1, "category: PATHOLOGY": 0, `since: "2026-10-01"`: 1, `since: "2020-01-01", category: IMAGING`: 1, "first: 2": 2} {
		if got := titles(arguments); len(got) != want {
			t.Errorf("%s: %v", arguments, got)
		}
	}
}

// Both lists of vaccinations take one call.
func TestVaccinationsAreAskedOnce(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("berit", `{ viewer { person { vaccinations(first: 3) { totalCount nodes { givenOn } } vaccinationsNotGiven { totalCount } vaccineRecommendations { nodes { dueOn diseases { display } } } } } }`, nil)
	if len(a.Errors) > 0 || len(a.list("viewer", "person", "vaccinations", "nodes")) != 3 || len(a.list("viewer", "person", "vaccineRecommendations", "nodes")) != 2 {
		t.Errorf("%v", a)
	}
	h.expectCalls(map[string]map[string]int{"sysvak": {"Immunization/_search": 1, "ImmunizationRecommendation/_search": 1}})
	h.foreseen()
}

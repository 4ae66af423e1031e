package resolvers_test

import (
	"strings"
	"testing"
)

// tasks are the nodes of a list of a persona's tasks.
func (h *testEnv) tasks(persona, arguments string) []map[string]any {
	h.t.Helper()
	a := h.query(persona, `{ viewer { person { tasks`+arguments+` { totalCount nodes { id kind title status deadline closesAt sender { name } url } pageInfo { endCursor } } } } }`, nil)
	if len(a.Errors) > 0 {
		h.t.Fatalf("%s: %v", persona, a)
	}
	var out []map[string]any
	for _, node := range a.list("viewer", "person", "tasks", "nodes") {
		out = append(out, node.(map[string]any))
	}
	return out
}

// Open tasks are listed with the nearest deadline first, closed ones latest sent first,
// and a cursor of one list does not open the other.
func TestTasks(t *testing.T) {
	h := newTestEnv(t)
	for view, want := range map[string]string{
		"": "LINK/READY TO_DO/READY FORM/IN_PROGRESS LETTER/READY LINK/READY", "(view: OPEN, first: 2)": "LINK/READY TO_DO/READY",
		"(view: CLOSED)": "FORM/CANCELLED FORM/COMPLETED FORM/EXPIRED", "(view: null)": "LINK/READY TO_DO/READY FORM/IN_PROGRESS LETTER/READY LINK/READY",
	} {
		var got []string
		for _, one := range h.tasks("line", view) {
			got = append(got, one["kind"].(string)+"/"+one["status"].(string))
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: %s", view, got)
		}
	}
	a := h.query("line", `{ viewer { person { tasks(first: 1) { pageInfo { endCursor } } } } }`, nil)
	after := a.at("viewer", "person", "tasks", "pageInfo", "endCursor").(string)
	if rest := h.tasks("line", `(first: 10, after: "`+after+`")`); len(rest) != 4 {
		t.Errorf("%v", rest)
	}
	if a := h.query("line", `{ viewer { person { tasks(view: CLOSED, after: "`+after+`") { totalCount } } } }`, nil); len(a.Errors) != 1 {
		t.Errorf("%v", a)
	}
	h.reset("oppgaver")
	h.query("line", `{ viewer { person { tasks { totalCount } closed: tasks(view: CLOSED) { totalCount } } } }`, nil)
	h.expectCalls(map[string]map[string]int{"oppgaver": {"Task/_search": 1}})
	h.foreseen()
}

// A task by id takes the call that the list takes, and an id of another person's or of
// another type takes none.
func TestTaskByID(t *testing.T) {
	h := newTestEnv(t)
	mine, theirs, visit := h.tasks("line", "")[0]["id"], h.tasks("berit", "")[0]["id"], h.appointments("line", "")[0]["id"]
	const query = `query($id: ID!) { viewer { person { task(id: $id) { kind url } } } }`
	h.reset("oppgaver")
	if a := h.query("line", query, map[string]any{"id": mine}); len(a.Errors) > 0 || a.at("viewer", "person", "task", "kind") != "LINK" {
		t.Errorf("%v", a)
	}
	h.expectCalls(map[string]map[string]int{"oppgaver": {"Task/_search": 1}})
	h.reset("oppgaver")
	for _, id := range []any{theirs, visit, "x"} {
		if a := h.query("line", query, map[string]any{"id": id}); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
			t.Errorf("%v", a)
		}
	}
	h.expectCalls(map[string]map[string]int{"oppgaver": {}})
	h.foreseen()
}

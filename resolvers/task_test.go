package resolvers_test

import (
	"strings"
	"testing"
	"time"

	"helsegraf/mocks/world"
	"helsegraf/sources/sourcetest"
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

const withForms = `tasks { nodes { title form { title version subjectOnly savable savedAt items { linkId parent kind text } answers { linkId repetition values } } } }`

// The forms of all tasks take one call, and the answers another; a query without form
// takes neither, nor does an id that opens nothing. People who are asked about together
// share the call for forms.
func TestForms(t *testing.T) {
	h := newTestEnv(t)
	h.reset("oppgaver")
	a := h.query("line", `{ viewer { person { `+withForms+` } } }`, nil)
	if len(a.Errors) > 0 {
		t.Fatal(a)
	}
	forms := 0
	for _, node := range a.list("viewer", "person", "tasks", "nodes") {
		form, _ := node.(map[string]any)["form"].(map[string]any)
		if form == nil {
			continue
		}
		forms++
		if form["title"] != "Skjema før operasjon" || form["version"] != "3" || form["savable"] != true || form["savedAt"] == nil || len(form["items"].([]any)) != 11 || len(form["answers"].([]any)) != 9 {
			t.Errorf("%v", form)
		}
	}
	if forms != 1 {
		t.Errorf("%d forms", forms)
	}
	h.expectCalls(map[string]map[string]int{"oppgaver": {"Task/_search": 1, "Questionnaire": 1, "QuestionnaireResponse/_search": 1}})
	mine, theirs := h.tasks("line", "(first: 5)")[2]["id"], h.tasks("berit", "")[0]["id"]
	const one = `query($id: ID!) { viewer { person { task(id: $id) { kind form { title } } } } }`
	h.reset("oppgaver")
	if a := h.query("line", one, map[string]any{"id": mine}); len(a.Errors) > 0 || a.at("viewer", "person", "task", "form", "title") != "Skjema før operasjon" {
		t.Errorf("%v", a)
	}
	h.expectCalls(map[string]map[string]int{"oppgaver": {"Task/_search": 1, "Questionnaire": 1, "QuestionnaireResponse/_search": 1}})
	h.reset("oppgaver")
	if a := h.query("line", one, map[string]any{"id": theirs}); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
		t.Errorf("%v", a)
	}
	h.expectCalls(map[string]map[string]int{"oppgaver": {}})
	h.query("berit", `{ viewer { person { `+withForms+` } } }`, nil) // who has no form to fill in
	h.expectCalls(map[string]map[string]int{"oppgaver": {"Task/_search": 1}})
	h.reset("oppgaver")
	dan := h.id("dan", "web")
	a = h.query("line", `query($id: ID!) { viewer { person { `+withForms+` } } person(id: $id) { `+withForms+` } }`, map[string]any{"id": dan})
	if len(a.Errors) > 0 || a.list("person", "tasks", "nodes")[0].(map[string]any)["form"] == nil {
		t.Errorf("%v", a)
	}
	h.expectCalls(map[string]map[string]int{"oppgaver": {"Task/_search": 2, "Questionnaire": 1, "QuestionnaireResponse/_search": 1}})
	h.foreseen()
}

// A letter that the register holds is sent as a download, to the viewer alone, for some
// minutes and after one search. A block set in between closes it.
func TestLetters(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("line", `{ viewer { person { tasks { nodes { kind url letterUrl } } } } }`, nil)
	var link string
	for _, node := range a.list("viewer", "person", "tasks", "nodes") {
		if one := node.(map[string]any); one["letterUrl"] != nil {
			link, _ = one["letterUrl"].(string)
			if one["kind"] != "LETTER" || one["url"] != nil {
				t.Error(one)
			}
		}
	}
	h.foreseen()
	h.reset("oppgaver")
	w, err := h.calendar("line", link)
	if err != nil || w.Header().Get("Content-Type") != "application/pdf" || w.Header().Get("Content-Disposition") != "attachment; filename=brev.pdf" || !strings.HasPrefix(w.Body.String(), "%PDF-") {
		t.Error(err, w.Header())
	}
	h.expectCalls(map[string]map[string]int{"oppgaver": {"Task/_search": 1, "Binary": 1}})
	h.expectLogged("line", "line", "Line Testesen SELF MESSAGE USED <nil>", "Line Testesen SELF MESSAGE USED <nil>") // the list, and the letter
	h.foreseen()
	if _, err := h.calendar("berit", link); err == nil {
		t.Error("somebody else opened it")
	}
	h.world.Persona("line").Blocks = []world.Block{{Service: "MESSAGE", Since: h.world.Today()}}
	h.reset("oppgaver")
	if _, err := h.calendar("line", link); err == nil {
		t.Error("it opens when messages are blocked")
	}
	h.expectCalls(map[string]map[string]int{"oppgaver": {}})
	h.world.Persona("line").Blocks = nil
	h.setClock(sourcetest.Now().Add(6 * time.Minute))
	if _, err := h.calendar("line", link); err == nil {
		t.Error("it opens after five minutes")
	}
}

package resolvers_test

import (
	"strings"
	"testing"

	"helsegraf/graph"
)

const accessLog = `query($id: ID!, $first: Int, $after: String) { person(id: $id) { hospitalJournal {
  accessLog(first: $first, after: $after) {
    totalCount complete pageInfo { hasNextPage endCursor }
    nodes { at who { name { full } role { code display } unit } purpose { code display } region }
  }
} } }`

// rows reads a journal's whole access log, page by page; the total is the first
// page's.
func (h *testEnv) rows(persona, id string) (rows []any, total any) {
	h.t.Helper()
	variables := map[string]any{"id": id, "first": 7}
	for {
		a := h.query(persona, accessLog, variables)
		if len(a.Errors) > 0 {
			h.t.Fatal(a.Errors)
		}
		if rows == nil {
			total = a.at("person", "hospitalJournal", "accessLog", "totalCount")
		}
		rows = append(rows, a.list("person", "hospitalJournal", "accessLog", "nodes")...)
		if a.at("person", "hospitalJournal", "accessLog", "pageInfo", "hasNextPage") != true {
			return rows, total
		}
		variables["after"] = a.at("person", "hospitalJournal", "accessLog", "pageInfo", "endCursor")
	}
}

func TestAccessLog(t *testing.T) {
	h := newTestEnv(t)
	rows, total := h.rows("line", h.id("line", "web"))
	if len(rows) == 0 || total != float64(len(rows)) {
		t.Fatalf("%d rows of %v", len(rows), total)
	}
	at := ""
	for _, row := range rows {
		row := row.(map[string]any)
		who := row["who"].(map[string]any)
		if row["region"] == nil || row["purpose"] == nil || who["name"] == nil || who["role"] == nil || who["unit"] == nil {
			t.Errorf("something is missing: %v", row)
		}
		if at != "" && row["at"].(string) > at {
			t.Errorf("%v after %v: newest first", row["at"], at)
		}
		at = row["at"].(string)
	}
	h.foreseen()
}

func TestAccessLogIsAskedOnce(t *testing.T) {
	h := newTestEnv(t)
	h.query("line", `{ viewer { person { hospitalJournal {
	  documents { totalCount } regions { status } accessLog { totalCount } again: accessLog(first: 3) { nodes { at } }
	} } } }`, nil)
	h.expectCalls(map[string]map[string]int{
		// The log needs the documents to know which rows may be shown.
		"pasientjournal": {"ITI-67": len(regions), "AuditEvent/_search": len(regions)},
		"usagelog":       {"Write": 1},
	})
}

// A failed region is an error with a code; the rows of the others stand, without
// a total.
func TestARegionFailsAlone(t *testing.T) {
	h := newTestEnv(t)
	id := map[string]any{"id": h.id("line", "web")}
	path := []string{"person", "hospitalJournal", "accessLog"}
	h.fault("pasientjournal", stopped, "VEST")
	a := h.query("line", accessLog, id)
	if got := a.code(path...); got != "SOURCE_UNAVAILABLE" || len(a.Errors) != 1 || a.Errors[0].Extensions["region"] != "VEST" {
		t.Errorf("errors: %v", a.Errors)
	}
	if len(a.list(append(path, "nodes")...)) == 0 || a.at(append(path, "totalCount")...) != nil || a.at(append(path, "complete")...) != false {
		t.Errorf("the other regions' rows: %s", a.raw)
	}
	h.fault("pasientjournal", stopped)
	if a = h.query("line", accessLog, id); a.at(path...) != nil || a.code(path...) != "SOURCE_UNAVAILABLE" || len(a.Errors) != 1 {
		t.Errorf("no region answers: %s", a.raw)
	}
}

func TestNoticeIsInTheReadersLanguage(t *testing.T) {
	h := newTestEnv(t)
	for language, word := range map[graph.Language]string{graph.English: "documents", graph.Bokmal: "dokumenter", graph.Nynorsk: "dokument som ikkje"} {
		h.language = language
		a := h.query("line", `{ viewer { person { hospitalJournal { notice } } } }`, nil)
		if said, _ := a.at("viewer", "person", "hospitalJournal", "notice").(string); !strings.Contains(said, word) {
			t.Errorf("%d: %q", language, said)
		}
	}
}

// A refusal is a sentence in the reader's language, in errors and in access.
func TestRefusalsAreInTheReadersLanguage(t *testing.T) {
	h := newTestEnv(t)
	said := map[string]bool{}
	for _, language := range []graph.Language{graph.English, graph.Bokmal, graph.Nynorsk} {
		h.language = language
		a := h.query("bodil", `{ viewer { person { prescriptions { totalCount } access { service message } } } }`, nil)
		for _, row := range a.list("viewer", "person", "access") {
			if row := row.(map[string]any); row["service"] == "MEDICATION" && row["message"] != a.Errors[0].Message {
				t.Errorf("access says %q, the error %q", row["message"], a.Errors[0].Message)
			}
		}
		said[a.Errors[0].Message] = true
	}
	if len(said) != 3 {
		t.Errorf("three languages say %v", said)
	}
}

package resolvers_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"helsegraf/graph"
)

// A page of the archive is one call, cursors lead on, and content is sent as a file to
// its owner alone. The archive is for nobody else.
func TestArchive(t *testing.T) {
	h := newTestEnv(t)
	const query = `query($first: Int, $after: String) { viewer { person { archive(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id kind title status contentUrl from { name } } } } } }`
	variables, seen := map[string]any{"first": 3}, map[string]int{}
	var links []string
	for page := 0; ; page++ {
		h.reset("helsearkiv")
		a := h.query("line", query, variables)
		if len(a.Errors) > 0 {
			t.Fatal(a.raw)
		}
		if total := a.at("viewer", "person", "archive", "totalCount"); (total == float64(8)) != (page == 0) {
			t.Errorf("page %d: total %v", page, total)
		}
		for _, node := range a.list("viewer", "person", "archive", "nodes") {
			d := node.(map[string]any)
			seen[d["id"].(string)]++
			if url, ok := d["contentUrl"].(string); ok == (d["status"] == "WITHDRAWN") {
				t.Errorf("%v", d)
			} else if ok {
				links = append(links, url[strings.LastIndexByte(url, '/')+1:])
			}
		}
		h.expectCalls(map[string]map[string]int{"helsearkiv": {"DocumentReference/_search": 1}})
		if a.at("viewer", "person", "archive", "pageInfo", "hasNextPage") != true {
			break
		}
		variables["after"] = a.at("viewer", "person", "archive", "pageInfo", "endCursor")
	}
	if len(seen) != 8 || len(links) != 7 {
		t.Errorf("%v, %d links", seen, len(links))
	}
	h.foreseen()
	for persona, want := range map[string]string{"line": "attachment", "berit": ""} {
		w := httptest.NewRecorder()
		err := h.resolver.ServeDocument(graph.WithActor(context.Background(), h.actor(persona)), links[0], w)
		if (err == nil) != (want != "") || !strings.HasPrefix(w.Header().Get("Content-Disposition"), want) || (w.Body.Len() > 0) != (want != "") {
			t.Errorf("%s: %v, %v", persona, err, w.Header())
		}
	}
	if a := h.query("line", `query($id: ID!) { person(id: $id) { archive { totalCount } } }`, map[string]any{"id": h.id("dan", "web")}); len(a.Errors) != 1 {
		t.Errorf("a child's: %s", a.raw)
	}
}

// Pages of the test results: one call for each, and a cursor of another list is refused.
func TestTestResultsByPage(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("line", `{ viewer { person { testResults(first: 2) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } again: testResults(first: 1) { nodes { id } } usageLog(first: 1) { pageInfo { endCursor } } } } }`, nil)
	if len(a.Errors) > 0 || a.at("viewer", "person", "testResults", "totalCount") != float64(3) || a.at("viewer", "person", "testResults", "pageInfo", "hasNextPage") != true {
		t.Fatal(a.raw)
	}
	h.foreseen()
	h.expectCalls(map[string]map[string]int{"provesvar": {"DiagnosticReport/_search": 1}, "usagelog": {"Write": 1, "AuditEvent/_search": 1}})
	const query = `query($after: String) { viewer { person { testResults(first: 2, after: $after) { totalCount nodes { id } pageInfo { hasNextPage } } } } }`
	rest := h.query("line", query, map[string]any{"after": a.at("viewer", "person", "testResults", "pageInfo", "endCursor")})
	if nodes := rest.list("viewer", "person", "testResults", "nodes"); len(rest.Errors) > 0 || len(nodes) != 1 || rest.at("viewer", "person", "testResults", "totalCount") != nil {
		t.Error(rest.raw)
	}
	if a := h.query("line", query, map[string]any{"after": a.at("viewer", "person", "usageLog", "pageInfo", "endCursor")}); len(a.Errors) != 1 {
		t.Error(a.raw)
	}
}

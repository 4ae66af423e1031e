package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// listed is a page of any connection: the total, and the cursors and contents of
// the elements.
type listed struct {
	TotalCount int
	PageInfo   struct {
		HasNextPage            bool
		StartCursor, EndCursor string
	}
	Edges []struct {
		Cursor string
		Node   json.RawMessage
	}
}

func (l listed) cursors() []string {
	var out []string
	for _, e := range l.Edges {
		out = append(out, e.Cursor)
	}
	return out
}

func (l listed) nodes() []string {
	var out []string
	for _, e := range l.Edges {
		out = append(out, string(e.Node))
	}
	return out
}

// lists are the graph's connections by path: field names with their other
// arguments, and the selection on each element.
var lists = map[string]struct{ path, node string }{
	"prescriptions": {"viewer person prescriptions(%s)", "id"},
	"history":       {"viewer person generalPractitioner history(%s)", "validFrom validUntil"},
	"documents":     {"viewer person hospitalJournal documents(%s)", "id"},
	"accessLog":     {"viewer person hospitalJournal accessLog(%s)", "at who { name { full } }"},
	"coPayments":    {"viewer person exemptionCard coPayments(%s)", "id"},
	"usageLog":      {"viewer person usageLog(%s)", "at service kind"},
	"search":        {`generalPractitioners(municipality: "0301", %s)`, "office { name } practitioner { name { full } }"},
}

// page reads a page of a list, and returns the code of its error.
func (h *testEnv) page(l login, list, args string) (page listed, code string) {
	h.t.Helper()
	at := lists[list]
	h.clock.move(time.Second)
	query, path, depth := "", fmt.Sprintf(at.path, args), 0
	var names []string
	for _, field := range strings.SplitAfter(path, " ") {
		if strings.Contains(query, "(") && !strings.HasSuffix(strings.TrimSpace(query), "{") {
			query += field // inside arguments
			continue
		}
		query += "{ " + field
		depth++
		name, _, _ := strings.Cut(strings.TrimSpace(field), "(")
		names = append(names, name)
	}
	query += " { totalCount pageInfo { hasNextPage startCursor endCursor } edges { cursor node { " + at.node + " } } }" + strings.Repeat(" }", depth)
	status, body := h.send(h.bearer(l), graphQL(h.t, query, ""))
	var response struct {
		Data   json.RawMessage
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal([]byte(body), &response); err != nil || status != http.StatusOK {
		h.t.Fatalf("%d %s", status, body)
	}
	if len(response.Errors) > 0 {
		return listed{}, response.Errors[0].Extensions.Code
	}
	for _, name := range names {
		var below map[string]json.RawMessage
		if err := json.Unmarshal(response.Data, &below); err != nil {
			h.t.Fatal(err)
		}
		response.Data = below[name]
	}
	if err := json.Unmarshal(response.Data, &page); err != nil {
		h.t.Fatal(err)
	}
	return page, ""
}

func TestCaseA12Cursors(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	h.warm()
	web, app := login{persona: "line", client: "web"}, login{persona: "line", client: "app"}
	for list := range lists {
		t.Run("A12 "+list, func(t *testing.T) {
			h.t = t
			web, app := web, app
			if list == "usageLog" { // reading it adds to it
				web.persona, app.persona = "berit", "berit"
			}
			whole, code := h.page(web, list, "first: 100")
			if code != "" || len(whole.Edges) == 0 {
				t.Fatal(code, "no list")
			}
			if whole.PageInfo.StartCursor != whole.Edges[0].Cursor || whole.PageInfo.EndCursor != whole.Edges[len(whole.Edges)-1].Cursor {
				t.Error("the page's cursors are not those of its ends")
			}
			if sorted := slices.Compact(slices.Sorted(slices.Values(whole.cursors()))); len(sorted) != len(whole.Edges) {
				t.Error("two elements have one cursor")
			}
			for i, e := range whole.Edges[:min(len(whole.Edges), 5)] {
				rest, code := h.page(web, list, fmt.Sprintf("first: 100, after: %q", e.Cursor))
				if got, want := rest.nodes(), whole.nodes()[i+1:]; code != "" || !slices.Equal(got, want) {
					t.Errorf("after %d: %s %d elements, want %d", i, code, len(got), len(want))
				}
			}
			if first, code := h.page(web, list, `first: 2, after: ""`); code != "" || len(first.Edges) == 0 || list != "usageLog" && !slices.Equal(first.nodes(), whole.nodes()[:len(first.Edges)]) {
				t.Error("after nothing is not the first page", code)
			}
			other, _ := h.page(app, list, "first: 100")
			again, _ := h.page(web, list, "first: 100")
			if !slices.Contains(again.cursors(), whole.PageInfo.StartCursor) {
				t.Error("a cursor is not the same each time")
			}
			same := slices.ContainsFunc(other.cursors(), func(c string) bool { return slices.Contains(whole.cursors(), c) })
			rest, code := h.page(app, list, fmt.Sprintf("first: 100, after: %q", whole.PageInfo.StartCursor))
			switch {
			case list == "search":
				anybodys, _ := h.page(login{}, list, fmt.Sprintf("first: 100, after: %q", whole.PageInfo.StartCursor))
				if want := whole.cursors()[1:]; code != "" || !slices.Equal(rest.cursors(), want) || !slices.Equal(anybodys.cursors(), want) {
					t.Error("cursors of open data are not the same for everybody", code)
				}
			case same:
				t.Error("two clients have the same cursor")
			case code != "BAD_USER_INPUT":
				t.Errorf("another client's cursor: %q", code)
			}
			for name := range lists {
				if name == list {
					continue
				}
				if _, code := h.page(web, name, fmt.Sprintf("first: 1, after: %q", whole.PageInfo.StartCursor)); code != "BAD_USER_INPUT" {
					t.Errorf("as a cursor of %s: %q", name, code)
				}
			}
			start := whole.PageInfo.StartCursor
			next := start[:len(start)-1] + string(start[len(start)-1]+1) // the last bits of some encodings are ignored
			for _, junk := range []string{"junk", start + "A", start + "\n", next, strings.Repeat("A", 2000), "e30"} {
				if _, code := h.page(web, list, fmt.Sprintf("first: 1, after: %q", junk)); code != "BAD_USER_INPUT" {
					t.Errorf("%.20s: %q", junk, code)
				}
			}
		})
	}
}

// A cursor whose record is gone continues with what sorts after it.
func TestCaseA12CursorOfWhatIsGone(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	h.warm()
	line := login{persona: "line", client: "web"}
	for list, register := range map[string]string{"prescriptions": "reseptformidler", "documents": "pasientjournal", "coPayments": "frikort"} {
		t.Run("A12 "+list, func(t *testing.T) {
			h.t = t
			whole, _ := h.page(line, list, "first: 100")
			h.control(register, http.MethodPost, "fault", `{"operation":"*","body":"missing"}`, nil)
			defer h.control(register, http.MethodDelete, "fault", "", nil)
			left, code := h.page(line, list, "first: 100")
			if code != "" || len(left.Edges) >= len(whole.Edges) {
				t.Fatal(code, "nothing is missing")
			}
			for i, e := range whole.Edges {
				if slices.Contains(left.cursors(), e.Cursor) {
					continue
				}
				want := slices.DeleteFunc(whole.cursors()[i+1:], func(c string) bool { return !slices.Contains(left.cursors(), c) })
				if rest, code := h.page(line, list, fmt.Sprintf("first: 100, after: %q", e.Cursor)); code != "" || !slices.Equal(rest.cursors(), want) {
					t.Errorf("after %d, which is gone: %s %d elements, want %d", i, code, len(rest.Edges), len(want))
				}
			}
		})
	}
}

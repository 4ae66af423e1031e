package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A link in an answer opens the document: for the person who was given it,
// through the same client, for some minutes.
func TestDocuments(t *testing.T) {
	h := newTestEnv(t)
	query, err := os.ReadFile(filepath.Join(journeys, "my-health.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	h.warm()
	var data struct {
		Viewer struct {
			Person struct {
				HospitalJournal struct {
					Documents struct {
						Nodes []struct{ ContentType, ContentURL string }
					}
				}
			}
		}
	}
	line := login{persona: "line", client: "web"}
	h.data(line, string(query), &data)
	documents := data.Viewer.Person.HospitalJournal.Documents.Nodes
	if len(documents) == 0 {
		t.Fatal("no documents")
	}
	link := documents[0].ContentURL
	if !strings.HasPrefix(link, h.url+"/documents/") {
		t.Fatal(link)
	}

	h.forget()
	r := h.download(link, line)
	if r.status != http.StatusOK || r.kind != documents[0].ContentType || !strings.HasPrefix(r.disposition, "attachment") || r.caching != "no-store" || len(r.body) < 100 {
		t.Errorf("%+v", r)
	}
	if calls, audit := h.calls(), h.audit(); !strings.Contains(calls, "pasientjournal ITI-68: 1 × about") || !strings.Contains(audit, "R HOSPITAL_JOURNAL of line by line") {
		t.Errorf("%s\n%s", calls, audit)
	}

	h.forget()
	garbled := link[:len(link)-8] + "AAAAAAAA"
	for what, c := range map[string]struct {
		link string
		by   login
		code string
	}{
		"somebody else":  {link, login{persona: "bodil", client: "web"}, "NOT_FOUND"},
		"another client": {link, login{persona: "line", client: "app"}, "NOT_FOUND"},
		"another link":   {garbled, line, "NOT_FOUND"},
		"nobody":         {link, login{}, "UNAUTHENTICATED"},
		"a bad token":    {link, login{token: "garbage"}, "UNAUTHENTICATED"},
	} {
		r := h.download(c.link, c.by)
		if r.code() != c.code {
			t.Errorf("%s: %+v", what, r)
		}
		h.discreet(r.body)
	}
	h.clock.move(6 * time.Minute)
	if r := h.download(link, line); r.status != http.StatusNotFound || r.code() != "NOT_FOUND" {
		t.Errorf("after its time: %+v", r)
	}
	if calls := h.calls(); strings.Contains(calls, "pasientjournal") {
		t.Error("the hospital was asked:", calls)
	}
}

// file is the response to a link.
type file struct {
	status                           int
	kind, disposition, caching, body string
}

// code is the code of the first error.
func (f file) code() string {
	var response struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if json.Unmarshal([]byte(f.body), &response) != nil || len(response.Errors) == 0 {
		return ""
	}
	return response.Errors[0].Extensions.Code
}

func (h *testEnv) download(link string, by login) file {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, link, http.NoBody)
	if err != nil {
		h.t.Fatal(err)
	}
	if token := h.bearer(by); token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return file{resp.StatusCode, resp.Header.Get("Content-Type"), resp.Header.Get("Content-Disposition"), resp.Header.Get("Cache-Control"), string(body)}
}

// A person the viewer may not know of, another client's id and an invalid id get
// the same answer: the same bytes except for times, the same calls, the same log
// entries.
func TestNobodyIsTold(t *testing.T) {
	const query = `query($id: ID!) { person(id: $id) { name { full } access { service open } generalPractitioner { since } privacy { consent { level } } } }`
	var first string
	for _, who := range []string{"no id", "unrelated", "confidential", "through another client", "expired long ago"} {
		h := newTestEnv(t)
		id := map[string]func() string{
			"no id":                  func() string { return "no-such-id" },
			"unrelated":              func() string { return h.id("gunnar", "web") },
			"confidential":           func() string { return h.id("kari", "web") },
			"through another client": func() string { return h.id("birger", "app") },
			"expired long ago":       func() string { return h.id("bodil", "app") },
		}[who]()
		bearer := h.bearer(login{persona: "bodil", client: "web"})
		h.forget()
		status, response := h.send(bearer, graphQL(t, query, fmt.Sprintf(`{"id": %q}`, id)))
		h.discreet(response)
		visible := fmt.Sprintf("%d\n%s%s%s", status, shown(t, response, 0), h.calls(), h.audit())
		if first == "" {
			first = visible
		}
		if visible != first || !strings.Contains(visible, `"code": "NOT_FOUND"`) {
			t.Errorf("%s:\n%s\nwhat is no id:\n%s", who, visible, first)
		}
	}
}

// Oversized requests are refused unread.
func TestTooMuch(t *testing.T) {
	h := newTestEnv(t)
	status, response := h.send(h.bearer(login{persona: "line"}), graphQL(t, "{ registers { name } } # "+strings.Repeat("x", 64<<10), ""))
	if status != http.StatusRequestEntityTooLarge || !strings.Contains(response, "BODY_TOO_LARGE") {
		t.Error(status, response)
	}
	h.discreet(response)
	if calls := h.calls(); calls != "" {
		t.Error(calls)
	}
}

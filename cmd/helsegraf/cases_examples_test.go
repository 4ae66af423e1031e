package main

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var exampleLink = regexp.MustCompile(`href="[^"]*#(query=[^"]+)"`)

// B16: the documentation's examples, as an application or a visitor without one
// sees them, use only fields the application has a scope for: others would be
// logged as refused in a citizen's log.
func TestCaseB16ExamplesFitTheClient(t *testing.T) {
	h := newTestEnv(t)
	h.warm()
	family := map[string][]string{}
	for _, client := range demoClients() {
		family[client.ID] = []string{h.id("line", client.ID)}
	}
	for _, client := range demoClients() {
		// Clients that see everything share their examples: web stands for them.
		paths := []string{"/docs/partners", "/docs/analysts", "/docs/partners?client=" + client.ID, "/docs/analysts?client=" + client.ID}
		if client.ID == "partner" || client.ID == "web" || client.ID == "analyst" {
			paths = append(paths, "/docs?client="+client.ID)
		}
		token := h.bearer(login{persona: "line", client: client.ID})
		visited := map[string]bool{}
		for _, path := range paths {
			_, page := send(t, http.MethodGet, h.url+path, "")
			for _, m := range exampleLink.FindAllStringSubmatch(page, -1) {
				fragment := html.UnescapeString(m[1])
				if visited[fragment] {
					continue
				}
				visited[fragment] = true
				given, err := url.ParseQuery(fragment)
				if err != nil {
					t.Fatal(err)
				}
				h.clock.move(5 * time.Second) // the demonstration's limits are low
				h.noScopeMissing(t, client.ID, path, token, given, family[client.ID])
			}
		}
		if len(visited) < 3 {
			t.Errorf("%s finds %d examples", client.ID, len(visited))
		}
	}
	for _, e := range h.entries() {
		if e.Code == "CLIENT_SCOPE_MISSING" {
			t.Errorf("the log says %+v", e)
		}
	}
}

// noScopeMissing runs an example, with ids in place of the placeholders, and
// fails if a field needs a scope the token lacks.
func (h *testEnv) noScopeMissing(t *testing.T, client, path, token string, given url.Values, family []string) {
	t.Helper()
	all, err := json.Marshal(family)
	if err != nil {
		t.Fatal(err)
	}
	variables := strings.NewReplacer(`"@represented"`, string(all), "@subject", family[0], "@me", family[0]).Replace(given.Get("variables"))
	status, body := h.send(token, graphQL(t, given.Get("query"), variables))
	var response struct {
		Errors []struct {
			Path       []any
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal([]byte(body), &response); err != nil || status != http.StatusOK {
		t.Errorf("%s, %s: %d %s\n%s", client, path, status, body, given.Get("query"))
		return
	}
	for _, e := range response.Errors {
		if slices.Contains([]string{"CLIENT_SCOPE_MISSING", "GRAPHQL_VALIDATION_FAILED"}, e.Extensions.Code) {
			t.Errorf("%s, %s: %s at %v of\n%s", client, path, e.Extensions.Code, e.Path, given.Get("query"))
		}
	}
}

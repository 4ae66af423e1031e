//go:build npm

package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// part is the client's state at one moment: the whole answer as known then.
type part struct {
	Data *struct {
		Viewer struct{ Person map[string]any }
	}
	Error *struct {
		Ours  bool // the client's own type for GraphQL errors
		Type  string
		Codes []string
	}
}

// clientRun is one query through one client.
type clientRun struct {
	Parts []part
	// Again is the same query from the cache, for clients with one.
	Again *struct {
		Viewer struct{ Person map[string]any }
	}
	// Normalised is how many people a normalised cache holds.
	Normalised int
	// Answers are the media types received, and Sent the bodies sent.
	Answers, Sent []string
}

// TestClients runs popular GraphQL clients against a gateway, with the schema in
// the form each is given it.
func TestClients(t *testing.T) {
	dir := npm(t, "clients")
	if err := os.WriteFile(filepath.Join(dir, "schema.graphql"), []byte(printed(t, "--client", "web")), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("B14 by graphql-js", func(t *testing.T) {
		if out := execute(t, dir, nil, "node", "sdl.mjs", "schema.graphql"); out != "" {
			t.Error(out)
		}
		// A client that may see less is shown less, and nothing else.
		if err := os.WriteFile(filepath.Join(dir, "partner.graphql"), []byte(printed(t, "--client", "partner")), 0o600); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(execute(t, dir, nil, "node", "sdl.mjs", "partner.graphql")) {
			if !strings.Contains(line, "Cannot query field") {
				t.Error(line)
			}
		}
	})
	t.Run("by text", func(t *testing.T) { queriesByText(t, dir) })
	t.Run("by id", func(t *testing.T) { queriesByID(t, dir) })
	t.Run("changes", func(t *testing.T) { changes(t, dir) })
}

// forms are the clients, and how each receives its answer.
var forms = map[string]string{
	"Apollo Client, 2022": "deferSpec=20220824",
	"Apollo Client, v0.2": "incrementalSpec=v0.2",
	"urql":                "text/event-stream",
	"graphql-request":     "application/graphql-response+json",
	"Relay":               "deferSpec=20220824",
}

// Four clients query five registers, with the hospitals' journal deferred. Those
// that support parts show the rest before the journal; in the end all have the
// same data, and their caches answer the next time. Refusals are the client's
// own errors.
func queriesByText(t *testing.T, dir string) {
	t.Helper()
	p, line := starts(t, "{", stdout, "demo", "--listen", "127.0.0.1:0", "--people", "0", "--json")
	defer p.ends(t)
	r := parseReady(t, line)
	send(t, http.MethodGet, r.Registers["frikort"]+"/api/frikortsporring/jwk", "") // its key, made on first use
	send(t, http.MethodPost, r.Registers["pasientjournal"]+"/_control/fault", `{"operation":"*","latencyMs":300}`)
	for persona, codes := range map[string][]string{"line": nil, "bodil": {"CONSENT_TOO_LOW", "CONSENT_TOO_LOW", "CONSENT_TOO_LOW"}} {
		_, token, _ := runs(t, nil, "token", persona, "--issuer", r.Issuer)
		var clients map[string]clientRun
		out := execute(t, dir, []string{"GRAPHQL_URL=" + r.GraphQL, "GRAPHQL_TOKEN=" + strings.TrimSpace(token)}, "node", "clients.mjs")
		if err := json.Unmarshal([]byte(out), &clients); err != nil {
			t.Fatal(err)
		}
		if len(clients) != len(forms) {
			t.Fatalf("%d clients", len(clients))
		}
		whole := whoOf(t, "graphql-request", clients["graphql-request"].Parts[0])
		for _, service := range []string{"generalPractitioner", "prescriptions", "summaryCareRecord", "exemptionCard", "hospitalJournal"} {
			if value, ok := whole[service]; !ok || value == nil && codes == nil {
				t.Errorf("%s has no %s", persona, service)
			}
		}
		for name, got := range clients {
			if len(got.Answers) != 1 || !strings.Contains(got.Answers[0], forms[name]) {
				t.Errorf("%s for %s: answered as %q", name, persona, got.Answers)
			}
			got.expectParts(t, name)
			last := got.Parts[len(got.Parts)-1]
			if d := cmp.Diff(whole, whoOf(t, name, last)); d != "" {
				t.Errorf("%s for %s knows something else than what comes whole: %s", name, persona, d)
			}
			if name != "graphql-request" && (got.Again == nil || !cmp.Equal(got.Again.Viewer.Person, last.Data.Viewer.Person)) {
				t.Errorf("%s for %s: its cache has %v", name, persona, got.Again)
			}
			if name != "graphql-request" && name != "urql" && got.Normalised != 1 {
				t.Errorf("%s for %s: its cache knows %d people", name, persona, got.Normalised)
			}
			if e := last.Error; (e != nil) != (codes != nil) || e != nil && (!e.Ours || !slices.Equal(e.Codes, codes)) {
				t.Errorf("%s for %s: error %+v", name, persona, e)
			}
		}
	}
}

// expectParts expects the journal after the rest, and not even null in its place
// before that, for clients that support parts.
func (a clientRun) expectParts(t *testing.T, name string) {
	t.Helper()
	if name == "graphql-request" {
		if len(a.Parts) != 1 {
			t.Errorf("%s: %d parts", name, len(a.Parts))
		}
		return
	}
	if len(a.Parts) < 2 {
		t.Errorf("%s: %d parts", name, len(a.Parts))
		return
	}
	first, last := a.Parts[0].Data.Viewer.Person, a.Parts[len(a.Parts)-1].Data.Viewer.Person
	if journal, early := first["hospitalJournal"]; early || first["exemptionCard"] == nil {
		t.Errorf("%s: at first the journal is %v", name, journal)
	}
	if _, come := last["hospitalJournal"]; !come {
		t.Errorf("%s: the journal has not come", name)
	}
}

// whoOf is the person in a part, without the client's additions and without
// links, which differ each time.
func whoOf(t *testing.T, name string, p part) map[string]any {
	t.Helper()
	if p.Data == nil {
		t.Fatalf("%s: no data: %+v", name, p.Error)
	}
	var strip func(v any) any
	strip = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			out := map[string]any{}
			for key, value := range v {
				if key != "__typename" && key != "contentUrl" {
					out[key] = strip(value)
				}
			}
			return out
		case []any:
			out := make([]any, len(v))
			for i, value := range v {
				out[i] = strip(value)
			}
			return out
		}
		return v
	}
	return strip(p.Data.Viewer.Person).(map[string]any)
}

// Operations from Apollo's and Relay's manifests run by id, and others are
// refused, against a gateway as in production.
func queriesByID(t *testing.T, dir string) {
	t.Helper()
	execute(t, dir, nil, "node", "manifests.mjs")
	private, public := keys(t)
	_, line := starts(t, "{", stdout, "registers", "--listen", "127.0.0.1:0", "--people", "0", "--client-key", write(t, "public.jwk", public), "--json")
	r := parseReady(t, line)
	trusting := `clients: [{id: web, scopes: ["helsegraf:read"], documents: {file: ` + dir + `/web/persisted.json}}, {id: app, scopes: ["helsegraf:read"], documents: {file: ` + dir + `/app/manifest.json}}]`
	config := strings.Replace(serveConfig(r, write(t, "helseid.jwk", private)), `clients: [{id: web, scopes: ["helsegraf:read"]}]`, trusting, 1)
	_, line = starts(t, "listening", stderr, "serve", "--config", write(t, "helsegraf.yaml", config))
	var listening struct{ Address string }
	if err := json.Unmarshal([]byte(line), &listening); err != nil {
		t.Fatal(err)
	}
	environ := []string{"GRAPHQL_URL=http://" + listening.Address + "/graphql"}
	for _, client := range []string{"web", "app"} {
		_, token, _ := runs(t, nil, "token", "line", "--issuer", r.Issuer, "--client", client)
		environ = append(environ, strings.ToUpper(client)+"_TOKEN="+strings.TrimSpace(token))
	}
	var got map[string]clientRun
	if err := json.Unmarshal([]byte(execute(t, dir, environ, "node", "trusted.mjs")), &got); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Apollo Client", "Apollo Client, GET", "Relay"} {
		a := got[name]
		if len(a.Sent) != 1 || strings.Contains(a.Sent[0], "viewer") {
			t.Errorf("%s sent %q", name, a.Sent)
		}
		if last := a.Parts[len(a.Parts)-1]; last.Error != nil || whoOf(t, name, last)["exemptionCard"] == nil {
			t.Errorf("%s: %+v", name, last)
		}
	}
	got["Relay"].expectParts(t, "Relay")
	refused := got["not trusted"].Parts
	if len(refused) != 1 {
		t.Fatalf("what was not written down: %+v", refused)
	}
	if e := refused[0].Error; e == nil || !e.Ours || !slices.Equal(e.Codes, []string{"DOCUMENT_NOT_TRUSTED"}) {
		t.Errorf("what was not written down: %+v", e)
	}
}

// clientChange is a change through a client with a cache: what a page that watches
// the consent level shows before the answer and in all, and what the caller is told.
type clientChange struct {
	Early, Shown []string
	Told         struct {
		Receipt  *struct{ Outcome string }
		Problems []struct{ Code string }
		Ours     bool // the client's own type for errors
		Codes    []string
	}
}

// Clients show a change before it is made, keep it when it was, and take it back
// when it has a problem or is refused.
func changes(t *testing.T, dir string) {
	t.Helper()
	p, line := starts(t, "{", stdout, "demo", "--listen", "127.0.0.1:0", "--people", "0", "--json")
	defer p.ends(t)
	r := parseReady(t, line)
	_, token, _ := runs(t, nil, "token", "bodil", "--issuer", r.Issuer)
	var clients map[string]map[string]clientChange
	out := execute(t, dir, []string{"GRAPHQL_URL=" + r.GraphQL, "GRAPHQL_TOKEN=" + strings.TrimSpace(token)}, "node", "writes.mjs")
	if err := json.Unmarshal([]byte(out), &clients); err != nil {
		t.Fatal(err)
	}
	if len(clients) != 3 {
		t.Errorf("%d clients", len(clients))
	}
	kept, takenBack := []string{"BASIS", "FULL"}, []string{"FULL", "BASIS", "FULL"}
	for name, got := range clients {
		made, problem, refused := got["made"], got["problem"], got["error"]
		if !slices.Equal(made.Early, kept) || !slices.Equal(made.Shown, kept) || made.Told.Receipt == nil || made.Told.Receipt.Outcome != "DONE" || len(made.Told.Problems) != 0 {
			t.Errorf("%s, a change that is made: %+v", name, made)
		}
		if !slices.Equal(problem.Early, takenBack[:2]) || !slices.Equal(problem.Shown, takenBack) || problem.Told.Receipt != nil || len(problem.Told.Problems) != 1 || problem.Told.Problems[0].Code != "KEY_REUSED" {
			t.Errorf("%s, a change with a problem: %+v", name, problem)
		}
		if !slices.Equal(refused.Early, takenBack[:2]) || !slices.Equal(refused.Shown, takenBack) || !refused.Told.Ours || !slices.Equal(refused.Told.Codes, []string{"BAD_USER_INPUT"}) {
			t.Errorf("%s, a change that is refused: %+v", name, refused)
		}
	}
}

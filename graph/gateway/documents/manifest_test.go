package documents_test

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"helsegraf/graph/gateway/documents"
	"helsegraf/graph/gateway/gatewaytest"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/gateway"
	"helsegraf/graph/manifest"
)

// mine is a trusted document; an untrusted text with its literal would not be kept.
const mine = `query Mine($id: ID!) { person(id: $id) { name } number(value: 1234567) }`

func relayID(text string) string { s := md5.Sum([]byte(text)); return hex.EncodeToString(s[:]) }

// manifestOf returns a manifest in Relay's format.
func manifestOf(t testing.TB, texts ...string) string {
	t.Helper()
	m := map[string]string{}
	for _, text := range texts {
		m[relayID(text)] = text
	}
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// trusting is a gateway with a client, app, that is trusted with the documents of a
// file, and a client, web, that is trusted with none.
func trusting(t testing.TB, mode documents.Mode, manifest string) (f *gatewaytest.Front, file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "documents.json")
	if err := os.WriteFile(file, []byte(manifest), 0o600); err != nil {
		t.Fatal(err)
	}
	return gatewaytest.Start(t, func(o *gateway.Options) {
		o.Clients = []gateway.Client{{ID: "app", Trusted: documents.Trusted{File: file, Mode: mode}}, {ID: "web"}}
	}), file
}

func persisted(hash string) map[string]any {
	return map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash}}
}

func TestTrustedDocumentsByID(t *testing.T) {
	f, _ := trusting(t, documents.Enforce, manifestOf(t, mine))
	hash, id := manifest.Hash(mine), map[string]any{"id": "x"}
	for name, body := range map[string]map[string]any{
		"documentId":               {"documentId": "sha256:" + hash},
		"documentId of Relay":      {"documentId": relayID(mine)},
		"id":                       {"id": relayID(mine)},
		"doc_id":                   {"doc_id": relayID(mine)},
		"persistedQuery":           {"extensions": persisted(hash)},
		"persistedQuery with text": {"extensions": persisted(hash), "query": mine},
		"several that agree":       {"documentId": hash, "extensions": persisted(hash)},
		"its text":                 {"query": mine},
		"with its name":            {"documentId": hash, "operationName": "Mine"},
	} {
		body["variables"] = id
		if r := f.AskAs(t, "app", body); r.Status != http.StatusOK || !strings.Contains(r.Body, `"person":{"name":"name"},"number":"number"`) {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
	}
	for name, query := range map[string]url.Values{
		"documentId":     {"documentId": {"sha256:" + hash}, "variables": {`{"id":"x"}`}},
		"persistedQuery": {"extensions": {`{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}`}, "variables": {`{"id":"x"}`}},
	} {
		r := f.Send(t, http.MethodGet, "/graphql?"+query.Encode(), "", "Authorization: Bearer app", "GraphQL-Require-Preflight: 1")
		if r.Status != http.StatusOK {
			t.Errorf("GET with %s: %d %s", name, r.Status, r.Body)
		}
		if r := f.Send(t, http.MethodGet, "/graphql?"+query.Encode(), "", "Authorization: Bearer app"); r.Code() != "PREFLIGHT_REQUIRED" {
			t.Errorf("GET with %s from any page: %d %s", name, r.Status, r.Body)
		}
	}
	if log := f.Logged(); strings.Count(log, `"operation":"query Mine"`) != 11 {
		t.Error("the log names a trusted document each time it is asked:", log)
	}
}

// Under enforce, an untrusted document is refused, and nothing of it is executed,
// kept or repeated.
func TestEnforce(t *testing.T) {
	f, _ := trusting(t, documents.Enforce, manifestOf(t, mine))
	other, hash := "{ me { id } } #"+gatewaytest.Canary, manifest.Hash("{ me { id } }")
	for name, c := range map[string]struct {
		body   map[string]any
		status int
		code   string
	}{
		"another query":          {map[string]any{"query": other}, 403, "DOCUMENT_NOT_TRUSTED"},
		"not GraphQL":            {map[string]any{"query": gatewaytest.Canary}, 403, "DOCUMENT_NOT_TRUSTED"},
		"a space more":           {map[string]any{"query": mine + " "}, 403, "DOCUMENT_NOT_TRUSTED"},
		"another id":             {map[string]any{"documentId": gatewaytest.Canary}, 400, "PERSISTED_QUERY_NOT_FOUND"},
		"another hash":           {map[string]any{"extensions": persisted(hash)}, 400, "PERSISTED_QUERY_NOT_FOUND"},
		"capitals":               {map[string]any{"documentId": "sha256:" + strings.ToUpper(manifest.Hash(mine))}, 400, "PERSISTED_QUERY_NOT_FOUND"},
		"registering":            {map[string]any{"query": "{ me { id } }", "extensions": persisted(hash)}, 400, "PERSISTED_QUERY_NOT_SUPPORTED"},
		"another text for an id": {map[string]any{"query": other, "documentId": relayID(mine)}, 400, "PERSISTED_QUERY_NOT_SUPPORTED"},
		"two documents":          {map[string]any{"documentId": relayID(mine), "id": hash}, 400, "BAD_REQUEST"},
		"no hash":                {map[string]any{"query": mine, "extensions": map[string]any{"persistedQuery": gatewaytest.Canary}}, 400, "BAD_REQUEST"},
		"a number for an id":     {map[string]any{"documentId": 1}, 400, "BAD_REQUEST"},
		"nothing":                {map[string]any{"documentId": ""}, 400, "BAD_REQUEST"},
		"another operation":      {map[string]any{"documentId": relayID(mine), "operationName": gatewaytest.Canary}, 200, "OPERATION_NOT_FOUND"},
	} {
		r := f.AskAs(t, "app", c.body)
		if r.Status != c.status || r.Code() != c.code || strings.Contains(r.Body, `"data"`) || strings.Contains(r.Body, gatewaytest.Canary) {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
	}
	if r := f.AskAs(t, "app", map[string]any{"extensions": persisted(hash)}); r.Code() != "PERSISTED_QUERY_NOT_FOUND" {
		t.Error("a caller registered a document:", r.Body)
	}
	if log := f.Logged(); strings.Contains(log, gatewaytest.Canary) || strings.Contains(log, hash) {
		t.Error("the log repeats what was asked:", log)
	}
}

// One client's documents are not available to others, nor are others limited to
// them.
func TestTrustIsByClient(t *testing.T) {
	f, _ := trusting(t, documents.Enforce, manifestOf(t, mine))
	for _, client := range []string{"web", "other"} {
		if r := f.AskAs(t, client, map[string]any{"query": "{ me { id } }"}); r.Status != http.StatusOK || r.Code() != "" {
			t.Errorf("%s: %d %s", client, r.Status, r.Body)
		}
		for _, body := range []map[string]any{{"documentId": relayID(mine)}, {"extensions": persisted(manifest.Hash(mine))}} {
			if r := f.AskAs(t, client, body); r.Code() != "PERSISTED_QUERY_NOT_SUPPORTED" {
				t.Errorf("%s: %d %s", client, r.Status, r.Body)
			}
		}
	}
}

// Where other queries are allowed, a client that sends an unknown id is told to send
// the whole query, which registers nothing.
func TestOtherQueries(t *testing.T) {
	for mode, lines := range map[documents.Mode]int{documents.Off: 0, documents.Log: 2} {
		f, _ := trusting(t, mode, manifestOf(t, mine))
		for _, body := range []map[string]any{{"query": "{ me { id } }"}, {"query": `{ person(id: "` + gatewaytest.Canary + `") { id } }`}, {"query": mine, "variables": map[string]any{"id": "x"}}} {
			if r := f.AskAs(t, "app", body); r.Status != http.StatusOK || r.Code() != "" {
				t.Errorf("%s: %d %s", mode, r.Status, r.Body)
			}
		}
		for _, query := range []string{"", "{ me { id } }", ""} {
			if r := f.AskAs(t, "app", map[string]any{"query": query, "extensions": persisted(manifest.Hash("{ me { id } }"))}); r.Code() != "PERSISTED_QUERY_NOT_SUPPORTED" {
				t.Errorf("%s: %d %s", mode, r.Status, r.Body)
			}
		}
		if log := f.Logged(); strings.Count(log, "document not trusted") != lines || strings.Contains(log, gatewaytest.Canary) {
			t.Errorf("%s: %s", mode, log)
		}
	}
}

// A gateway does not start with a faulty manifest, and reports every fault.
func TestFaultyManifests(t *testing.T) {
	good := "query Good { me { id } }"
	file := filepath.Join(t.TempDir(), "documents.json")
	m := map[string]string{
		relayID(good): good, relayID(mine): good, "a": "{ me { id } }", "b": "query B { me { nme } }", "c": "query C { me", "d": "query D { me { id } } query E { me { id } }",
		"f": "query F { " + strings.Repeat("a: me { id } ", 31) + "}", "g": "fragment G on Person { id }",
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = gateway.New(gateway.Options{Schema: gatewaytest.NewToy(t), Authenticator: gatewaytest.Bearer{}, Clients: []gateway.Client{
		{ID: "app", Trusted: documents.Trusted{File: file}}, {ID: "web", Trusted: documents.Trusted{File: file + ".not"}},
	}})
	for _, want := range []string{
		"client app: document (" + relayID(mine)[:12] + "): has an id that is not the hash", "document (a): must name its operation",
		`B (b): line 1, column 16: Cannot query field "nme" on type "Person". Did you mean "name"?`, "document (c): line 1, column 13: The document is not GraphQL.",
		"document (d): must have one operation", "document (f): The query has too many aliases.", "document (g): must have one operation",
		"client web: the file cannot be read",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not told in %v", want, err)
		}
	}
	named := `{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"a","name":"Other","type":"query","body":"query Good { me { id } }"}]}`
	schema := gatewaytest.NewToy(t).Schema()
	if _, faults := documents.ReadManifest([]byte(named), schema, schema, documents.Limits{}); len(faults) != 1 || !strings.Contains(faults[0], "is query Good, and not what the manifest says") {
		t.Error(faults)
	}
}

func TestDeprecated(t *testing.T) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `
	  type Query { a(x: Int @deprecated, k: Kind): Query b: Int @deprecated(reason: "a") c: Int }
	  enum Kind { OLD @deprecated NEW }`})
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		`query Q { c a(k: NEW) { c } }`:                                       "",
		`query Q { a(x: 1, k: OLD) { ...F } b } fragment F on Query { d: b }`: "Kind.OLD Query.a(x:) Query.b",
	} {
		m, faults := documents.ReadManifest([]byte(manifestOf(t, query)), schema, schema, documents.Limits{})
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		if got := strings.Join(m.Documents[0].Deprecated, " "); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
}

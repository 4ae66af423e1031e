//go:build npm

package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// The audits of GraphQL over HTTP (npm graphql-http), against a gateway as in
// production, with a client that may see the schema, since one audit requests a
// type. Optional behaviour we leave out is GET without a header that other sites
// cannot send.
func TestAudit(t *testing.T) {
	private, public := keys(t)
	_, line := starts(t, "{", stdout, "registers", "--listen", "127.0.0.1:0", "--people", "0", "--client-key", write(t, "public.jwk", public), "--json")
	r := parseReady(t, line)
	config := strings.Replace(serveConfig(r, write(t, "helseid.jwk", private)), "clients: [", `clients: [{id: analyst, scopes: ["helsegraf:read"], introspection: true}, `, 1)
	_, line = starts(t, "listening", stderr, "serve", "--config", write(t, "helsegraf.yaml", config))
	var listening struct{ Address string }
	if err := json.Unmarshal([]byte(line), &listening); err != nil {
		t.Fatal(err)
	}
	status, token, errs := runs(t, nil, "token", "line", "--issuer", r.Issuer, "--client", "analyst")
	if status != 0 {
		t.Fatal(errs)
	}
	out := execute(t, npm(t, "npm"), []string{"GRAPHQL_URL=http://" + listening.Address + "/graphql", "GRAPHQL_TOKEN=" + strings.TrimSpace(token)}, "node", "audit.mjs")
	passed, counts := map[string]int{}, map[string]int{}
	for line := range strings.Lines(out) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		level, result := fields[0], fields[1]
		counts[level]++
		if result == "ok" {
			passed[level]++
		} else if level != "MAY" {
			t.Error(line)
		} else {
			t.Log(line)
		}
	}
	for level, want := range map[string]int{"MUST": 13, "SHOULD": 23, "MAY": 25} {
		if counts[level] != want || passed[level] < want && level != "MAY" {
			t.Errorf("%s: %d of %d", level, passed[level], counts[level])
		}
		t.Logf("%s: %d of %d", level, passed[level], counts[level])
	}
}

package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
)

// printed is what the command schema prints.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	status, out, errs := runs(t, nil, append([]string{"schema"}, args...)...)
	if status != 0 || errs != "" {
		t.Fatalf("exit %d: %s", status, errs)
	}
	return out
}

func TestSchema(t *testing.T) {
	want, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	if out := printed(t); out != string(want) {
		t.Errorf("%d bytes of %d", len(out), len(want))
	}
	if printed(t, "--client", "web") != string(want) {
		t.Error("who may open everything sees something else")
	}
	for _, config := range [][]string{nil, {"--config", "../../deploy/helsegraf.yaml"}} {
		part := printed(t, append(config, "--client", "partner")...)
		subgraph := printed(t, append(config, "--client", "partner", "--federation")...)
		for _, sdl := range []string{part, subgraph} {
			if !strings.Contains(sdl, "exemptionCard(") || strings.Contains(sdl, "prescriptions(") || strings.Contains(sdl, "type HospitalJournal") {
				t.Errorf("%v: a partner sees %s", config, sdl)
			}
		}
		if !strings.Contains(part, "_service") || strings.Contains(subgraph, "_service") {
			t.Errorf("%v: only the subgraph goes without what every subgraph has", config)
		}
	}
}

// Every way to read a client's schema from a running gateway gives what the
// command prints.
func TestSchemaByEveryDoor(t *testing.T) {
	p, line := starts(t, "{", stdout, "demo", "--listen", "127.0.0.1:0", "--people", "0", "--json")
	defer p.ends(t)
	r := parseReady(t, line)
	for _, client := range []string{"web", "partner", ""} {
		var login, of []string
		if client != "" {
			_, token, _ := runs(t, nil, "token", "line", "--client", client, "--issuer", r.Issuer)
			login, of = []string{"Authorization: Bearer " + strings.TrimSpace(token)}, []string{"--client", client}
		}
		if _, body := send(t, http.MethodGet, r.Gateway+"/schema.graphql", "", login...); body != printed(t, of...) {
			t.Errorf("%q is shown another schema", client)
		}
		_, body := send(t, http.MethodPost, r.GraphQL, `{"query":"query($named: String!) { _service { sdl } __type(name: $named) { name } }","variables":{"named":"Prescription"}}`,
			append(login, "Content-Type: application/json")...)
		var response struct {
			Data struct {
				Service struct{ SDL string }   `json:"_service"`
				Type    *struct{ Name string } `json:"__type"`
			}
		}
		if err := json.Unmarshal([]byte(body), &response); err != nil {
			t.Fatal(err)
		}
		if response.Data.Service.SDL != printed(t, append(of, "--federation")...) {
			t.Errorf("%q is given another subgraph: %.200s", client, body)
		}
		if (response.Data.Type != nil) != (client != "partner") {
			t.Errorf("%q is told of prescriptions: %v", client, response.Data.Type)
		}
	}
}

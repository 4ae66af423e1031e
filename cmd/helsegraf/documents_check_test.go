package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// trustedDocuments is a manifest with an operation of each kind.
const trustedDocuments = `{
  "card": "query Card($year: Int) { viewer { person { id exemptionCard(year: $year) { status paid { amount } } } } }",
  "all-1": "query All($ids: [ID!]!, $no: Boolean!) { people(ids: $ids) { generalPractitioner { since } exemptionCard @skip(if: $no) { status } } }"
}`

func TestDocumentsCheck(t *testing.T) {
	file := write(t, "documents.json", trustedDocuments)
	for _, args := range [][]string{nil, {"--client", "web"}, {"--client", "partner"}, {"--config", "../../deploy/helsegraf.yaml", "--client", "partner"}} {
		status, out, errs := runs(t, nil, append([]string{"documents", "check", file}, args...)...)
		if status != 0 || errs != "" {
			t.Errorf("%v: exit %d: %s", args, status, errs)
		}
		want := [][]string{
			{"OPERATION", "TYPE", "ID", "CALLS", "REPRESENTED", "REGISTERS", "DEPRECATED"},
			{"All", "query", "all-1", "206", "FASTLEGEREGISTER", "1,", "FOLKEREGISTER", "2,", "FRIKORT", "100,", "PERSONVERN", "102,", "USAGE_LOG", "1"},
			{"Card", "query", "card", "5", "FOLKEREGISTER", "1,", "FRIKORT", "2,", "PERSONVERN", "1,", "USAGE_LOG", "1"},
		}
		for i, line := range strings.Split(strings.TrimSpace(out), "\n") {
			if i >= len(want) || strings.Join(strings.Fields(line), " ") != strings.Join(want[i], " ") {
				t.Errorf("%v: %s", args, line)
			}
		}
	}
}

// The cost reported for the opening query of an application equals the one in
// its journey.
func TestDocumentsCheckTellsTheJourneysCalls(t *testing.T) {
	query, err := os.ReadFile(filepath.Join(journeys, "my-health.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(map[string]string{"my-health": string(query)})
	if err != nil {
		t.Fatal(err)
	}
	status, out, errs := runs(t, nil, "documents", "check", "--json", write(t, "documents.json", string(text)))
	var got struct {
		Documents []checked
		Faults    []string
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 || len(got.Documents) != 1 || len(got.Faults) != 0 {
		t.Fatal(status, out, errs)
	}
	journey, err := os.ReadFile(filepath.Join(journeys, "my-health-line.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	_, calls, _ := strings.Cut(string(journey), "-- calls --\n")
	calls, _, _ = strings.Cut(calls, "-- audit --")
	made := 0
	for line := range strings.Lines(calls) {
		register, after, _ := strings.Cut(line, " ")
		_, n, _ := strings.Cut(after, ": ")
		n, _, _ = strings.Cut(n, " ")
		if strings.HasPrefix(after, "Jwk") { // cached across requests
			continue
		}
		var count int
		if err := json.Unmarshal([]byte(n), &count); err != nil {
			t.Fatal(line, err)
		}
		made += count
		if !strings.Contains(strings.ReplaceAll(strings.ToLower(out), "_", ""), `"`+register+`"`) {
			t.Errorf("%s is not among %s", register, out)
		}
	}
	if made == 0 || got.Documents[0].Calls != made {
		t.Errorf("%d calls are made, %d are told", made, got.Documents[0].Calls)
	}
}

// All faults are reported, and the exit code is nonzero.
func TestDocumentsCheckFaults(t *testing.T) {
	bad := write(t, "bad.json", `{"card": "query Card { viewer { person { prescriptions { totalCount } } } }", "nobody": "{ viewer { person { id } } }"}`)
	limits := write(t, "limits.yaml", "limits: {calls: 100, depth: 3}\nclients: [{id: web, scopes: [\"helsegraf:read\"]}]")
	good := write(t, "documents.json", trustedDocuments)
	for name, c := range map[string]struct {
		args []string
		want []string
	}{
		"an operation without a name":    {[]string{bad}, []string{bad + ": document (nobody): must name its operation"}},
		"fields the client does not see": {[]string{bad, "--client", "partner"}, []string{`Card (card): line 1, column 32: Cannot query field "prescriptions" on type "Person"`, "must name its operation"}},
		"the limits":                     {[]string{good, "--config", limits}, []string{"document (card): The query is too deep.", "All (all-1): can have 206 calls made to registers; the limit is 100"}},
		"an unknown application":         {[]string{good, "--client", "nobody"}, []string{"no client nobody"}},
		"no manifest":                    {[]string{good + ".not"}, []string{"cannot be read"}},
		"no configuration":               {[]string{good, "--config", good + ".not"}, []string{"cannot be read"}},
	} {
		status, _, errs := runs(t, nil, append([]string{"documents", "check"}, c.args...)...)
		if status != 1 {
			t.Errorf("%s: exit %d", name, status)
		}
		for _, want := range c.want {
			if !strings.Contains(errs, want) {
				t.Errorf("%s: %q is not told in %s", name, want, errs)
			}
		}
	}
	status, out, _ := runs(t, nil, "documents", "check", "--json", bad)
	var got struct{ Faults []string }
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != 1 || len(got.Faults) != 1 {
		t.Error(status, out)
	}
}

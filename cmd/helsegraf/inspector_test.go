//go:build npm

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// pairs are the pairs of schemas in graph/contract's tests.
const pairs = "../../graph/contract/testdata/pairs"

// The file beside each pair of schemas is graphql-inspector's verdict, and each
// of its rules occurs in some pair. -update rewrites the files.
func TestInspector(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(pairs, "*.txtar"))
	if err != nil || len(files) < 40 {
		t.Fatalf("%d pairs: %v", len(files), err)
	}
	archives, inputs := map[string]*txtar.Archive{}, map[string]map[string]string{}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		archives[file] = a
		inputs[file] = map[string]string{"old": string(a.Files[0].Data), "new": string(a.Files[1].Data)}
	}
	text, err := json.Marshal(inputs)
	if err != nil {
		t.Fatal(err)
	}
	dir := npm(t, "inspector")
	if err := os.WriteFile(filepath.Join(dir, "pairs.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	var output struct {
		Found map[string][]struct{ Criticality, Rule, Path, Message string }
		Rules []string
	}
	if err := json.Unmarshal([]byte(execute(t, dir, nil, "node", "diff.mjs")), &output); err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	for file, a := range archives {
		var lines []string
		for _, c := range output.Found[file] {
			met[c.Rule] = true
			lines = append(lines, fmt.Sprintf("%s\t%s\t%s\t%s\n", c.Criticality, c.Rule, c.Path, strings.ReplaceAll(c.Message, "\n", " ")))
		}
		slices.Sort(lines)
		got := strings.Join(lines, "")
		if *update {
			a.Files[2].Data = []byte(got)
			if err := os.WriteFile(file, txtar.Format(a), 0o600); err != nil {
				t.Fatal(err)
			}
		} else if got != string(a.Files[2].Data) {
			t.Errorf("%s: graphql-inspector says\n%s", file, got)
		}
	}
	for _, rule := range output.Rules {
		// These are about directives in queries, which no schema has.
		if !met[rule] && rule != "DIRECTIVE_USAGE_FIELD_ADDED" && rule != "DIRECTIVE_USAGE_FIELD_REMOVED" {
			t.Errorf("no pair meets %s", rule)
		}
	}
}

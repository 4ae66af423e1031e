package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"helsegraf/graph/contract"
)

// older is an earlier version of the schema, in which people had a shoe size.
func older(t *testing.T) string {
	t.Helper()
	before, after, _ := strings.Cut(printed(t), "\ntype Person ")
	head, fields, _ := strings.Cut(after, "{\n")
	was := before + "\ntype Person " + head + "{\n  shoeSize(foot: String): Size\n" + fields + "\n\"How large a foot is.\"\nscalar Size\n"
	return was
}

// manifests is a directory of two clients' trusted documents.
func manifests(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"web.json":    `{"shoe": "query Shoe { viewer { person { shoeSize } } }", "id": "query Id { viewer { person { id } } }"}`,
		"portal.json": `{"card": "query Card { viewer { person { exemptionCard { status } } } }"}`,
		"README.md":   "no manifest",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSchemaCheck(t *testing.T) {
	status, out, errs := runs(t, nil, "schema", "check", "--against", write(t, "older.graphqls", older(t)), "--manifests", manifests(t))
	if status != 1 || errs != "" {
		t.Errorf("exit %d: %s", status, errs)
	}
	want := `BREAKING
  Person.shoeSize  is removed
                   breaks web: Shoe (shoe)
  Size             is removed
                   breaks web: Shoe (shoe)

DOCUMENTS NO LONGER VALID
  web  Shoe (shoe)  Cannot query field "shoeSize" on type "Person".

2 breaking, 0 dangerous, 0 safe
`
	if out != want {
		t.Errorf("%s", out)
	}
}

func TestSchemaCheckStatus(t *testing.T) {
	is, was := write(t, "newer.graphqls", printed(t)), write(t, "older.graphqls", older(t))
	broken := write(t, "web.json", `{"none": "query None { nothing }"}`)
	for args, want := range map[string]struct {
		status int
		says   string
	}{
		"--against " + is:                                                   {0, "0 breaking, 0 dangerous, 0 safe\n"},
		"--against " + was + " --allow-breaking":                            {0, "2 breaking"},
		"--against " + is + " --schema " + was:                              {0, "0 breaking, 0 dangerous, 4 safe"},
		"--against " + was + " --schema " + was:                             {0, "0 safe"},
		"--against " + is + " --manifests " + filepath.Dir(broken):          {0, "(nor was it before)"},
		"--against " + was + " --client portal --manifests " + manifests(t): {1, "2 breaking"},
		"--against " + is + " --client nobody --manifests " + manifests(t):  {1, "nobody has no manifest"},
		"--against " + is + " --client web":                                 {1, "web has no manifest"},
		"--against " + is + " --manifests /none":                            {1, "/none cannot be read"},
		"--against /none":                                                   {1, "/none cannot be read"},
		"--against " + broken:                                               {1, "not a schema"},
		"--against " + "/dev/null":                                          {1, "has no query type"},
		"--schema " + is:                                                    {2, "--against"},
		"--against " + is + " --jsn":                                        {2, "--jsn"},
	} {
		status, out, errs := runs(t, nil, append([]string{"schema", "check"}, strings.Fields(args)...)...)
		if status != want.status || !strings.Contains(out+errs, want.says) {
			t.Errorf("%s: exit %d: %s%s", args, status, out, errs)
		}
		if strings.Contains(args, "portal") && strings.Contains(out, "breaks") {
			t.Errorf("another client's documents are looked at: %s", out)
		}
	}
	faulty := t.TempDir()
	if err := os.WriteFile(filepath.Join(faulty, "web.json"), []byte(`{"a": 1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := runs(t, nil, "schema", "check", "--against", is, "--manifests", faulty); status != 1 || !strings.Contains(errs, "is not text") {
		t.Errorf("exit %d: %s", status, errs)
	}
}

func TestSchemaCheckJSON(t *testing.T) {
	status, out, errs := runs(t, nil, "schema", "check", "--json", "--against", write(t, "older.graphqls", older(t)), "--manifests", manifests(t))
	var got compared
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != 1 {
		t.Fatal(status, err, errs)
	}
	if got.Counts[contract.Breaking] != 2 || len(got.Counts) != 3 || len(got.Changes) != 2 || len(got.Broken) != 1 {
		t.Fatal(out)
	}
	if c := got.Changes[0]; c.Rule != "FIELD_REMOVED" || c.Coordinate != "Person.shoeSize" || len(c.Breaks) != 1 || c.Breaks[0].Client != "web" {
		t.Errorf("%+v", c)
	}
}

// The manifests come from the clients in a configuration, and the older schema
// may come from standard input.
func TestSchemaCheckConfigured(t *testing.T) {
	file := write(t, "documents.json", `{"shoe": "query Shoe { viewer { person { shoeSize } } }"}`)
	config := write(t, "helsegraf.yaml", "clients:\n  - {id: app, scopes: [\"helsegraf:read\"], documents: {file: "+file+"}}\n")
	var out strings.Builder
	p := &program{Context: t.Context(), stdin: strings.NewReader(older(t)), stdout: &out}
	err := schemaCheckCommand{Against: "-", Config: config}.Run(p)
	if !errors.Is(err, exitCode(1)) || !strings.Contains(out.String(), "breaks app: Shoe (shoe)") {
		t.Errorf("%v: %s", err, out.String())
	}
}

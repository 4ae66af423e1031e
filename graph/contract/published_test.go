package contract_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/contract"
)

// months is how long before it goes a thing is deprecated.
const months = 6

// reason is what @deprecated says: what to use instead, and until when it
// stays.
var reason = regexp.MustCompile(`^\S.*\. Removed after (\d{4}-\d{2}-\d{2})\.$`)

// heading begins a version in the changelog.
var heading = regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+), (\d{4}-\d{2}-\d{2})$`)

// published are the versions whose schemas are kept, the last one last.
func published(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("published/*.graphqls")
	if err != nil || len(files) == 0 {
		t.Fatal("no schema is published", err)
	}
	var versions []string
	for _, file := range files {
		versions = append(versions, strings.TrimSuffix(filepath.Base(file), ".graphqls"))
	}
	slices.SortFunc(versions, func(a, b string) int { return slices.Compare(numbers(t, a), numbers(t, b)) })
	return versions
}

func numbers(t *testing.T, version string) []int {
	t.Helper()
	n := make([]int, 3)
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &n[0], &n[1], &n[2]); err != nil {
		t.Fatalf("%q is no version: make publish-schema VERSION=1.2.3", version)
	}
	return n
}

func text(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The schema keeps what CHANGELOG.md promises since the version that was
// published last.
func TestPromise(t *testing.T) {
	versions, changelog := published(t), text(t, "../../CHANGELOG.md")
	for _, h := range heading.FindAllStringSubmatch(changelog, -1) {
		if !slices.Contains(versions, h[1]) {
			t.Errorf("version %s has no schema: make publish-schema VERSION=%s", h[1], h[1])
		}
	}
	last := versions[len(versions)-1]
	from, to := load(t, text(t, "published/"+last+".graphqls")), load(t, text(t, "../../schema.graphqls"))
	for _, broken := range promise(from, to, changelog, time.Now()) {
		t.Errorf("since %s: %s", last, broken)
	}
	if t.Failed() && !strings.Contains(changelog, "\n## "+last+", ") {
		t.Logf("%s is not out yet: make publish-schema VERSION=%s", last, last)
	}
}

// promise is what the promise does not allow of the changes to a schema.
func promise(from, to *ast.Schema, changelog string, today time.Time) []string {
	var broken []string
	for _, c := range contract.Diff(from, to) {
		if c.Criticality != contract.Breaking || onlyInSchemas(from, c.Coordinate) {
			continue
		}
		entry := announcement(changelog, c.Coordinate)
		switch {
		case entry == "":
			broken = append(broken, fmt.Sprintf("%s %s, and no entry of the changelog begins with [CHANGE] Breaking and has `%s` in it", c.Coordinate, c.Message, c.Coordinate))
		case strings.HasPrefix(entry, "* [CHANGE] Breaking by law: "), strings.HasPrefix(entry, "* [CHANGE] Breaking for security: "):
		case c.Rule == "TYPE_REMOVED": // with the fields that lead to it, each of which is looked at
		case !over(from, c.Coordinate, today):
			broken = append(broken, fmt.Sprintf("%s %s, and was not deprecated until a day that has come", c.Coordinate, c.Message))
		}
	}
	since := time.Time{}
	if h := heading.FindStringSubmatch(changelog); h != nil {
		since, _ = time.Parse(time.DateOnly, h[2])
	}
	for at, why := range deprecations(to) {
		m := reason.FindStringSubmatch(why)
		if m == nil {
			broken = append(broken, fmt.Sprintf("%s is deprecated with %q, which does not say what to use and end with \"Removed after 2027-06-30.\"", at, why))
			continue
		}
		until, err := time.Parse(time.DateOnly, m[1])
		if err != nil || deprecations(from)[at] == "" && until.Before(since.AddDate(0, months, 0)) {
			broken = append(broken, fmt.Sprintf("%s is deprecated until %s, less than %d months on", at, m[1], months))
		}
	}
	return broken
}

// onlyInSchemas reports whether a coordinate is of a directive that no query
// may have.
func onlyInSchemas(s *ast.Schema, at string) bool {
	name, isDirective := strings.CutPrefix(at, "@")
	if !isDirective {
		return false
	}
	name, _, _ = strings.Cut(name, "(")
	return !slices.ContainsFunc(s.Directives[name].Locations, func(l ast.DirectiveLocation) bool {
		return slices.Contains([]ast.DirectiveLocation{
			ast.LocationQuery, ast.LocationMutation, ast.LocationSubscription, ast.LocationField, ast.LocationFragmentDefinition,
			ast.LocationFragmentSpread, ast.LocationInlineFragment, ast.LocationVariableDefinition,
		}, l)
	})
}

// announcement is the entry of what is not yet released that tells of a
// breaking change.
func announcement(changelog, coordinate string) string {
	_, unreleased, _ := strings.Cut(changelog, "\n## Unreleased\n")
	unreleased, _, _ = strings.Cut(unreleased, "\n## ")
	for line := range strings.Lines(unreleased) {
		if strings.HasPrefix(line, "* [CHANGE] Breaking") && strings.Contains(line, "`"+coordinate+"`") {
			return line
		}
	}
	return ""
}

// over reports whether something, or the field whose argument it is, was
// deprecated until a day that has come.
func over(s *ast.Schema, coordinate string, today time.Time) bool {
	all := deprecations(s)
	field, _, _ := strings.Cut(coordinate, "(")
	for _, at := range []string{coordinate, field} {
		if m := reason.FindStringSubmatch(all[at]); m != nil {
			if until, err := time.Parse(time.DateOnly, m[1]); err == nil && today.After(until) {
				return true
			}
		}
	}
	return false
}

// deprecations are the reasons for all that is deprecated.
func deprecations(s *ast.Schema) map[string]string {
	found := map[string]string{}
	note := func(at string, list ast.DirectiveList) {
		if d := list.ForName("deprecated"); d != nil {
			found[at] = "-"
			if r := d.Arguments.ForName("reason"); r != nil {
				found[at] = r.Value.Raw
			}
		}
	}
	for _, def := range s.Types {
		if def.BuiltIn {
			continue
		}
		for _, f := range def.Fields {
			note(def.Name+"."+f.Name, f.Directives)
			for _, a := range f.Arguments {
				note(def.Name+"."+f.Name+"("+a.Name+":)", a.Directives)
			}
		}
		for _, v := range def.EnumValues {
			note(def.Name+"."+v.Name, v.Directives)
		}
	}
	return found
}

// Each thing that breaks clients is found, unless it was announced as the
// promise has it.
func TestPromiseIsKept(t *testing.T) {
	today := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	const due, later = ` @deprecated(reason: "Use born. Removed after 2027-02-28.")`, ` @deprecated(reason: "Use born. Removed after 2027-03-02.")`
	schema := func(field string) string {
		return "directive @law(x: Int) on FIELD_DEFINITION\ndirective @once(x: Int) on FIELD\ntype Query { born: Int " + field + " }\nenum Kind { A B }\n"
	}
	for name, c := range map[string]struct {
		from, to, entry string
		want            string
	}{
		"nothing":                     {"age: Int", "age: Int", "", ""},
		"more":                        {"age: Int", "age(at: Int): Int size: Int", "", ""},
		"removed, unsaid":             {"age: Int" + due, "", "", "no entry"},
		"removed, said otherwise":     {"age: Int" + due, "", "[CHANGE] `Query.age` is removed.", "no entry"},
		"removed, another said":       {"age: Int" + due, "", "[CHANGE] Breaking: `Query.ages` is removed.", "no entry"},
		"removed, never deprecated":   {"age: Int", "", "[CHANGE] Breaking: `Query.age` is removed.", "not deprecated"},
		"removed too early":           {"age: Int" + later, "", "[CHANGE] Breaking: `Query.age` is removed.", "not deprecated"},
		"removed":                     {"age: Int" + due, "", "[CHANGE] Breaking: `Query.age` is removed.", ""},
		"removed by law":              {"age: Int", "", "[CHANGE] Breaking by law: `Query.age` is removed.", ""},
		"removed for security":        {"age: Int", "", "[CHANGE] Breaking for security: `Query.age` is removed.", ""},
		"removed for no good":         {"age: Int", "", "[CHANGE] Breaking for fun: `Query.age` is removed.", "not deprecated"},
		"changed":                     {"age: Int", "age: String", "[CHANGE] Breaking: `Query.age` is text.", "not deprecated"},
		"changed after its time":      {"age: Int" + due, "age: String", "[CHANGE] Breaking: `Query.age` is text.", ""},
		"argument":                    {"age(at: Int): Int", "age: Int", "[CHANGE] Breaking: `Query.age(at:)` is removed.", "not deprecated"},
		"argument of what was to go":  {"age(at: Int): Int" + due, "age: Int", "[CHANGE] Breaking: `Query.age(at:)` is removed.", ""},
		"argument that was to go":     {"age(at: Int" + due + "): Int", "age: Int", "[CHANGE] Breaking: `Query.age(at:)` is removed.", ""},
		"argument that must be given": {"age: Int", "age(at: Int!): Int", "", "no entry"},
		"deprecated":                  {"age: Int", `age: Int @deprecated(reason: "Use born. Removed after 2027-07-01.")`, "", ""},
		"deprecated for a month":      {"age: Int", `age: Int @deprecated(reason: "Use born. Removed after 2027-02-01.")`, "", "less than 6 months"},
		"deprecated before":           {"age: Int" + later, "age: Int" + later, "", ""},
		"deprecated for no reason":    {"age: Int", "age: Int @deprecated", "", "does not say"},
		"deprecated until whenever":   {"age: Int", `age: Int @deprecated(reason: "Use born.")`, "", "does not say"},
	} {
		changelog := "# Changelog\n\n## Unreleased\n\n* " + c.entry + "\n\n## 0.1.0, 2027-01-01\n\n* [CHANGE] Breaking by law: `Query.age` and `Query.age(at:)` are old.\n"
		got := promise(load(t, schema(c.from)), load(t, schema(c.to)), changelog, today)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
	// Directives that stand in schemas are for readers; those in queries are not.
	from := load(t, schema(""))
	for was, want := range map[string]int{"@law(x: Int)": 0, "@once(x: Int)": 1} {
		to := load(t, strings.Replace(schema(""), was, strings.TrimSuffix(was, "(x: Int)"), 1))
		if got := promise(from, to, "", today); len(got) != want {
			t.Errorf("%s: %q", was, got)
		}
	}
}

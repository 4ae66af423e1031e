package documents

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"helsegraf/graph"
)

// A document is kept, and its hash logged, only if no name chosen by the client can
// be a person's.
func TestCaseB13NamesAreNotKept(t *testing.T) {
	t.Parallel()
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	q := NewCache(schema, Limits{})
	kept := func(query string) (bool, *Document) {
		t.Helper()
		doc, known, f := q.Read(query)
		if f != nil || known {
			t.Fatal(query, f, known)
		}
		if f := q.Validate(doc, true); f != nil {
			t.Fatal(query, f.Errors)
		}
		_, known, _ = q.Read(query)
		return known, doc
	}
	for _, query := range []string{
		`query KariTestesen { viewer { person { age } } }`,
		`query Testesen { viewer { person { age } } }`,
		`{ Testesen: viewer { person { age } } }`,
		`{ viewer { person { kari_nordmann: age } } }`,
		`query($testesen: Int) { viewer { person { exemptionCard(year: $testesen) { year } } } }`,
		`{ viewer { person { ...Testesen } } } fragment Testesen on Person { age }`,
		`{ viewer { ... on Viewer { person { ... { ... on Person { personTestesen: age } } } } } }`,
		`{ k_a_r_i: viewer { person { age } } }`,
		`{ p0102o0312: viewer { person { age } } }`,
		`{ person(id: "x") { age } }`,
		`query($id: ID = "Kari") { person(id: $id) { age } }`,
		`query($id: ID! = 12345) { person(id: $id) { age } }`,
	} {
		if known, doc := kept(query); known || doc.Hash() != "" || doc.LogName() != "" {
			t.Errorf("kept: %s", query)
		}
	}
	for _, query := range []string{
		`{ viewer { person { age } } }`,
		`query MyHealth { a: viewer { person { age } } }`,
		`query UsageLog2($after: String, $first: Int) { viewer { me: person { usageLog(first: $first, after: $after) { totalCount } } } }`,
		`query BatchOf50($ids: [ID!]!) { people(ids: $ids) { ...PersonFields } } fragment PersonFields on Person { age name { full } }`,
		`{ of2025: viewer { person { exemptionCard(year: 2025) { year } } } }`,
		`query GP_LIST { viewer { person { gp: generalPractitioner { role } } } }`,
	} {
		if known, doc := kept(query); !known || doc.Hash() == "" {
			t.Errorf("not kept: %s", query)
		}
	}
}

// The names used by this project's own front ends, journeys and benchmarks are kept.
func TestCaseB13OwnNamesAreKept(t *testing.T) {
	t.Parallel()
	w := wordsOf(graph.NewExecutableSchema(graph.Config{}).Schema())
	names := regexp.MustCompile(`\b(?:query|fragment) (\w+)(?: on \w+)? ?[({]`)
	found := 0
	for _, file := range []string{"../pages/minhelse/src/queries.js", "../../../cmd/bench/queries.go", "../../../cmd/helsegraf/testdata/journeys/my-health.graphql", "../../../cmd/helsegraf/testdata/journeys/family.graphql"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names.FindAllStringSubmatch(string(text), -1) {
			found++
			if !w.have(name[1]) {
				t.Errorf("%s: %s", file, name[1])
			}
		}
	}
	if found < 10 {
		t.Error("only", found)
	}
	for _, name := range []string{"Testesen", "KariNordmann", "olaNordmann", strings.Repeat("A", 40)} {
		if w.have(name) {
			t.Error(name)
		}
	}
}

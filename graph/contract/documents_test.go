package contract_test

import (
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/contract"
	"helsegraf/graph/manifest"
)

const before = `
directive @once(how: String) on FIELD | QUERY
type Query { me: Person found(by: By, kind: Kind): [Found!] node(id: ID!): Node }
type Person implements Node { id: ID! name: String age: Int notes(year: Int, first: Int): [Note!] }
type Note implements Node { id: ID! text: String }
type Place { id: ID! }
interface Node { id: ID! }
union Found = Person | Note | Place
enum Kind { A B C }
input By { kind: Kind name: String within: Within }
input Within { year: Int month: Int }`

// Every breaking change tells which documents use what it breaks, and no
// other does.
func TestBreaks(t *testing.T) {
	documents := []string{
		`query Name { me { name } }`,
		`query Age { me { ...age } } fragment age on Person { age }`,
		`query Notes($first: Int) { me { notes(year: 2020, first: $first) { id } } }`,
		`query Plain { me { notes { text } } }`,
		`query Found { found(kind: A) { ... on Note { id } } }`,
		`query By($by: By) { found(by: $by) { __typename } }`,
		`query Literal { found(by: {kind: B, within: {year: 1}}) { ... on Person { id } } }`,
		`query Node { node(id: "1") { ... on Person { id } } }`,
		`query Once @once(how: "x") { me { id } }`,
		`query Kinds($kind: Kind) { found(kind: $kind) { __typename } }`,
	}
	var client contract.Client
	client.Name = "app"
	for _, text := range documents {
		client.Documents = append(client.Documents, manifest.Document{Text: text})
	}
	for _, c := range []struct {
		from, to string
		// uses are who uses what is changed; broken are those that are invalid.
		uses, broken string
	}{
		{"age: Int", "", "Age", "Age"},
		{"age: Int", "age: String", "Age", ""},
		{"name: String age", "name: String! age", "", ""},
		{"year: Int, first: Int", "year: Int", "Notes", "Notes"},
		{"year: Int, first: Int", "year: Int, first: Int, of: ID!", "Notes Plain", "Notes Plain"},
		{"year: Int, first: Int", "year: Int, first: Int!", "Notes Plain", "Notes Plain"},
		{"text: String", "body: String", "Plain", "Plain"},
		{"Person | Note | Place", "Person | Place", "Found", "Found"},
		{"Person | Note | Place", "Person | Note", "", ""},
		{"A B C", "A B", "By Kinds", ""},
		{"A B C", "B C", "By Found Kinds", "Found"},
		{"A B C", "A C", "By Kinds Literal", "Literal"},
		{"month: Int", "", "By", ""},
		{"year: Int month", "month", "By Literal", "Literal"},
		{"year: Int month: Int", "year: Int month: Int day: Int!", "By Literal", "Literal"},
		{"type Person implements Node", "type Person", "Node", "Node"},
		{"(how: String) on FIELD | QUERY", "(how: String) on FIELD", "Once", "Once"},
		{"(how: String) on", " on", "Once", "Once"},
		{"year: Int month", "year: Int! month", "By Literal", ""},
		{"month: Int", "month: Int!", "By Literal", "Literal"},
		{"month: Int", "month: Int! = 1", "By", ""},
		{"directive @once(how: String) on FIELD | QUERY", "", "Once", "Once"},
	} {
		if !strings.Contains(before, c.from) {
			t.Fatal(c.from)
		}
		from, to := load(t, before), load(t, strings.Replace(before, c.from, c.to, 1))
		changes := contract.Diff(from, to)
		broken := contract.Break(changes, from, to, []contract.Client{client})
		var uses, invalid []string
		for _, change := range changes {
			for _, u := range change.Breaks {
				if u.Client != "app" || change.Criticality != contract.Breaking {
					t.Errorf("%+v", change)
				}
				uses = append(uses, u.Documents...)
			}
		}
		for _, b := range broken {
			if b.Before || len(b.Faults) == 0 {
				t.Errorf("%+v", b)
			}
			invalid = append(invalid, b.Document)
		}
		slices.Sort(uses)
		if got := strings.Join(slices.Compact(uses), " "); got != c.uses {
			t.Errorf("%s -> %s: used by %s, not %s", c.from, c.to, got, c.uses)
		}
		if got := strings.Join(invalid, " "); got != c.broken {
			t.Errorf("%s -> %s: breaks %s, not %s", c.from, c.to, got, c.broken)
		}
	}
}

// What did not fit before is told apart, and what is no GraphQL is told of.
func TestBrokenBefore(t *testing.T) {
	s := load(t, before)
	got := contract.Break(nil, s, s, []contract.Client{{Name: "app", Documents: []manifest.Document{
		{Name: "Old", Text: `query Old { nothing }`}, {Name: "None", Text: `query {`}, {Name: "Me", Text: `query Me { me { id } }`},
	}}})
	if len(got) != 2 || !got[0].Before || !got[1].Before || got[0].Document != "Old" || got[1].Document != "None" {
		t.Errorf("%+v", got)
	}
}

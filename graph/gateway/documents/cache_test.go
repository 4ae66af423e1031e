package documents

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func TestWithoutPeople(t *testing.T) {
	for text, want := range map[string]struct {
		text string
		ok   bool
	}{
		"{ me { id } }":                            {"{ me { id } }", true},
		"{ card(year: 2026, first: 10) { id } }":   {"{ card(year: 2026, first: 10) { id } }", true},
		"# Line Testesen\n{ me { id } } # 0291754": {"\n{ me { id } } \n", true},
		"# one\r\n{ me } # two\r\n":                {"\n{ me } \n", true},
		"{ person(id: \"x\") { id } }":             {"", false},
		"{ person(id: \"\"\"x\"\"\") { id } }":     {"", false},
		"{ person(id: 2917543596) { id } }":        {"", false},
		"{ n02917543596: me { id } }":              {"", false},
		"{ me # hidden\rid }":                      {"", false},
	} {
		got, ok := withoutPeople(text)
		if ok != want.ok || ok && got != want.text {
			t.Errorf("%q: %q %v", text, got, ok)
		}
		if !ok && got != text {
			t.Errorf("%q was changed: %q", text, got)
		}
	}
}

// An identity number is taken in a variable without a default, wherever else a
// document could hold it; what is refused is not kept, and nothing of it is said.
func TestIdentityNumbersAreTakenInVariables(t *testing.T) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `scalar IdentityNumber
	  input In { key: ID, holder: IdentityNumber, many: [IdentityNumber!], level: Level, days: Int }
	  enum Level { FULL }
	  type Query { me(n: IdentityNumber): Int }
	  type Mutation { give(input: In): Int }`})
	if err != nil {
		t.Fatal(err)
	}
	const number = "14837846839"
	for query, valid := range map[string]bool{
		`mutation($n: IdentityNumber) { give(input: {holder: $n}) }`:                        true,
		`mutation($n: IdentityNumber!) { give(input: {many: [$n]}) }`:                       true,
		`mutation($in: In) { give(input: $in) }`:                                            true,
		`mutation { give(input: {holder: null}) }`:                                          true,
		`mutation { give(input: {holder: "14837846839"}) }`:                                 false,
		`mutation { give(input: {holder: 14837846839}) }`:                                   false,
		`mutation { give(input: {holder: 1483}) }`:                                          false,
		`mutation { give(input: {holder: e14837846839}) }`:                                  false,
		`mutation { give(input: {holder: true}) }`:                                          false,
		`mutation { give(input: {many: ["14837846839"]}) }`:                                 false,
		`mutation { give(input: {many: "14837846839"}) }`:                                   false,
		`mutation { give(input: {holder: """14837846839"""}) }`:                             false,
		`mutation { give(input: {holder: {a: "14837846839"}}) }`:                            false,
		`mutation($n: IdentityNumber = "14837846839") { give(input: {holder: $n}) }`:        false,
		`mutation($in: In = {holder: "14837846839"}) { give(input: $in) }`:                  false,
		`mutation($in: In = {many: [14837846839]}) { give(input: $in) }`:                    false,
		`{ me(n: "14837846839") }`:                                                          false,
		`query($n: IdentityNumber = 14837846839) { me(n: $n) }`:                             false,
		`mutation { ...F } fragment F on Mutation { give(input: {holder: "14837846839"}) }`: false,
	} {
		for _, open := range []bool{true, false} {
			d := NewCache(schema, Limits{})
			doc, _, f := d.Read(query)
			if f != nil {
				t.Fatal(f.Errors)
			}
			if f = d.Validate(doc, open); (f == nil) != valid {
				t.Errorf("%s: valid %t", query, f == nil)
			}
			if f != nil && strings.Contains(fmt.Sprint(f.Errors), number) || f != nil && d.kept.Len() > 0 {
				t.Errorf("%s: %v, %d kept", query, f.Errors, d.kept.Len())
			}
		}
	}
}

// A mutation that says what it changes in its own text is not kept.
func TestMutationsOfOneChangeAreNotKept(t *testing.T) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `input In { key: ID, level: Level, on: Boolean, days: Int, many: [Int] }
	  enum Level { FULL }
	  type Query { me(days: Int): Int }
	  type Mutation { give(input: In): Int }`})
	if err != nil {
		t.Fatal(err)
	}
	for query, kept := range map[string]bool{
		`mutation($key: ID) { give(input: {key: $key, level: FULL, on: true}) }`: true,
		`mutation { give(input: {key: 12}) }`:                                    false,
		`mutation { give(input: {key: "k"}) }`:                                   false,
		`mutation { give(input: {days: 12}) }`:                                   false,
		`mutation { give(input: {many: [1]}) }`:                                  false,
		`mutation($level: Level = FULL) { give(input: {level: $level}) }`:        false,
		`query($days: Int = 12) { me(days: $days) }`:                             true,
		`{ me(days: 12) }`: true,
	} {
		d := NewCache(schema, Limits{})
		doc, _, f := d.Read(query)
		if f == nil {
			f = d.Validate(doc, true)
		}
		if f != nil {
			t.Fatal(query, f.Errors)
		}
		if _, found, _ := d.Read(query); found != kept {
			t.Errorf("%s: kept %t", query, found)
		}
	}
}

// Documents are found again, except those that could hold a person's data and those
// that do not fit the schema, which are not kept.
func TestDocumentsKept(t *testing.T) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `type Query { me(id: ID): Query, name: String }`})
	if err != nil {
		t.Fatal(err)
	}
	d := NewCache(schema, Limits{})
	ask := func(query string) (known bool) {
		t.Helper()
		doc, known, f := d.Read(query)
		if f != nil {
			t.Fatal(f.Errors)
		}
		if !known {
			d.Validate(doc, true)
		}
		return known
	}
	for query, kept := range map[string]bool{
		`{ me { name } }`:                         true,
		`query($id: ID) { me(id: $id) { name } }`: true,
		`{ me(id: "x") { name } }`:                false,
		`{ me(id: 291754) { name } }`:             false,
		`{ me { nothing } }`:                      false,
	} {
		if ask(query) {
			t.Errorf("%s: known at once", query)
		}
		if ask(query) != kept {
			t.Errorf("%s: kept is %v", query, !kept)
		}
	}
	ask("# a comment\n{ name }")
	if !ask("# another\n{ name }") {
		t.Error("a comment makes another document")
	}
}

func TestDocumentsKeptAreBounded(t *testing.T) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `type Query { name: String }`})
	if err != nil {
		t.Fatal(err)
	}
	d := NewCache(schema, Limits{})
	favourite := "{ name }"
	for i := range 300 {
		for _, query := range []string{favourite, fmt.Sprintf("query Q%d { name }%s", i, strings.Repeat(" ", 4<<10))} {
			doc, known, f := d.Read(query)
			if f != nil {
				t.Fatal(f.Errors)
			}
			if i > 0 && query == favourite && !known {
				t.Fatal("the one most used was put out")
			}
			if !known {
				d.Validate(doc, true)
			}
		}
	}
	size := 0
	for _, text := range d.kept.Keys() {
		size += len(text)
	}
	if d.size > mostKept || d.size != size || d.kept.Len() > mostKept/(4<<10)+1 {
		t.Error(d.size, size, d.kept.Len())
	}
}

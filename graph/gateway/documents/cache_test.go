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

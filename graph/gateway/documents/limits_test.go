package documents_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph/gateway"
)

// The limits are small here, so that both sides of each are easy to read.
func TestLimits(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) {
		o.Limits = gateway.Limits{Tokens: 60, Operations: 2, Selections: 12, Fragments: 2, Depth: 4, Aliases: 3, Names: 8, RootFields: 3, Directives: 3}
	})
	for name, c := range map[string]struct{ within, beyond, code string }{
		"tokens":      {`{ me { id } }` + strings.Repeat(" #\n", 40), `{ me(` + strings.Repeat("a: 1 ", 20) + `) { id } }`, "TOO_MANY_TOKENS"},
		"operations":  {`query A { me { id } } query B { me { id } }`, `query A { me { id } } query B { me { id } } query C { me { id } }`, "TOO_MANY_OPERATIONS"},
		"fields":      {`{ me { id name friend { id name friend { id name } } } }`, `{ me { id name friend { id name id name id name friend { id name id } } } }`, "TOO_MANY_FIELDS"},
		"depth":       {`{ me { friend { friend { id } } } }`, `{ me { friend { friend { friend { id } } } } }`, "QUERY_TOO_DEEP"},
		"aliases":     {`{ a: me { b: id c: name } }`, `{ a: me { b: id c: id d: id } }`, "TOO_MANY_ALIASES"},
		"root fields": {`{ me { id } actor slow: actor }`, `{ me { id } actor actor actor }`, "TOO_MANY_ROOT_FIELDS"},
		"directives":  {`{ me @skip(if: false) { id @skip(if: false) name @include(if: true) } }`, `{ me { id @a @b @c @d } }`, "TOO_MANY_DIRECTIVES"},
		"fragments":   {`{ me { ...F ...F } } fragment F on Person { id }`, `{ me { ...F ...F ...F } } fragment F on Person { id }`, "TOO_MANY_FRAGMENTS"},
		"depth, fragments": {
			`{ me { ...F } } fragment F on Person { friend { friend { id } } }`,
			`{ me { ...F } } fragment F on Person { friend { ...G } } fragment G on Person { friend { friend { id } } }`, "QUERY_TOO_DEEP",
		},
		"aliases, fragments": {
			`{ me { ...F } } fragment F on Person { a: id b: name }`,
			`{ me { ...F friend { ...F } } } fragment F on Person { a: id b: name }`, "TOO_MANY_ALIASES",
		},
		"root fields, fragments": {
			`{ ...F } fragment F on Query { actor me { id name } }`,
			`{ ...F ... { ...G } } fragment F on Query { actor me { id } } fragment G on Query { actor actor }`, "TOO_MANY_ROOT_FIELDS",
		},
		"directives, fragments": {
			`{ me { ...F @skip(if: false) } } fragment F on Person { id @skip(if: false) }`,
			`query @a { me { ...F @a } } fragment F on Person @a { id @a }`, "TOO_MANY_DIRECTIVES",
		},
		"directives, variables": {
			`query($a: Boolean = true) { me { id @skip(if: $a) } }`,
			`query($a: Boolean! @a @b @c @d) { me { id } }`, "TOO_MANY_DIRECTIVES",
		},
		"B1 an alias":                   {`{ me { abcdefgh: id } }`, `{ me { abcdefghi: id } }`, "NAME_TOO_LONG"},
		"B1 an alias, fragments":        {`{ me { ...F } } fragment F on Person { abcdefgh: id }`, `{ me { ...F } } fragment F on Person { abcdefghi: id }`, "NAME_TOO_LONG"},
		"B1 an alias, inline fragments": {`{ me { ... { abcdefgh: id } } }`, `{ me { ... { abcdefghi: id } } }`, "NAME_TOO_LONG"},
		"B1 a field":                    {`{ me { id } }`, `{ me { abcdefghi } }`, "NAME_TOO_LONG"},
		"B1 an operation":               {`query abcdefgh { me { id } }`, `query abcdefghi { me { id } }`, "NAME_TOO_LONG"},
		"B1 a fragment":                 {`{ me { ...abcdefgh } } fragment abcdefgh on Person { id }`, `{ me { id } } fragment abcdefghi on Person { id }`, "NAME_TOO_LONG"},
		"B1 a spread":                   {`{ me { id } }`, `{ me { ...abcdefghi } }`, "NAME_TOO_LONG"},
		"B1 a variable":                 {`query($abcdefgh: Boolean = true) { me { id @skip(if: $abcdefgh) } }`, `query($abcdefghi: Int) { me { id } }`, "NAME_TOO_LONG"},
		"B1 a variable's type":          {`{ me { id } }`, `query($a: [abcdefghi!]) { me { id } }`, "NAME_TOO_LONG"},
		"B1 a variable's use":           {`{ me { id } }`, `{ me { id @skip(if: $abcdefghi) } }`, "NAME_TOO_LONG"},
		"B1 an enum's value":            {`{ me { id } }`, `{ me(a: [abcdefghi]) { id } }`, "NAME_TOO_LONG"},
		"B1 a field of a value":         {`{ me { id } }`, `{ me(a: [{b: {abcdefghi: 1}}]) { id } }`, "NAME_TOO_LONG"},
		"B1 a field of a default":       {`{ me { id } }`, `query($a: Int = {abcdefghi: 1}) { me { id } }`, "NAME_TOO_LONG"},
		"B1 an argument":                {`{ me { id } }`, `{ me(abcdefghi: 1) { id } }`, "NAME_TOO_LONG"},
		"B1 a directive":                {`{ me { id } }`, `{ me { id @abcdefghi } }`, "NAME_TOO_LONG"},
		"B1 an argument of a directive": {`{ me { id } }`, `{ me { id @skip(abcdefghi: 1) } }`, "NAME_TOO_LONG"},
		"B1 a type":                     {`{ me { id } }`, `{ me { ... on Abcdefghi { id } } }`, "NAME_TOO_LONG"},
		"B1 a label":                    {`{ me { ... @defer(label: "abcdefgh") { id } } }`, `{ me { ... @defer(label: "abcdefghi") { id } } }`, "NAME_TOO_LONG"},
		"a fragment nobody spreads": {
			`{ me { id } }`,
			`{ me { id } } fragment F on Person { a: id b: id c: id d: id }`, "TOO_MANY_ALIASES",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if r := f.Ask(t, c.within, gatewaytest.AcceptGraphQL); r.Status != http.StatusOK && r.Code() != "OPERATION_NOT_FOUND" {
				t.Errorf("within: %d %s", r.Status, r.Body)
			}
			for _, accept := range []string{gatewaytest.AcceptGraphQL, "Accept: application/json"} {
				if r := f.Ask(t, c.beyond, accept); r.Status != http.StatusBadRequest || r.Code() != c.code {
					t.Errorf("beyond: %d %s", r.Status, r.Body)
				}
			}
		})
	}
}

// Only the limit on the body bounds the length of a variable's value.
func TestCaseB1LabelOfAVariable(t *testing.T) {
	f := gatewaytest.Start(t)
	if r := f.Ask(t, `query($l: String) { me { ... @defer(label: $l) { id } } }`, gatewaytest.AcceptGraphQL); r.Code() != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("%d %s", r.Status, r.Body)
	}
}

// heavy returns documents that cost other gateways seconds, as large as the default
// limits allow.
func heavy() map[string]string {
	fragments := func(n int, body string) string {
		var b strings.Builder
		b.WriteString(`{ me { ...F0 } }`)
		for i := range n {
			fmt.Fprintf(&b, ` fragment F%d on Person { %s }`, i, strings.ReplaceAll(body, "NEXT", fmt.Sprintf("F%d", i+1)))
		}
		fmt.Fprintf(&b, ` fragment F%d on Person { id }`, n)
		return b.String()
	}
	numbered := func(n int, one string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, one, i)
		}
		return b.String()
	}
	return map[string]string{
		"fragments twice":        fragments(30, `...NEXT ...NEXT`),
		"fragments in fields":    fragments(30, `friend { ...NEXT } f: friend { ...NEXT }`),
		"a circle of fragments":  fragments(30, `...NEXT ...F0`),
		"one field again":        `{ me { ` + strings.Repeat("id ", 490) + `} }`,
		"one object again":       `{ me { ` + strings.Repeat("friend { id } ", 240) + `} }`,
		"inline fragments":       `{ me { ` + strings.Repeat("... on Person { id ", 300) + strings.Repeat("}", 300) + ` } }`,
		"inline, within":         `{ me { ` + strings.Repeat(strings.Repeat("... on Person { id ", 35)+strings.Repeat("}", 35), 7) + ` } }`,
		"inline beside":          `{ me { ` + strings.Repeat("... on Person { friend { id } } ", 160) + `} }`,
		"fragments beside":       `{ me { ` + numbered(120, "...F%d ") + `} }` + numbered(120, " fragment F%d on Person { friend { id } }"),
		"aliases":                `{ me { ` + numbered(600, "a%d: id ") + `} }`,
		"unknown fields":         `{ me { ` + numbered(900, "nam%d ") + `} }`,
		"unknown fragments":      `{ me { ` + numbered(200, "...X%d ") + `} }`,
		"unused fragments":       `{ me { id } } ` + numbered(200, "fragment F%d on Person { id friend { id } } "),
		"unused variables":       `query(` + numbered(450, "$v%d: Int ") + `) { me { id } }`,
		"directives":             `{ me { id ` + strings.Repeat("@a ", 900) + `} }`,
		"a list in a list":       `{ many(first: ` + strings.Repeat("[", 900) + strings.Repeat("]", 900) + `) { id } }`,
		"selections in each":     strings.Repeat("{ me ", 900) + strings.Repeat("}", 900),
		"operations":             numbered(400, "query Q%d { me { id } } "),
		"nothing but commas":     strings.Repeat(",", 60_000),
		"nothing but comments":   strings.Repeat("#\n", 20_000),
		"one long name":          `{ ` + strings.Repeat("n", 60_000) + ` }`,
		"circular introspection": `{ __schema { types { ` + strings.Repeat("fields { type { ", 9) + "name" + strings.Repeat(" } }", 9) + ` } } }`,
	}
}

// No document within the size limits takes more than a moment, whether it is refused
// by counting or only by validation.
func TestHeavyDocuments(t *testing.T) {
	f := gatewaytest.Start(t)
	for name, query := range heavy() {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			r := f.Ask(t, query, gatewaytest.AcceptGraphQL)
			if r.Status != http.StatusBadRequest && r.Status != http.StatusOK {
				t.Errorf("%d %.300s", r.Status, r.Body)
			}
			if len(r.Body) > 64<<10 {
				t.Errorf("answer of %d bytes", len(r.Body))
			}
			took := time.Since(begun)
			t.Logf("%d in %v", r.Status, took)
			if took > time.Second {
				t.Error("too slow")
			}
		})
	}
}

func TestUsualIntrospectionIsWithinLimits(t *testing.T) {
	const query = `query IntrospectionQuery { __schema { queryType { name } types { ...FullType } directives { name args { ...InputValue } } } }
fragment FullType on __Type { kind name fields(includeDeprecated: true) { name args { ...InputValue } type { ...TypeRef } } inputFields { ...InputValue } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`
	f := gatewaytest.Start(t)
	if r := f.Ask(t, query, gatewaytest.AcceptGraphQL); r.Status != http.StatusOK {
		t.Errorf("%d %.300s", r.Status, r.Body)
	}
}

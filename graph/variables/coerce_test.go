package variables_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/variables"
)

// The graph has no input objects, no Float and no lists of lists; whoever adds
// one has it read as GraphQL says.
func TestCaseB3WhatTheSchemaHasNotYet(t *testing.T) {
	t.Parallel()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `
	  enum E { A B }
	  scalar Any
	  input I { n: Int = 3, must: E!, list: [[Int!]], in: I, some: String! = "s" }
	  type Query { i(i: I): Int f(f: Float): Int l(l: [[Int]]): Int a(a: Any): Int e(e: [E!]): Int }`})
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct{ query, given, want string }{
		"an object, its defaults filled in":   {`query($v: I) { i(i: $v) }`, `{"must":"A"}`, `{"must":"A","n":3,"some":"s"}`},
		"null is not absent":                  {`query($v: I) { i(i: $v) }`, `{"must":"A","n":null}`, `{"must":"A","n":null,"some":"s"}`},
		"an object in an object":              {`query($v: I) { i(i: $v) }`, `{"must":"A","in":{"must":"B","n":1.0}}`, `{"in":{"must":"B","n":1,"some":"s"},"must":"A","n":3,"some":"s"}`},
		"a field that is missing":             {`query($v: I) { i(i: $v) }`, `{}`, ""},
		"a field that is missing below":       {`query($v: I) { i(i: $v) }`, `{"must":"A","in":{}}`, ""},
		"a field there is not":                {`query($v: I) { i(i: $v) }`, `{"must":"A","x":1}`, ""},
		"null for a field that must not be":   {`query($v: I) { i(i: $v) }`, `{"must":"A","some":null}`, ""},
		"a list for an object":                {`query($v: I) { i(i: $v) }`, `[{"must":"A"}]`, ""},
		"a text for an object":                {`query($v: I) { i(i: $v) }`, `"A"`, ""},
		"a default that is an object":         {`query($v: I = {must: B}) { i(i: $v) }`, "", `{"must":"B","n":3,"some":"s"}`},
		"a single value for lists of lists":   {`query($v: [[Int]]) { l(l: $v) }`, `1`, `[[1]]`},
		"single values for lists":             {`query($v: [[Int]]) { l(l: $v) }`, `[1,[2,null],null]`, `[[1],[2,null],null]`},
		"a list in an object":                 {`query($v: I) { i(i: $v) }`, `{"must":"A","list":[[1,"2"]]}`, ""},
		"a whole number for a Float":          {`query($v: Float) { f(f: $v) }`, `2`, `2`},
		"a Float":                             {`query($v: Float) { f(f: $v) }`, `2.5e-1`, `0.25`},
		"a text for a Float":                  {`query($v: Float) { f(f: $v) }`, `"2"`, ""},
		"a Float that is none":                {`query($v: Float) { f(f: $v) }`, `1e999`, ""},
		"a whole number by a point and zeros": {`query($v: [[Int]]) { l(l: $v) }`, `[2.0e1, 200e-2, 0.2e1, 0.020E+2, 1.000, -0, -0.0, 0e999999999, -2147483648, 2147483647.0]`, `[[20],[2],[2],[2],[1],[0],[0],[0],[-2147483648],[2147483647]]`},
		"nearly whole":                        {`query($v: [[Int]]) { l(l: $v) }`, `2.00000000000000000000000001`, ""},
		"nearly nothing":                      {`query($v: [[Int]]) { l(l: $v) }`, `-1e-999999999`, ""},
		"beyond 32 bits by exponent":          {`query($v: [[Int]]) { l(l: $v) }`, `3e9`, ""},
		"a default Float":                     {`query($v: Float = 2) { f(f: $v) }`, "", `2`},
		"whatever there is":                   {`query($v: Any) { a(a: $v) }`, `{"n":99999999999999999999,"l":[1,null]}`, `{"l":[1,null],"n":99999999999999999999}`},
		"null for a list":                     {`query($v: [E!]) { e(e: $v) }`, `null`, `null`},
		"null in a list that has none":        {`query($v: [E!]) { e(e: $v) }`, `["A",null]`, ""},
		"an enum's value in other letters":    {`query($v: [E!]) { e(e: $v) }`, `["a"]`, ""},
		"a default that is not given instead": {`query($v: [E!] = B) { e(e: $v) }`, `null`, `null`},
		"a default for a list":                {`query($v: [E!] = B) { e(e: $v) }`, "", `["B"]`},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			doc, errs := gqlparser.LoadQueryWithRules(schema, c.query, nil)
			if errs != nil {
				t.Fatal(errs)
			}
			given := map[string]any{}
			if c.given != "" {
				d := json.NewDecoder(strings.NewReader(`{"v":` + c.given + `}`))
				d.UseNumber()
				if err := d.Decode(&given); err != nil {
					t.Fatal(err)
				}
			}
			got, refused := variables.Coerce(schema, doc.Operations[0], given)
			if refused != nil {
				if c.want != "" || strings.Contains(refused.Error(), "99999") {
					t.Error(refused)
				}
				return
			}
			text, err := json.Marshal(got["v"])
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, string(text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

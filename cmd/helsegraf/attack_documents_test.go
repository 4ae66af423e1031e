package main

import "strings"

// person is a query about the viewer.
func person(selection string) string { return `{ viewer { person { ` + selection + ` } } }` }

// documents are attacks by the shape of the query: as described in the
// literature, and as large as the body, and then the token limit, allow.
func (a attacker) documents() []attack {
	const (
		large, long = "413 BODY_TOO_LARGE", "400 TOO_MANY_TOKENS"
		many, deep  = "400 TOO_MANY_FIELDS", "400 QUERY_TOO_DEEP"
		unfit       = "400 GRAPHQL_VALIDATION_FAILED"
	)
	again := strings.Repeat
	nested := func(n int, one string) string { return again(one+" { ", n) + "id" + again(" }", n) }
	return []attack{
		{"D01 aliases, 100,000", a.post(person(numbered(100_000, "a%d: id "))), large, ""},
		{"D01 aliases, 6000", a.post(person(numbered(6000, "a%d: id "))), long, ""},
		{"D01 aliases, 4000", a.post(person(numbered(4000, "a%d:id "))), long, ""},
		{"D01 aliases, 490", a.post(person(numbered(490, "a%d: id "))), "400 TOO_MANY_ALIASES", ""},
		{"D01 aliases of the root", a.post(`{` + numbered(30, "a%d: viewer { person { id } } ") + `}`), "400 TOO_MANY_ROOT_FIELDS", ""},
		{"D02 one field, 50,000 times", a.post(person(again("id ", 50_000))), large, ""},
		{"D02 one field, 20,000 times", a.post(person(again("id ", 20_000))), long, ""},
		{"D02 one field, 1900 times", a.post(person(again("id ", 1900))), many, ""},
		{"D02 one field, 490 times", a.post(person(again("id ", 490))), "200", ""},
		{"D03 one object, 16,000 times", a.post(person(again("name{full}", 6400))), long, ""},
		{"D03 one object, 240 times", a.post(person(again("name { full } ", 240))), "200", ""},
		{"D03 one object of objects", a.post(`{ ` + again(`viewer { person { name { full } } } `, 120) + `}`), "400 TOO_MANY_ROOT_FIELDS", ""},
		{"D04 inline fragments, 200 x 100", a.post(person(again("... on Person { "+again("name ", 100)+"} ", 200))), large, ""},
		{"D04 inline fragments, 100 x 100", a.post(person(again("... on Person { "+again("id ", 100)+"} ", 100))), long, ""},
		{"D04 inline fragments, 4 x 100", a.post(person(again("... on Person { "+again("id ", 100)+"} ", 4))), "200", ""},
		{"D05 inline fragments in each other, 2000", a.post(person(nested(2000, "... on Person"))), long, ""},
		{"D05 inline fragments in each other, 400", a.post(person(nested(400, "... on Person"))), long, ""},
		{"D05 inline fragments in each other, 30, beside each other", a.post(person(again(nested(30, "id ... on Person")+" ", 6))), "200", ""},
		{"D06 directives, 100,000", a.post(person(`id ` + again("@a ", 100_000))), large, ""},
		{"D06 directives, 20,000", a.post(person(`id ` + again("@a ", 20_000))), long, ""},
		{"D06 directives, 900", a.post(person(`id ` + again("@a ", 900))), "400 TOO_MANY_DIRECTIVES", ""},
		{"D06 directives, 50, unknown", a.post(person(`id ` + again("@a ", 50))), unfit, ""},
		{"D06 directives, 50, known", a.post(person(`id ` + again("@include(if: true) ", 50))), unfit, ""},
		{"D06 directives of operations", a.post(`query ` + again("@a ", 900) + person(`id`)), "400 TOO_MANY_DIRECTIVES", ""},
		{"D07 errors, one each", a.post(person(numbered(490, "x%d "))), unfit, "x100"},
		{"D07 errors, several each", a.post(person(numbered(24, "x%d(a: 1, b: 2) @skip @c "))), unfit, ""},
		{"D11 depth 60", a.post(`{ ` + nested(60, "viewer") + ` }`), deep, ""},
		{"D12 depth 5000", a.post(`{` + again("a{", 5000) + "b" + again("}", 5000) + `}`), "400 GRAPHQL_PARSE_FAILED", ""},
		{"D13 selections, 4,000,000", a.post(again("{a", 4_000_000)), large, ""},
		{"D13 selections, 30,000, never ended", a.post(again("{a", 30_000)), "400 GRAPHQL_PARSE_FAILED", ""},
		{"D13 selections, 900, never ended", a.post(again("{a", 900)), "400 GRAPHQL_PARSE_FAILED", ""},
		{"D14 lists, 7,000,000", a.post(`{ people(ids: ` + again("[", 7_000_000)), large, ""},
		{"D14 lists, 60,000", a.post(`{ people(ids: ` + again("[", 60_000)), "400 GRAPHQL_PARSE_FAILED", ""},
		{"D14 lists, 900", a.post(`{ people(ids: ` + again("[", 900) + again("]", 900) + `) { id } }`), unfit, ""},
		{"D14 objects, 400", a.post(`{ _entities(representations: [` + again("{a: ", 400) + "1" + again("}", 400) + `]) { __typename } }`), "200 BAD_USER_INPUT", ""},
		{"D15 types, 30,000", a.post(`query($a: ` + again("[", 30_000) + "Int" + again("]", 30_000) + `) { registers { name } }`), "400 GRAPHQL_PARSE_FAILED", ""},
		{"D15 types, 900", a.post(`query($a: ` + again("[", 900) + "Int" + again("]", 900) + `) { registers { name } }`), unfit, ""},
		{"D16 commas", a.post(again(",", 60_000)), "400 GRAPHQL_PARSE_FAILED", ""},
		{"D16 commas around a query", a.post(again(",", 30_000) + `{ registers { name } }` + again(",", 30_000)), "200", ""},
		{"D16 byte order marks", a.post(again("\ufeff", 20_000) + `{ registers { name } }`), "200", ""},
		{"D16 comments", a.post(again("#\n", 20_000) + `{ registers { name } }`), "200", ""},
		{"D16 one comment", a.post("#" + again("c", 60_000) + "\n" + `{ registers { name } }`), "200", ""},
		{"D16 carriage returns", a.post(again("\r", 30_000) + `{ registers { name } }`), "200", ""},
		{"D17 operations, 3000", a.post(numbered(3000, "query Q%d{a} ")), long, ""},
		{"D17 operations, 400", a.post(numbered(400, "query Q%d{a} ")), "400 TOO_MANY_OPERATIONS", ""},
		{"D17 operations of one name", a.post(again("query Q { registers { name } } ", 10)), "400 OPERATION_NOT_FOUND", ""},
		{"D18 unused variables, 3000", a.post(`query(` + numbered(3000, "$v%d:Int ") + `) { registers { name } }`), long, ""},
		{"D18 unused variables, 480", a.post(`query(` + numbered(480, "$v%d: Int ") + `) { registers { name } }`), unfit, ""},
		{"D18 one variable, declared 480 times", a.post(`query(` + again("$v: Int ", 480) + `) { registers { name } }`), unfit, ""},
		{"D19 unknown fields, 9000", a.post(person(numbered(9000, "x%d "))), long, ""},
		{"D19 unknown fields, 1900", a.post(person(numbered(1900, "x%d "))), many, ""},
		{"D20 unknown arguments", a.post(`{ people(` + numbered(480, "x%d: 1 ") + `) { id } }`), unfit, "x100,ids"},
		{"D20 one argument, 480 times", a.post(`{ people(` + again("ids: 1 ", 480) + `) { id } }`), unfit, "ids"},
		{"D20 an object of 480 fields", a.post(`{ _entities(representations: [{` + numbered(480, "x%d: 1 ") + `}]) { __typename } }`), "200 BAD_USER_INPUT", ""},
		{"D20 a list of 1900", a.post(`{ people(ids: [` + again("1 ", 1900) + `]) { id } }`), "400 BAD_USER_INPUT", ""},
	}
}

// fragments are attacks by fragments that spread each other.
func (a attacker) fragments() []attack {
	const unfit = "400 GRAPHQL_VALIDATION_FAILED"
	chain := func(n int, body string) string {
		var b strings.Builder
		b.WriteString(`{ viewer { ...F0 } }`)
		for i := range n {
			b.WriteString(" " + strings.NewReplacer("THIS", "F"+text(i), "NEXT", "F"+text(i+1)).Replace("fragment THIS on Viewer { "+body+" }"))
		}
		return b.String() + ` fragment F` + text(n) + ` on Viewer { client { id } }`
	}
	return []attack{
		{"D08 a fragment in itself", a.post(`{ viewer { ...F } } fragment F on Viewer { ...F }`), unfit, ""},
		{"D08 a fragment in itself, by a field", a.post(`{ viewer { ...F } } fragment F on Viewer { represents { person { ...F } } }`), unfit, ""},
		{"D08 a circle of 100", a.post(chain(100, `...NEXT ...F0`)), "400 TOO_MANY_FRAGMENTS", ""},
		{"D08 a circle of 30", a.post(chain(30, `...NEXT ...F0`)), unfit, ""},
		{"D08 circles nobody spreads", a.post(`{ registers { name } } fragment F on Viewer { ...G } fragment G on Viewer { ...F }`), unfit, ""},
		{"D09 each twice, 30 levels", a.post(chain(30, `...NEXT ...NEXT`)), "400 TOO_MANY_FIELDS", ""},
		{"D09 each twice, 150 levels", a.post(chain(150, `...NEXT ...NEXT`)), "400 TOO_MANY_FIELDS", ""},
		{"D09 each twice, 6 levels", a.post(chain(6, `...NEXT ...NEXT`)), "200", ""},
		{"D10 each twice, by fields", a.post(chain(30, `person { ...NEXT } p: person { ...NEXT }`)), "400 TOO_MANY_FIELDS", ""},
		{"D10 each twice, by inline fragments", a.post(chain(30, `... { ...NEXT } ... on Viewer { ...NEXT }`)), "400 TOO_MANY_FIELDS", ""},
		{"D10 depth, all in fragments", a.post(chain(20, `represents { person { ...NEXT } }`)), "400 QUERY_TOO_DEEP", ""},
		{"D10 aliases, all in fragments", a.post(chain(4, `a: client { id } b: client { id } c: client { id } ...NEXT ...NEXT`)), "400 TOO_MANY_ALIASES", ""},
		{"D10 roots, all in a fragment", a.post(`{ ...F ...F ...F ...F } fragment F on Query { ` + strings.Repeat("registers { name } ", 8) + `}`), "400 TOO_MANY_ROOT_FIELDS", ""},
		{"D10 roots, all in fields of one name", a.post(`{ ` + strings.Repeat("registers { name } ", 30) + `}`), "400 TOO_MANY_ROOT_FIELDS", ""},
		{"D20 unknown fragments", a.post(person(numbered(190, "...X%d "))), unfit, "X1"},
		{"D20 unused fragments", a.post(`{ registers { name } } ` + numbered(190, "fragment F%d on Person { id } ")), unfit, "F1"},
		{"D20 fragments of one name", a.post(`{ viewer { ...F } } ` + strings.Repeat("fragment F on Viewer { client { id } } ", 100)), unfit, ""},
		{"D20 fragments on nothing", a.post(`{ viewer { ` + numbered(190, "... on X%d { id } ") + `} }`), unfit, "X1"},
		{"D20 a fragment 190 times", a.post(`{ viewer { ` + strings.Repeat("...F ", 150) + `} } fragment F on Viewer { client { id } }`), "200", ""},
	}
}

// limitsOfSize are queries exactly at each limit: they are answered.
func (a attacker) limitsOfSize() []attack {
	return []attack{
		{"D00 as much as may be asked", a.post(`{ viewer { ` + strings.Repeat(`... on Viewer { client { id name scopes } } `, 98) + `} }`), "200", ""},
		{"D00 a long text nobody asked for", a.post(`{ node(id: "` + strings.Repeat("x", 50_000) + `") { id } }`), "200 NOT_FOUND", "xxxx"},
		{"D00 a block of text", a.post(`{ node(id: """` + strings.Repeat(" x\n", 12_000) + `""") { id } }`), "200 NOT_FOUND", "xxxx"},
		{"D00 escapes", a.post(`{ node(id: "` + strings.Repeat(`\u0041`, 8_000) + `") { id } }`), "200 NOT_FOUND", "AAAA"},
	}
}

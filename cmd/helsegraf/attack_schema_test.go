package main

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// schema are attempts to learn the schema. In production only permitted clients
// may see it.
func (a attacker) schema() []attack {
	const closed, unfit = "400 INTROSPECTION_DISABLED", "400 GRAPHQL_VALIDATION_FAILED"
	const names = "viewer,represents,Did you mean,Person,Query"
	return []attack{
		{"I01 introspection", a.post(`query IntrospectionQuery { __schema { queryType { name } types { name fields { name } } } }`), closed, names},
		{"I01 introspection, in a fragment", a.post(`{ ...F } fragment F on Query { __schema { types { name } } }`), closed, names},
		{"I01 introspection, under another name", a.post(`{ a: __schema { b: types { c: name } } }`), closed, names},
		{"I01 introspection, with a line feed", a.post("{ __schema\n{ types { name } } }"), closed, names},
		{"I01 introspection, beside a field", a.post(`{ registers { name } __schema { types { name } } }`), closed, names},
		{"I01 introspection, later", a.post(`{ ... @defer { __schema { types { name } } } }`, "Accept: multipart/mixed;deferSpec=20220824"), closed, names},
		{"I01 introspection, by GET", a.get("query=" + url.QueryEscape(`{ __schema { types { name } } }`)), closed, names},
		{"I01 introspection, to be explained", a.body(`{"query":"{ __schema { types { name } } }","extensions":{"explain":true}}`), closed, names},
		{"I02 __type", a.post(`{ __type(name: "Person") { fields { name } } }`), closed, names},
		{"I03 introspection in circles", a.post(`{ __schema { types { ` + strings.Repeat("fields { type { ", 9) + "name" + strings.Repeat(" } }", 9) + ` } } }`), closed, names},
		{"I03 introspection in circles, deeper", a.post(`{ __schema { types { ` + strings.Repeat("fields { type { ", 30) + "name" + strings.Repeat(" } }", 30) + ` } } }`), "400 QUERY_TOO_DEEP", names},
		{"I04 suggestions of fields", a.post(`{ viewr { person { id } } }`), unfit, names},
		{"I04 suggestions of arguments", a.post(`{ node(i: 1) { id } }`), unfit, names},
		{"I04 suggestions of types", a.post(`{ node(id: 1) { ... on Persn { id } } }`), unfit, names + ",Persn"},
		{"I04 suggestions of values", a.post(`{ previewConsent(level: FUL) { __typename } }`), unfit, "FULL,FUL,Did you mean"},
		{"I04 what must have fields", a.post(`{ viewer }`), unfit, names},
		{"I04 what has none", a.post(`{ registers { name { x } } }`), unfit, "String,Did you mean"},
		{"I05 _service", a.post(`{ _service { sdl } }`), closed, names},
		{"I06 _entities of nobody", a.post(`{ _entities(representations: [{__typename: "Person", id: "x"}]) { __typename } }`), "200 NOT_FOUND", ""},
		{"I06 _entities without a token", a.post(`{ _entities(representations: [{__typename: "Person", id: "x"}]) { __typename } }`, "Authorization:"), "200 UNAUTHENTICATED", ""},
		{"I06 _entities, 1000", a.with(`query($r: [_Any!]!) { _entities(representations: $r) { __typename } }`,
			`{"r":[`+strings.Repeat(`{"__typename":"Person","id":"x"},`, 999)+`{"__typename":"Person","id":"x"}]}`), "200 NOT_FOUND", ""},
		{"I06 _entities that are none", a.with(`query($r: [_Any!]!) { _entities(representations: $r) { __typename } }`,
			`{"r":[1,null,[],{"__typename":1},{"__typename":"`+canaryName+`","id":{}},{"id":"`+canaryNumber+`"},{"__typename":"Person","id":"`+canaryNumber+`"}]}`), "400 GRAPHQL_VALIDATION_FAILED", ""},
		{"I07 the schema as a file", a.request("GET /schema.graphql", ""), closed, names},
		{"I08 a debugger", a.request("GET /debug/pprof/", ""), "404 NOT_FOUND", ""},
		{"I08 metrics", a.request("GET /metrics", ""), "404 NOT_FOUND", ""},
		{"I08 a file above", a.request("GET /documents/..%2f..%2fetc%2fpasswd", ""), "404 NOT_FOUND", "passwd"},
		{"I08 tokens for anybody", a.request("POST /demo/token?persona=line", ""), "404 NOT_FOUND", ""},
		{"I08 people's names", a.request("GET /demo/personas", ""), "404 NOT_FOUND", ""},
	}
}

// What tools that infer a schema from word lists look for (clairvoyance's
// expressions, and any quoted name).
var revealing = regexp.MustCompile(`Did you mean|Cannot query field|must have a selection|of type|\\"[A-Za-z_]+\\"|'[A-Za-z_]+'`)

// words tries every word in the schema, and similar ones, and learns nothing: no
// answer names a field, and the answer for an existing field used wrongly is,
// byte for byte, that for one that does not exist.
func (s *siege) words(t *testing.T) {
	t.Helper()
	_, sdl, errs := runs(t, nil, "schema")
	if errs != "" {
		t.Fatal(errs)
	}
	words := regexp.MustCompile(`[A-Za-z_]{2,}`).FindAllString(sdl, -1)
	visited := map[string]bool{}
	var list []string
	for _, w := range words {
		for _, near := range []string{w, w[:len(w)-1], w + "s"} {
			if !visited[near] {
				visited[near] = true
				list = append(list, near)
			}
		}
	}
	if len(list) < 2000 {
		t.Fatalf("%d words", len(list))
	}
	const nearby = 60
	for _, shape := range []string{`{ WORDS }`, `{ viewer { WORDS } }`, `{ viewer { person { WORDS } } }`, `{ node(id: "x") { ... on WORD { id } } }`, `{ registers(WORD: 1) { name } }`} {
		for at := 0; at < len(list); at += nearby {
			query := strings.NewReplacer("WORDS", strings.Join(list[at:min(at+nearby, len(list))], " "), "WORD", list[at]).Replace(shape)
			if a := s.send(t, s.post(query)); revealing.MatchString(a.body) {
				t.Errorf("%.80s: %s", query, a.body)
			}
		}
	}
	for _, shape := range []string{`{ WORD }`, `{ viewer { WORD } }`, `{ viewer { person { WORD } } }`, `{ registers(WORD: 1) { name } }`} {
		nothing := s.send(t, s.post(strings.Replace(shape, "WORD", "nonsense", 1))).body
		for _, there := range []string{"viewer", "person", "people", "node", "generalPractitioners", "previewProxy", "_entities", "represents", "client", "name", "access", "prescriptions", "hospitalJournal"} {
			a := s.send(t, s.post(strings.Replace(shape, "WORD", there, 1)))
			if a.body != nothing {
				t.Errorf("%s differs for %s: %s, and %s for nothing", shape, there, a.body, nothing)
			}
		}
	}
}

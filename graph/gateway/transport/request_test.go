package transport_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph/gateway"
)

func TestMediaTypes(t *testing.T) {
	const plain, typed = "application/json; charset=utf-8", "application/graphql-response+json; charset=utf-8"
	f := gatewaytest.Start(t)
	for accept, want := range map[string]string{
		"":                                  plain,
		"*/*":                               plain,
		"application/*":                     plain,
		"application/json":                  plain,
		"application/graphql-response+json": typed,
		"application/json, application/graphql-response+json":                                         typed,
		"application/graphql-response+json;q=0.9, application/json;q=1":                               plain,
		"application/graphql-response+json, application/json;q=0.9":                                   typed,
		"application/graphql-response+json;charset=UTF-8":                                             typed,
		"application/json;q=0, */*":                                                                   typed,
		"application/graphql-response+json, */*":                                                      typed,
		"application/graphql-response+json;q=0.5, */*":                                                plain,
		"text/html, application/xhtml+xml, */*;q=0.8":                                                 plain,
		"multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9": typed,
		"application/graphql-response+json, application/json, text/event-stream, multipart/mixed":     typed,
		"APPLICATION/GRAPHQL-RESPONSE+JSON":                                                           typed,
		"text/html":                                                                                   "",
		"application/json;q=0":                                                                        "",
		"application/json;charset=iso-8859-1":                                                         "",
		"application/json;q=2":                                                                        "",
		"application/graphql-response+json;q=":                                                        "",
		"garbage":                                                                                     "",
	} {
		r := f.Ask(t, `{ me { id } }`, "Accept: "+accept)
		if want == "" {
			if r.Status != http.StatusNotAcceptable || r.Code() != "NOT_ACCEPTABLE" {
				t.Errorf("Accept %q: %d %s", accept, r.Status, r.Body)
			}
			continue
		}
		if got := r.Header.Get("Content-Type"); r.Status != http.StatusOK || got != want {
			t.Errorf("Accept %q: %d %s", accept, r.Status, got)
		}
	}
}

// Each of these is refused with a fixed sentence. The canary in it shows in neither
// the answer nor the log.
func TestBadRequests(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) { o.Limits.Body = 4 << 10 })
	const body, whole = `{"query":"{ me { id } }"}`, "Content-Type: application/json"
	get := func(parameters string) string { return "/graphql?" + parameters }
	for name, c := range map[string]struct {
		method, path, body string
		headers            []string
		status             int
		code               string
	}{
		"no body":                {body: "", headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"not JSON":               {body: gatewaytest.Canary + "{", headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"cut off":                {body: `{"query":"` + gatewaytest.Canary, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"null":                   {body: `null`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"a string":               {body: `"` + gatewaytest.Canary + `"`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"a batch":                {body: `[` + body + `]`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"two values":             {body: body + body, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"something after":        {body: body + gatewaytest.Canary, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"duplicate key":          {body: `{"query":"{ me { id } }","query":"{ ` + gatewaytest.Canary + ` }"}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"duplicate variable":     {body: `{"query":"{ me { id } }","variables":{"a":1,"a":` + gatewaytest.Canary + `}}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"folded key":             {body: `{"Query":"{ me { id } }"}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"two byte order marks":   {body: "\ufeff\ufeff" + body, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"invalid UTF-8":          {body: "{\"query\":\"{ me { id } }\xff\"}", headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"half a surrogate":       {body: `{"query":"{ me { id } } #\ud800"}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"query is a number":      {body: `{"query":` + gatewaytest.Canary + `}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"query is null":          {body: `{"query":null}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"no query":               {body: `{"variables":{}}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"remembered query":       {body: `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + gatewaytest.Canary + `"}}}`, headers: []string{whole}, status: 400, code: "PERSISTED_QUERY_NOT_SUPPORTED"},
		"variables a string":     {body: `{"query":"{ me { id } }","variables":"` + gatewaytest.Canary + `"}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"variables a list":       {body: `{"query":"{ me { id } }","variables":[` + gatewaytest.Canary + `]}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"extensions a number":    {body: `{"query":"{ me { id } }","extensions":1}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"operationName a number": {body: `{"query":"{ me { id } }","operationName":` + gatewaytest.Canary + `}`, headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"deep JSON":              {body: `{"query":"{ me { id } }","variables":` + strings.Repeat(`{"a":`, 600) + "1" + strings.Repeat("}", 600), headers: []string{whole}, status: 400, code: "BAD_REQUEST"},
		"too large":              {body: `{"query":"` + strings.Repeat(" ", 4<<10) + `{ me { id } }"}`, headers: []string{whole}, status: 413, code: "BODY_TOO_LARGE"},
		"no content type":        {body: body, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		"text":                   {body: body, headers: []string{"Content-Type: text/plain"}, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		"graphql":                {body: `{ me { id } }`, headers: []string{"Content-Type: application/graphql"}, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		"form":                   {body: "query=" + gatewaytest.Canary, headers: []string{"Content-Type: application/x-www-form-urlencoded"}, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		"multipart form":         {body: "--x\r\n\r\n" + body + "\r\n--x--", headers: []string{"Content-Type: multipart/form-data; boundary=x"}, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		"another charset":        {body: body, headers: []string{whole + "; charset=utf-16"}, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		"a broken content type":  {body: body, headers: []string{whole + "; charset"}, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		"compressed":             {body: body, headers: []string{whole, "Content-Encoding: gzip"}, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		"PUT":                    {method: "PUT", body: body, headers: []string{whole}, status: 405, code: "METHOD_NOT_ALLOWED"},
		"DELETE":                 {method: "DELETE", status: 405, code: "METHOD_NOT_ALLOWED"},
		"GET with no preflight":  {method: "GET", path: get("query=" + url.QueryEscape("{ me { id } }")), status: 400, code: "PREFLIGHT_REQUIRED"},
		"GET a mutation":         {method: "GET", path: get("query=" + url.QueryEscape("mutation { rename { id } }")), headers: []string{"GraphQL-Require-Preflight: 1"}, status: 405, code: "METHOD_NOT_ALLOWED"},
		"GET the second": {
			method: "GET", path: get("operationName=M&query=" + url.QueryEscape("query Q { me { id } } mutation M { rename { id } }")),
			headers: []string{"Apollo-Require-Preflight: 1"}, status: 405, code: "METHOD_NOT_ALLOWED",
		},
		"GET twice":          {method: "GET", path: get("query=%7Bme%7Bid%7D%7D&query=" + gatewaytest.Canary), headers: []string{"Apollo-Require-Preflight: 1"}, status: 400, code: "BAD_REQUEST"},
		"GET bad variables":  {method: "GET", path: get("query=%7Bme%7Bid%7D%7D&variables=%5B" + gatewaytest.Canary), headers: []string{"Apollo-Require-Preflight: 1"}, status: 400, code: "BAD_REQUEST"},
		"GET invalid UTF-8":  {method: "GET", path: get("query=%7Bme%7Bid%7D%7D%FF"), headers: []string{"Apollo-Require-Preflight: 1"}, status: 400, code: "BAD_REQUEST"},
		"GET half an escape": {method: "GET", path: get("query=%7Bme%7Bid%7D%7D%"), headers: []string{"Apollo-Require-Preflight: 1"}, status: 400, code: "BAD_REQUEST"},
		"another path":       {method: "GET", path: "/" + gatewaytest.Canary, status: 404, code: "NOT_FOUND"},
		"a file":             {method: "GET", path: "/documents/" + gatewaytest.Canary, status: 404, code: "NOT_FOUND"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.method == "" {
				c.method = http.MethodPost
			}
			if c.path == "" {
				c.path = "/graphql"
			}
			r := f.Send(t, c.method, c.path, c.body, c.headers...)
			if r.Status != c.status || r.Code() != c.code {
				t.Errorf("%d %s, want %d %s", r.Status, r.Body, c.status, c.code)
			}
			if strings.Contains(r.Body, gatewaytest.Canary) || strings.Contains(r.Body, `"data"`) {
				t.Error(r.Body)
			}
			if c.status == http.StatusMethodNotAllowed && r.Header.Get("Allow") == "" {
				t.Error("no Allow")
			}
		})
	}
	if strings.Contains(f.Logged(), gatewaytest.Canary) {
		t.Error("logged the canary")
	}
}

func TestQueryByGET(t *testing.T) {
	f := gatewaytest.Start(t)
	v := url.Values{"query": {`query Q($id: ID!) { person(id: $id) { id } }`}, "variables": {`{"id":"x"}`}, "operationName": {"Q"}}
	for _, header := range []string{"Apollo-Require-Preflight: x", "GraphQL-Require-Preflight: x", "X-Apollo-Operation-Name: Q"} {
		if r := f.Send(t, http.MethodGet, "/graphql?"+v.Encode(), "", header); r.Body != `{"data":{"person":{"id":"id"}}}` {
			t.Error(header, r.Status, r.Body)
		}
	}
}

// An invalid document gives status 400, or 200 for clients that only know
// application/json; no values of the query are repeated and, in production, no names
// of the schema.
func TestDocumentsThatWillNotDo(t *testing.T) {
	f := gatewaytest.Start(t)
	closed := gatewaytest.Start(t, func(o *gateway.Options) { o.Production = true })
	for name, c := range map[string]struct{ query, variables, code, told string }{
		"syntax":            {`{ me { id `, "", "GRAPHQL_PARSE_FAILED", `"locations":[{"line":1,"column":11}]`},
		"quoted syntax":     {`{ me("` + gatewaytest.Canary + `") }`, "", "GRAPHQL_PARSE_FAILED", ""},
		"unterminated":      {`{ person(id: "` + gatewaytest.Canary + ` ) }`, "", "GRAPHQL_PARSE_FAILED", ""},
		"escape":            {`{ person(id: "\x` + gatewaytest.Canary + `") }`, "", "GRAPHQL_PARSE_FAILED", ""},
		"empty":             {` `, "", "GRAPHQL_PARSE_FAILED", ""},
		"only a fragment":   {`fragment F on Person { id }`, "", "GRAPHQL_PARSE_FAILED", ""},
		"unknown field":     {`{ me { nam } }`, "", "GRAPHQL_VALIDATION_FAILED", `Did you mean \"name\"?`},
		"unknown argument":  {`{ many(firs: 1) { id } }`, "", "GRAPHQL_VALIDATION_FAILED", `Did you mean \"first\"?`},
		"unknown type":      {`{ me { ... on Persn { id } } }`, "", "GRAPHQL_VALIDATION_FAILED", `Unknown type`},
		"no subfields":      {`{ me }`, "", "GRAPHQL_VALIDATION_FAILED", "Person"},
		"wrong literal":     {`{ many(first: "` + gatewaytest.Canary + `") { id } }`, "", "GRAPHQL_VALIDATION_FAILED", ""},
		"wrong enum":        {`{ person(id: 1, kind: "` + gatewaytest.Canary + `") { id } }`, "", "GRAPHQL_VALIDATION_FAILED", ""},
		"wrong variable":    {`query($n: Int) { many(first: $n) { id } }`, `{"n":"x` + gatewaytest.Canary + `"}`, "GRAPHQL_VALIDATION_FAILED", `"path":["variable","n"]`},
		"variable's enum":   {`query($k: Kind) { person(id: 1, kind: $k) { id } }`, `{"k":"` + gatewaytest.Canary + `"}`, "GRAPHQL_VALIDATION_FAILED", ""},
		"large variable":    {`query($n: Int) { number(value: $n) }`, `{"n":1e999999999}`, "GRAPHQL_VALIDATION_FAILED", ""},
		"missing variable":  {`query($i: ID!) { person(id: $i) { id } }`, "", "GRAPHQL_VALIDATION_FAILED", ""},
		"which operation":   {`query A { me { id } } query B { me { id } }`, "", "OPERATION_NOT_FOUND", ""},
		"circle":            {`{ me { ...F } } fragment F on Person { friend { ...F } }`, "", "GRAPHQL_VALIDATION_FAILED", ""},
		"no such mutation":  {`mutation { remove(x: "` + gatewaytest.Canary + `") { id } }`, "", "GRAPHQL_VALIDATION_FAILED", ""},
		"no subscriptions":  {`subscription { me { id } }`, "", "GRAPHQL_VALIDATION_FAILED", ""},
		"a name of no size": {`{ ` + strings.Repeat("n", 128) + ` }`, "", "GRAPHQL_VALIDATION_FAILED", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if c.variables == "" {
				c.variables = "{}"
			}
			body := `{"query":` + quote(t, c.query) + `,"variables":` + c.variables + `}`
			for accept, status := range map[string]int{gatewaytest.AcceptGraphQL: 400, "Accept: application/json": 200} {
				r := f.Send(t, http.MethodPost, "/graphql", body, "Content-Type: application/json", accept)
				if r.Status != status || r.Code() != c.code || !strings.Contains(r.Body, c.told) {
					t.Errorf("%s: %d %s", accept, r.Status, r.Body)
				}
				if strings.Contains(r.Body, gatewaytest.Canary) || strings.Contains(r.Body, `"data"`) || len(r.Body) > 2000 {
					t.Error(r.Body)
				}
			}
			r := closed.Send(t, http.MethodPost, "/graphql", body, "Content-Type: application/json", gatewaytest.AcceptGraphQL)
			if r.Status != 400 || r.Code() != c.code {
				t.Errorf("production: %d %s", r.Status, r.Body)
			}
			for _, word := range []string{"Person", `"name`, "first", "Did you mean", gatewaytest.Canary, "nnn"} {
				if strings.Contains(r.Body, word) {
					t.Errorf("production tells %q: %s", word, r.Body)
				}
			}
		})
	}
	if logged := f.Logged() + closed.Logged(); strings.Contains(logged, gatewaytest.Canary) {
		t.Error("logged the canary")
	}
}

func TestFewErrorsAreTold(t *testing.T) {
	f := gatewaytest.Start(t)
	r := f.Ask(t, `{ me { a b c d e f g h } }`, gatewaytest.AcceptGraphQL)
	if n := strings.Count(r.Body, `"message"`); n != 5 {
		t.Errorf("%d errors: %s", n, r.Body)
	}
}

func FuzzBody(f *testing.F) {
	for _, s := range []string{`{"query":"{ me { id } }"}`, `[{}]`, `{"query":"","query":""}`, "\xff", `{"variables":{"a":[1,{"b":1e9}]}}`} {
		f.Add(s)
	}
	g := gatewaytest.Start(f)
	f.Fuzz(func(t *testing.T, body string) {
		r := g.Send(t, http.MethodPost, "/graphql", body, "Content-Type: application/json")
		if r.Status >= 500 || r.Status < 200 {
			t.Errorf("%d %s", r.Status, r.Body)
		}
		if strings.Contains(g.Logged(), `"panic"`) {
			t.Error("panicked")
		}
	})
}

// quote returns s as a JSON string.
func quote(t testing.TB, s string) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

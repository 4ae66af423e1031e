package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/url"
	"strings"
)

const registersQuery = `{ registers { name } }`

// requests are attacks by the form of the request: batches, GET, persisted
// queries.
func (a attacker) requests() []attack {
	const bad = "400 BAD_REQUEST"
	one := `{"query":` + text(registersQuery) + `}`
	batch := func(n int) string { return `[` + strings.Repeat(one+",", n-1) + one + `]` }
	queryString := func(parameters ...string) string {
		v := url.Values{}
		for i := 0; i < len(parameters); i += 2 {
			v.Add(parameters[i], parameters[i+1])
		}
		return v.Encode()
	}
	hash := strings.Repeat("ab", 32)
	remembered := func(version, hash, query string) string {
		return a.body(`{` + query + `"extensions":{"persistedQuery":{"version":` + version + `,"sha256Hash":"` + hash + `"}}}`)
	}
	return []attack{
		{"B01 a batch of two", a.body(batch(2)), bad, ""},
		{"B01 a batch of 1000", a.body(batch(1000)), bad, ""},
		{"B01 a batch of 10,000", a.body(batch(10_000)), "413 BODY_TOO_LARGE", ""},
		{"B01 a batch of none", a.body(`[]`), bad, ""},
		{"B01 a batch in a batch", a.body(`[[` + one + `]]`), bad, ""},
		{"B02 two requests in one body", a.body(one + "\n" + one), bad, ""},
		{"G01 a mutation", a.get(queryString("query", `mutation { changeGeneralPractitioner { id } }`)), "405 METHOD_NOT_ALLOWED", ""},
		{"G01 a subscription", a.get(queryString("query", `subscription { viewer { person { id } } }`)), "405 METHOD_NOT_ALLOWED", ""},
		{"G02 the second operation, a mutation", a.get(queryString("query", `query Q { registers { name } } mutation M { x { id } }`, "operationName", "M")), "405 METHOD_NOT_ALLOWED", ""},
		{"G02 an operation that is not there", a.get(queryString("query", `query Q { registers { name } }`, "operationName", canaryName)), "400 OPERATION_NOT_FOUND", ""},
		{"G03 as a page of another site can", a.request("GET /graphql?"+queryString("query", registersQuery), ""), "400 PREFLIGHT_REQUIRED", ""},
		{"G03 as an image of another site", a.request("GET /graphql?"+queryString("query", registersQuery), "", "Accept: image/avif,image/webp,*/*;q=0.8", "Sec-Fetch-Dest: image"), "400 PREFLIGHT_REQUIRED", ""},
		{"G04 two queries", a.get("query=%7Bregisters%7Bname%7D%7D&query=" + canaryNumber), bad, ""},
		{"G04 half an escape", a.get("query=%7Bregisters%7Bname%7D%7D%"), bad, ""},
		{"G04 invalid UTF-8", a.get("query=%7Bregisters%7Bname%7D%7D%FF"), bad, ""},
		{"G04 semicolons", a.get("query=%7Bregisters%7Bname%7D%7D;a=b"), bad, ""},
		{"G04 20,000 parameters", a.get("query=%7Bregisters%7Bname%7D%7D" + strings.Repeat("&", 20_000)), bad, ""},
		{"G04 variables that are none", a.get(queryString("query", registersQuery, "variables", `["`+canaryNumber+`"]`)), bad, ""},
		{"G04 a body too", a.request("GET /graphql?"+queryString("query", registersQuery), one, "GraphQL-Require-Preflight: 1", fmt.Sprintf("Content-Length: %d", len(one))), "200", ""},
		{"G05 the token in the address", a.get(queryString("query", registersQuery, "access_token", a.token), "Authorization:"), "401 UNAUTHENTICATED", ""},
		{"P01 a wrong hash", remembered("1", hash, `"query":`+text(registersQuery)+`,`), "400 PERSISTED_QUERY_NOT_SUPPORTED", ""},
		{"P01 an unknown hash", remembered("1", hash, ""), "400 PERSISTED_QUERY_NOT_SUPPORTED", ""},
		{"P01 a hash that is none", remembered("1", canaryNumber, ""), "400 PERSISTED_QUERY_NOT_SUPPORTED", ""},
		{"P01 another version", remembered(`"2"`, canaryNumber, ""), "400 PERSISTED_QUERY_NOT_SUPPORTED", ""},
		{"P01 by GET", a.get(queryString("extensions", `{"persistedQuery":{"version":1,"sha256Hash":"`+hash+`"}}`)), "400 PERSISTED_QUERY_NOT_SUPPORTED", ""},
		{"P01 a document by a path", a.body(`{"documentId":"../../etc/passwd"}`), "400 PERSISTED_QUERY_NOT_SUPPORTED", ""},
		{"P01 a document's id of 60,000 letters", a.body(`{"documentId":"` + strings.Repeat("d", 60_000) + `"}`), "400 PERSISTED_QUERY_NOT_SUPPORTED", "dddd"},
	}
}

// browsers are attacks that another site's page can make a browser send.
func (a attacker) browsers() []attack {
	const media, none = "415 UNSUPPORTED_MEDIA_TYPE", "Access-Control-Allow-Origin"
	one := `{"query":` + text(registersQuery) + `}`
	form := "query=" + url.QueryEscape(registersQuery) + "&name=" + canaryNumber
	sent := func(body string, types ...string) string {
		return a.request("POST /graphql", body, append(types, "Origin: https://evil.example", fmt.Sprintf("Content-Length: %d", len(body)))...)
	}
	multipart := "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n" + one + "\r\n--x\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--x--\r\n"
	attacks := []attack{
		{"G06 no content type", sent(one), media, none},
		{"G06 text", sent(one, "Content-Type: text/plain"), media, none},
		{"G06 text that says it is JSON", sent(one, "Content-Type: text/plain; application/json"), media, none},
		{"G06 a form", sent(form, "Content-Type: application/x-www-form-urlencoded"), media, none},
		{"G06 a form of parts", sent(multipart, "Content-Type: multipart/form-data; boundary=x"), media, none},
		{"G06 a form of parts without a map", sent(strings.Replace(multipart, "map", "mop", 1), "Content-Type: multipart/form-data; boundary=x"), media, none},
		{"G06 application/graphql", sent(registersQuery, "Content-Type: application/graphql"), media, none},
		{"G06 UTF-16", sent(one, "Content-Type: application/json; charset=utf-16"), media, none},
		{"G06 UTF-7", sent(one, "Content-Type: application/json; charset=utf-7"), media, none},
		{"G06 XML", sent(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>`, "Content-Type: application/xml"), media, none + ",root:"},
		{"G07 another site's page asks if it may", a.request("OPTIONS /graphql", "", "Origin: https://evil.example",
			"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization,content-type"), "204", none},
		{"G07 no site's page asks if it may", a.request("OPTIONS /graphql", "", "Origin: null", "Access-Control-Request-Method: POST"), "204", none},
		{"G07 a site called almost the same", a.request("OPTIONS /graphql", "", "Origin: https://portal.example.no.evil.example", "Access-Control-Request-Method: POST"), "204", none},
		{"G07 another site's page asks", a.post(registersQuery, "Origin: https://evil.example"), "200", none},
		{"G07 a thousand origins", a.post(registersQuery, "Origin: "+strings.Repeat("https://evil.example ", 1000)), "200", none},
		{"G08 a websocket of another site", a.request("GET /graphql", "", "Connection: Upgrade, close", "Upgrade: websocket", "Origin: https://evil.example",
			"Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: graphql-transport-ws"), "400 PREFLIGHT_REQUIRED", none},
		{"G08 HTTP/2 without TLS", a.request("POST /graphql", "", "Connection: Upgrade, HTTP2-Settings, close", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"), media, none},
		{"G08 HTTP/2 from the start", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400", none},
	}
	for _, method := range []string{"PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", strings.Repeat("X", 1000)} {
		attacks = append(attacks, attack{"G09 " + method[:min(len(method), 8)], a.request(method+" /graphql", "", "Content-Type: application/json"), "405 METHOD_NOT_ALLOWED", none})
	}
	return append(attacks,
		attack{"G09 the method in a header", a.body(one, "X-HTTP-Method-Override: DELETE"), "200", none},
		attack{"G09 HEAD", a.request("HEAD /graphql", ""), "405", none},
		attack{"G09 CONNECT", "CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: 169.254.169.254:80\r\nConnection: close\r\n\r\n", "405", none},
		attack{"G09 another host's address", a.request("GET http://169.254.169.254/latest/meta-data/", ""), "404 NOT_FOUND", none},
	)
}

// values are attacks by variables and literals.
func (a attacker) values() []attack {
	const bad, unfit, nobody = "400 BAD_REQUEST", "400 GRAPHQL_VALIDATION_FAILED", "200 NOT_FOUND"
	const byID, gps = `query($v: ID!) { node(id: $v) { id } }`, `query($v: Int) { generalPractitioners(municipality: "0301", first: $v) { totalCount } }`
	again := strings.Repeat
	return []attack{
		{"V01 a text of 60,000 letters", a.with(byID, `{"v":"`+again("x", 60_000)+`"}`), nobody, "xxxx"},
		{"V01 a text of 10,000 escapes", a.with(byID, `{"v":"`+again(`\u0000`, 10_000)+`"}`), nobody, `\u0000`},
		{"V02 5000 variables", a.with(registersQuery, `{`+numbered(5000, `"v%d":1,`)+`"v":1}`), "200", ""},
		{"V02 a variable that is not declared", a.with(`{ node(id: $v) { id } }`, `{"v":1}`), unfit, ""},
		{"V03 lists, 60,000 deep", a.with(registersQuery, `{"v":`+again("[", 60_000)), bad, ""},
		{"V03 lists, 30,000 deep", a.with(registersQuery, `{"v":`+again("[", 30_000)+again("]", 30_000)+`}`), bad, ""},
		{"V03 lists, 9000 deep", a.with(registersQuery, `{"v":`+again("[", 9000)+again("]", 9000)+`}`), "200", ""},
		{"V03 objects, 9000 deep", a.with(registersQuery, `{"v":`+again(`{"a":`, 9000)+"1"+again("}", 9000)+`}`), "200", ""},
		{"V03 lists where ids are wanted", a.with(`query($v: [ID!]!) { people(ids: $v) { id } }`, `{"v":`+again("[", 60)+again("]", 60)+`}`), unfit, ""},
		{"V03 lists where anything is taken", a.with(`query($v: [_Any!]!) { _entities(representations: $v) { __typename } }`, `{"v":[`+again("[", 60)+again("]", 60)+`]}`), "200 BAD_USER_INPUT", ""},
		{"V04 1e999999999", a.with(gps, `{"v":1e999999999}`), unfit, "999999999"},
		{"V04 -1e-999999999", a.with(gps, `{"v":-1e-999999999}`), unfit, "999999999"},
		{"V04 1e999999999 as an id", a.with(byID, `{"v":1e999999999}`), unfit, "999999999"},
		{"V04 1e999999999 in the document", a.post(`{ generalPractitioners(municipality: "0301", first: 1e999999999) { totalCount } }`), unfit, "999999999"},
		{"V04 1e999999999 where anything is taken", a.post(`{ _entities(representations: [{a: 1e999999999}]) { __typename } }`), unfit, ""},
		{"V04 1e999999999 as what is taken when nothing is given", a.post(`query($v: [_Any!]! = [{a: 1e999999999}]) { _entities(representations: $v) { __typename } }`), unfit, ""},
		{"V04 1e999999999 as a variable where anything is taken", a.with(`query($v: [_Any!]!) { _entities(representations: $v) { __typename } }`, `{"v":[{"a":1e999999999}]}`), "200 BAD_USER_INPUT", ""},
		{"V04 a number as an id", a.post(`{ node(id: 12) { id } }`), nobody, ""},
		{"V04 2147483648", a.with(gps, `{"v":2147483648}`), unfit, ""},
		{"V04 9223372036854775808", a.with(gps, `{"v":9223372036854775808}`), unfit, ""},
		{"V04 NaN", a.with(gps, `{"v":NaN}`), bad, ""},
		{"V04 a million GPs", a.with(gps, `{"v":1000000}`), "200 BAD_USER_INPUT", ""},
		{"V05 60,000 digits", a.with(gps, `{"v":`+again("9", 60_000)+`}`), unfit, "9999"},
		{"V05 60,000 digits in the document", a.post(`{ generalPractitioners(municipality: "0301", first: ` + again("9", 60_000) + `) { totalCount } }`), unfit, "9999"},
		{"V05 60,000 digits after the point", a.with(gps, `{"v":1.`+again("9", 60_000)+`}`), unfit, "9999"},
		{"V06 a name of 60,000 letters", a.post(`{ ` + again("n", 60_000) + ` }`), "400 NAME_TOO_LONG", "nnnn"},
		{"V06 an operation's name of 60,000 letters", a.body(`{"query":` + text(registersQuery) + `,"operationName":"` + again("n", 60_000) + `"}`), "400 OPERATION_NOT_FOUND", "nnnn"},
		{"V07 a variable of another type", a.with(byID, `{"v":{"number":"`+canaryNumber+`"}}`), unfit, ""},
		{"V07 an identity number as an id", a.with(byID, `{"v":"`+canaryNumber+`"}`), nobody, ""},
		{"V07 SQL", a.with(byID, `{"v":"' OR 1=1; DROP TABLE people; --"}`), nobody, "DROP"},
		{"V07 a command", a.with(byID, `{"v":"$(cat /etc/passwd); `+"`id`"+`"}`), nobody, "root:,uid="},
		{"V07 a page", a.with(byID, `{"v":"<script>alert(1)</script>"}`), nobody, "script"},
		{"V07 a log line", a.post(registersQuery, "X-Request-Id: a\tb", "User-Agent: {\"level\":\"ERROR\",\"msg\":\"panic\"}"), "200", ""},
		{"V07 an address", a.with(byID, `{"v":"http://169.254.169.254/latest/meta-data/"}`), nobody, "169.254"},
	}
}

// bodies are attacks by the contents of the body.
func (a attacker) bodies() []attack {
	const bad, media = "400 BAD_REQUEST", "415 UNSUPPORTED_MEDIA_TYPE"
	query := `"query":` + text(registersQuery)
	return []attack{
		{"J01 a key twice", a.body(`{` + query + `,"query":"{ ` + canaryName + ` }"}`), bad, ""},
		{"J01 a variable twice", a.body(`{` + query + `,"variables":{"a":1,"a":"` + canaryNumber + `"}}`), bad, ""},
		{"J01 a key twice, once by escapes", a.body(`{` + query + `,"\u0071uery":"{ ` + canaryName + ` }"}`), bad, ""},
		{"J02 a key in capitals", a.body(`{"Query":` + text(registersQuery) + `}`), bad, ""},
		{"J02 a key and its capitals", a.body(`{` + query + `,"QUERY":"{ viewer { person { id } } }"}`), "200", "viewer"},
		{"J02 a key with a long s", a.body(`{` + query + `,"variableſ":{"a":1}}`), "200", ""},
		{"J03 more after it", a.body(`{` + query + `}` + canaryNumber), bad, ""},
		{"J03 a comment after it", a.body(`{` + query + `} // ` + canaryName), bad, ""},
		{"J04 invalid UTF-8", a.body("{\"query\":\"{ registers { name } } # \xff\xfe\"}"), bad, ""},
		{"J04 UTF-8 of too many bytes", a.body("{\"query\":\"{ registers { name } } # \xc0\xaf\"}"), bad, ""},
		{"J05 half a surrogate", a.body(`{"query":"{ registers { name } } # \ud800"}`), bad, ""},
		{"J05 NUL", a.body(`{"query":"{ registers { name } } \u0000"}`), "400 GRAPHQL_PARSE_FAILED", ""},
		{"J05 NUL, bare", a.body("{\"query\":\"{ registers { name } } \x00\"}"), bad, ""},
		{"J05 text that turns round", a.body(`{"query":"{ registers { name } } #\u202e\u2066"}`), "200", "\u202e"},
		{"J06 byte order marks", a.body("\ufeff\ufeff{" + query + "}"), bad, ""},
		{"J06 UTF-16", a.body("\xff\xfe{\x00\"\x00q\x00"), bad, ""},
		{"J07 no JSON", a.body(canaryName + " " + canaryNumber), bad, ""},
		{"J07 no end", a.body(`{"query":"{ person(id: \"` + canaryNumber), bad, ""},
		{"J07 a query that is none", a.post(`{ person(id: "` + canaryNumber + `") { ` + canaryName + ` æøå } }`), "400 GRAPHQL_PARSE_FAILED", ""},
		{"J07 a query with no end", a.post(`{ person(id: "` + canaryNumber), "400 GRAPHQL_PARSE_FAILED", ""},
		{"J07 a query that does not fit", a.post(`{ person(number: "` + canaryNumber + `", name: "` + canaryName + `") { id } }`), "400 GRAPHQL_VALIDATION_FAILED", ""},
		{"J07 a variable that does not fit", a.with(`query($v: ConsentLevel!) { previewConsent(level: $v) { __typename } }`, `{"v":"`+canaryDiagnosis+`"}`), "400 GRAPHQL_VALIDATION_FAILED", ""},
		{"J07 a query that is a number", a.body(`{"query":` + strings.TrimPrefix(canaryNumber, "0") + `}`), bad, ""},
		{"J07 nothing", a.body(``), bad, ""},
		{"J07 null", a.body(`null`), bad, ""},
		{"J08 60,000 blanks", a.body(`{` + strings.Repeat(" ", 60_000) + query + `}`), "200", ""},
		{"J08 10,000 keys", a.body(`{` + numbered(6000, `"k%d":1,`) + query + `}`), "200", ""},
		{"Z02 an encoding nobody knows", a.body(`{`+query+`}`, "Content-Encoding: zstd"), media, ""},
		{"Z02 encodings in each other", a.body(`{`+query+`}`, "Content-Encoding: "+strings.Repeat("gzip, ", 1000)+"gzip"), media, ""},
	}
}

// oversized are attacks by values and bodies that are large before they are
// parsed.
func (a attacker) oversized() []attack {
	const large = "413 BODY_TOO_LARGE"
	const byID, gps = `query($v: ID!) { node(id: $v) { id } }`, `query($v: Int) { generalPractitioners(municipality: "0301", first: $v) { totalCount } }`
	again, zipped := strings.Repeat, string(bomb())
	return []attack{
		{"V01 a text of 32 MiB", a.with(byID, `{"v":"`+again("x", 32<<20)+`"}`), large, "xxxx"},
		{"V02 1,000,000 variables", a.with(registersQuery, `{`+numbered(1_000_000, `"v%d":1,`)+`"v":1}`), large, ""},
		{"V05 1,000,000 digits", a.with(gps, `{"v":`+again("9", 1_000_000)+`}`), large, ""},
		{"V06 a name of 1,000,000 letters", a.post(`{ ` + again("n", 1_000_000) + ` }`), large, "nnnn"},
		{"Z01 a gzip bomb", a.body(zipped, "Content-Encoding: gzip"), "415 UNSUPPORTED_MEDIA_TYPE", ""},
		{"Z01 a gzip bomb that says nothing", a.body(zipped), "400 BAD_REQUEST", ""},
	}
}

// bomb is 64 MiB of spaces, compressed to about 64 KiB.
func bomb() []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for range 60 {
		_, _ = w.Write(blanks)
	}
	_ = w.Close()
	return b.Bytes()
}

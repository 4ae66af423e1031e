package main

import "strings"

// accepts are attacks by the Accept header.
func (a attacker) accepts() []attack {
	const none = "406 NOT_ACCEPTABLE"
	again := strings.Repeat
	return []attack{
		{"E01 nothing that is to be had", a.post(registersQuery, "Accept: text/html"), none, ""},
		{"E01 garbage", a.post(registersQuery, "Accept: ;;;,,,q=q=q"), none, ""},
		{"E01 a weight that is none", a.post(registersQuery, "Accept: application/json;q=NaN"), none, ""},
		{"E01 a charset that is not to be had", a.post(registersQuery, "Accept: application/json;charset=utf-16"), none, ""},
		{"E01 15,000 commas", a.post(registersQuery, "Accept: "+again(",", 15_000)), none, ""},
		{"E01 5000 types", a.post(registersQuery, "Accept: "+again("a/b,", 5000)), none, ""},
		{"E01 5000 parameters", a.post(registersQuery, "Accept: application/json"+numbered(2000, ";p%d=1")), "200", ""},
		{"E01 one parameter in many parts", a.post(registersQuery, "Accept: application/json"+numbered(2000, ";p*%d=1")), "200", ""},
		{"E01 quotes", a.post(registersQuery, `Accept: application/json;p="`+again(`\"`, 10_000)+`"`), "200", ""},
		{"E02 defer", a.post(`{ registers { name } ... @defer { registers { status } } }`, "Accept: multipart/mixed;deferSpec=20220824"), "200", ""},
		{"E02 defer, 40 times", a.post(`{ `+again("... @defer { registers { name } } ", 19)+`}`, "Accept: multipart/mixed;deferSpec=20220824"), "200", ""},
		{"E02 defer in defer", a.post(`{ viewer { `+again("... @defer { ", 30)+"client { id }"+again("}", 30)+` } }`, "Accept: multipart/mixed;deferSpec=20220824"), "200", ""},
		{"E02 defer of nobody's", a.post(`{ viewer { person { id ... @defer { prescriptions { totalCount } } } } }`, "Accept: multipart/mixed;deferSpec=20220824", "Authorization:"), "200", ""},
		{"E03 a subscription", a.post(`subscription { viewer { person { id } } }`), "400 GRAPHQL_VALIDATION_FAILED", ""},
		{"E03 a subscription by events", a.post(`subscription { viewer { person { id } } }`, "Accept: text/event-stream"), "200 GRAPHQL_VALIDATION_FAILED", ""},
		{"E03 a mutation", a.post(`mutation { changeGeneralPractitioner(to: "` + canaryName + `") { id } }`), "400 GRAPHQL_VALIDATION_FAILED", ""},
	}
}

// headers are attacks by the other headers.
func (a attacker) headers() []attack {
	body := `{"query":` + text(registersQuery) + `}`
	smuggled := "GET /schema.graphql HTTP/1.1\r\nHost: helsegraf.example.no\r\nX: "
	head := "POST /graphql HTTP/1.1\r\nHost: helsegraf.example.no\r\nAuthorization: Bearer " + a.token + "\r\nContent-Type: application/json\r\n"
	again := strings.Repeat
	return []attack{
		{"C01 an answer", a.post(registersQuery), "200", ""},
		{"C01 a fault", a.body(`{`), "400 BAD_REQUEST", ""},
		{"C01 a refusal", a.post(registersQuery, "Authorization: Bearer "+canaryNumber), "401 UNAUTHENTICATED", ""},
		{"C01 nothing there", a.request("GET /"+canaryNumber, ""), "404 NOT_FOUND", ""},
		{"H05 a header of 2 MiB", a.post(registersQuery, "X-Long: "+again("x", 2<<20)), "431", "xxxx"},
		{"H05 20,000 headers", a.post(registersQuery, "X-A: "+again("1\r\nX-A: ", 20_000)+"1"), "431", ""},
		{"H05 a token of 16 KiB", a.post(registersQuery, "Authorization: Bearer "+again("x", 16<<10)), "401 UNAUTHENTICATED", "xxxx"},
		{"H05 an address of 2 MiB", a.request("GET /graphql?"+again("x", 2<<20), ""), "431", "xxxx"},
		{"H06 chunks and a length", head + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled, "400 BAD_REQUEST", "INTROSPECTION"},
		{"H06 a length and chunks", head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + smuggled, "400 BAD_REQUEST", "INTROSPECTION"},
		{"H06 chunks by another name", head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + smuggled, "501", "INTROSPECTION"},
		{"H06 chunks twice", head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + smuggled, "501", "INTROSPECTION"},
		{"H07 two lengths", head + "Content-Length: 3\r\nContent-Length: 33\r\n\r\n" + body, "400", ""},
		{"H07 two lengths in one", head + "Content-Length: 3, 33\r\n\r\n" + body, "400", ""},
		{"H07 a length below nothing", head + "Content-Length: -1\r\n\r\n" + body, "400", ""},
		{"H07 a length of 30 digits", head + "Content-Length: " + again("9", 30) + "\r\n\r\n" + body, "400", ""},
		{"H07 a length of a terabyte", head + "Content-Length: 1099511627776\r\n\r\n" + body, "413 BODY_TOO_LARGE", ""},
		{"H08 chunks without end", head + "Transfer-Encoding: chunked\r\n\r\n" + again("1000\r\n"+again(" ", 4096)+"\r\n", 4096), "413 BODY_TOO_LARGE", ""},
		{"H08 chunks of one byte", head + "Transfer-Encoding: chunked\r\n\r\n" + again("1\r\n \r\n", 70_000), "413 BODY_TOO_LARGE", ""},
		{"H08 chunks with long extensions", head + "Transfer-Encoding: chunked\r\n\r\n" + again("1;"+again("x", 1000)+"\r\n \r\n", 1000), "400 BAD_REQUEST", ""},
		{"H08 a chunk of 16 digits", head + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n" + body, "400 BAD_REQUEST", ""},
		{"H08 trailers without end", head + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + "0\r\n" + again("X: "+again("x", 1000)+"\r\n", 5000), "400 BAD_REQUEST", ""},
		{"H09 no host", "GET /graphql HTTP/1.1\r\n\r\n", "400", ""},
		{"H09 two hosts", head + "Host: evil.example\r\nContent-Length: 0\r\n\r\n", "400", ""},
		{"H09 a header with a feed", head + "X-A: a\rb\r\nContent-Length: 0\r\n\r\n", "400", ""},
		{"H09 a header with a blank", head + "X-A : b\r\nContent-Length: 0\r\n\r\n", "400", ""},
		{"H09 HTTP/0.9", "GET /graphql\r\n\r\n", "400", ""},
		{"H09 HTTP/9.9", "GET /graphql HTTP/9.9\r\nHost: a\r\n\r\n", "505", ""},
		{"H09 anything", again("\x00\xff\r\n", 4000), "400", ""},
		{"H10 waits to be told to go on", head + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: 70000\r\n\r\n", "413 BODY_TOO_LARGE", ""},
		{"H10 wants what nobody has", head + "Expect: 200-maybe\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", "417", ""},
		{"H11 50 requests at once, one that ends them", again(strings.Replace(a.body(body), "Connection: close\r\n", "", 1), 49) + a.body(body), "200", ""},
	}
}

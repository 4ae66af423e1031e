package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Values that no answer or log line may contain. Every attack has them all, both
// where values belong and where they do not.
const (
	canaryNumber    = "02917543596"
	canaryName      = "Kanari Fuglesang"
	canaryDiagnosis = "F32.2 alvorlig depressiv episode"
)

// attacker writes requests as a logged-in citizen: others get no further.
type attacker struct{ token string }

// canaries are all values that may not come back.
func (a attacker) canaries() []string {
	return []string{canaryNumber, canaryName, canaryDiagnosis, "Kanari", "alvorlig", a.token, a.token[len(a.token)-40:]}
}

// attacks are all attacks of one request with one answer.
func (a attacker) attacks() []attack {
	return slices.Concat(
		a.documents(), a.fragments(), a.limitsOfSize(), a.schema(), a.requests(), a.browsers(), a.values(), a.oversized(), a.bodies(), a.accepts(), a.headers(),
	)
}

// post is a POST of a query.
func (a attacker) post(query string, headers ...string) string {
	return a.body(`{"query":`+text(query)+`,"extensions":`+a.members()+`}`, headers...)
}

// with is a POST of a query with variables.
func (a attacker) with(query, variables string) string {
	return a.body(`{"query":` + text(query) + `,"variables":` + variables + `,"extensions":` + a.members() + `}`)
}

// members is a JSON object of all canaries.
func (a attacker) members() string {
	b, err := json.Marshal(a.canaries())
	if err != nil {
		return err.Error()
	}
	return `{"canaries":` + string(b) + `}`
}

// body is a POST of JSON.
func (a attacker) body(body string, headers ...string) string {
	return a.request("POST /graphql", body, append([]string{"Content-Type: application/json", fmt.Sprintf("Content-Length: %d", len(body))}, headers...)...)
}

// get is a GET with the header that another site's page cannot send.
func (a attacker) get(query string, headers ...string) string {
	return a.request("GET /graphql?"+query, "", append([]string{"GraphQL-Require-Preflight: 1"}, headers...)...)
}

// request is a request. A repeated header has its last value; "Name:" removes
// one.
func (a attacker) request(line, body string, headers ...string) string {
	all := append([]string{
		"Host: helsegraf.example.no", "Connection: close", "Accept: application/graphql-response+json", "Authorization: Bearer " + a.token,
		"X-Request-Id: " + canaryNumber, "User-Agent: " + canaryName, "Referer: https://portal.example.no/" + canaryDiagnosis,
	}, headers...)
	var b strings.Builder
	b.WriteString(line + " HTTP/1.1\r\n")
	for i, h := range all {
		name, value, _ := strings.Cut(h, ":")
		again := func(later string) bool {
			n, _, _ := strings.Cut(later, ":")
			return strings.EqualFold(n, name)
		}
		if value != "" && !slices.ContainsFunc(all[i+1:], again) {
			b.WriteString(h + "\r\n")
		}
	}
	return b.String() + "\r\n" + body
}

// numbered is one repeated n times, with its number in it.
func numbered(n int, one string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, one, i)
	}
	return b.String()
}

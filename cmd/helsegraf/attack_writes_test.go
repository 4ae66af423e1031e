package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/graph/manifest"
	"helsegraf/mocks/world"
)

// The mutations of the attacks: one that anybody may send about themselves, and one
// that cannot be undone by mutation.
const (
	share = `mutation Share($key: ID!, $id: ID!, $allowed: Boolean!) { setSharing(input: {key: $key, person: $id, purpose: RESEARCH, allowed: $allowed}) { receipt { outcome } problems { code } } }`
	block = `mutation Block($key: ID!, $id: ID!) { blockEverything(input: {key: $key, person: $id}) { receipt { outcome } problems { code } } }`
)

// givePower is given a holder in the text, or declares a variable.
const givePower = `mutation { givePower(input: {key: "give-0123456789abc", holderNumber: $holder, holderLastName: "Testesen", services: [MEDICATION], mode: READ}) { receipt { outcome } problems { code } } }`

// writeAttack is an attempt to have something changed that must not be.
type writeAttack struct {
	// headers and body are sent by POST, or the query by GET.
	headers []string
	query   url.Values
	body    string
	// want is the status and the code of the error or the problem.
	want string
}

// besieged is a demonstration under attack, and the tokens and ids of those who
// attack it.
type besieged struct {
	*testEnv
	line, bodil, partner string // tokens
	id                   map[string]string
}

func newBesieged(t *testing.T, change func(*config.Config)) *besieged {
	t.Helper()
	h := newConfigured(t, world.Options{}, change)
	b := &besieged{
		testEnv: h, line: h.bearer(login{persona: "line", client: "web"}), bodil: h.bearer(login{persona: "bodil", client: "web"}),
		partner: h.bearer(login{persona: "line", client: "partner"}), id: map[string]string{},
	}
	for _, persona := range []string{"line", "bodil"} {
		b.id[persona] = h.id(persona, "web")
	}
	return b
}

// told is how often Personvern was told to change something, and everything it was told.
func (b *besieged) told() (n int, all string) {
	b.t.Helper()
	var told []json.RawMessage
	b.control("personvern", http.MethodGet, "told", "", &told)
	return len(told), fmt.Sprintf("%s", told)
}

// suffer makes an attack; nothing may come of it, and nothing sent may be logged.
func (b *besieged) suffer(t *testing.T, a writeAttack) {
	t.Helper()
	before, _ := b.told()
	method, to := http.MethodPost, b.url+"/graphql"
	if a.query != nil {
		method, to = http.MethodGet, to+"?"+a.query.Encode()
	}
	status, body := send(t, method, to, a.body, a.headers...)
	if got := fmt.Sprintf("%d %s", status, firstCode(body)); got != a.want {
		t.Errorf("got %s, want %s: %s", got, a.want, body)
	}
	if now, all := b.told(); now != before {
		t.Errorf("the register was told: %s", all)
	}
	for _, secret := range []string{canaryNumber, b.id["line"], b.id["bodil"], b.line, b.bodil} {
		if strings.Contains(b.log.String(), secret) {
			t.Errorf("logged: %s", secret)
		}
	}
	if strings.Contains(body, canaryNumber) {
		t.Errorf("repeated: %s", body)
	}
}

// firstCode is the code of an answer's first error, or else of its first problem.
func firstCode(body string) string {
	var a struct {
		Errors []struct{ Extensions struct{ Code string } }
		Data   map[string]*struct{ Problems []struct{ Code string } }
	}
	_ = json.Unmarshal([]byte(body), &a)
	if len(a.Errors) > 0 {
		return a.Errors[0].Extensions.Code
	}
	for _, payload := range a.Data {
		if payload != nil && len(payload.Problems) > 0 {
			return payload.Problems[0].Code
		}
	}
	return ""
}

const keyOfAttack = "attack-0123456789"

func variablesOf(key, id string, allowed bool) string {
	return fmt.Sprintf(`{"key":%q,"id":%q,"allowed":%t}`, key, id, allowed)
}

// Nothing that is sent to have something changed on another's behalf, twice, many
// times in one, or behind the back of the one who is logged in, reaches the register.
func TestAttacksOnWrites(t *testing.T) {
	t.Parallel()
	b := newBesieged(t, func(*config.Config) {})
	json, bearer := "Content-Type: application/json", func(token string) string { return "Authorization: Bearer " + token }
	as := func(token, query, variables string) writeAttack {
		return writeAttack{headers: []string{json, bearer(token)}, body: graphQL(t, query, variables)}
	}
	own := variablesOf(keyOfAttack, b.id["line"], true)
	if status, body := send(t, http.MethodPost, b.url+"/graphql", graphQL(t, share, own), json, bearer(b.line)); status != http.StatusOK || !strings.Contains(body, "DONE") {
		t.Fatal(status, body)
	}
	literally := func(id string) string {
		return strings.NewReplacer("($key: ID!, $id: ID!)", "", "$key", `"`+keyOfAttack+`-literally"`, "$id", id).Replace(block)
	}
	form := url.Values{"query": {share}, "variables": {variablesOf("form-0123456789abc", b.id["line"], false)}}
	aliased := "mutation Many($key: ID!, $id: ID!, $allowed: Boolean!) {"
	for i := range 30 {
		aliased += fmt.Sprintf(" a%d: setSharing(input: {key: $key, person: $id, purpose: RESEARCH, allowed: $allowed}) { receipt { outcome } }", i)
	}
	aliased += " }"
	other := variablesOf("another-0123456789", b.id["line"], false)
	partners := b.testEnv.id("line", "partner")
	for name, a := range map[string]writeAttack{
		"a form of another site":             {headers: []string{"Content-Type: application/x-www-form-urlencoded", bearer(b.line), "Origin: https://evil.example"}, body: form.Encode(), want: "415 UNSUPPORTED_MEDIA_TYPE"},
		"a form in parts":                    {headers: []string{"Content-Type: multipart/form-data; boundary=x", bearer(b.line)}, body: "--x\r\nContent-Disposition: form-data; name=\"query\"\r\n\r\n" + share + "\r\n--x--\r\n", want: "415 UNSUPPORTED_MEDIA_TYPE"},
		"text of another site":               {headers: []string{"Content-Type: text/plain", bearer(b.line)}, body: graphQL(t, share, other), want: "415 UNSUPPORTED_MEDIA_TYPE"},
		"GET":                                {headers: []string{bearer(b.line), "GraphQL-Require-Preflight: 1"}, query: form, want: "405 METHOD_NOT_ALLOWED"},
		"GET, by name among queries":         {headers: []string{bearer(b.line), "GraphQL-Require-Preflight: 1"}, query: url.Values{"query": {"query Q { registers { name } } " + share}, "operationName": {"Share"}, "variables": form["variables"]}, want: "405 METHOD_NOT_ALLOWED"},
		"a link":                             {headers: []string{bearer(b.line)}, query: form, want: "400 PREFLIGHT_REQUIRED"},
		"no token":                           {headers: []string{json}, body: graphQL(t, share, other), want: "200 UNAUTHENTICATED"},
		"a session's cookie":                 {headers: []string{json, "Cookie: session=" + b.line}, body: graphQL(t, share, other), want: "200 UNAUTHENTICATED"},
		"a client that may only read":        as(b.partner, share, variablesOf("partner-0123456789", partners, false)).wanting("200 CLIENT_SCOPE_MISSING"),
		"the same request again":             as(b.line, share, own).wanting("200 "),
		"the key again, with another input":  as(b.line, share, variablesOf(keyOfAttack, b.id["line"], false)).wanting("200 KEY_REUSED"),
		"the key again, about somebody else": as(b.line, share, variablesOf(keyOfAttack, b.id["bodil"], true)).wanting("200 NOT_FOUND"),
		"another's key, about its owner":     as(b.bodil, share, own).wanting("200 NOT_FOUND"),
		"another's id":                       as(b.bodil, block, fmt.Sprintf(`{"key":"block-0123456789ab","id":%q}`, b.id["line"])).wanting("200 NOT_FOUND"),
		"30 in one":                          as(b.line, aliased, other).wanting("400 TOO_MANY_ROOT_FIELDS"),
		"a batch of two":                     {headers: []string{json, bearer(b.line)}, body: "[" + graphQL(t, share, other) + "," + graphQL(t, share, other) + "]", want: "400 BAD_REQUEST"},
		"in a fragment":                      as(b.line, `mutation F($key: ID!, $id: ID!) { ...M } fragment M on Mutation { blockEverything(input: {key: $key, person: $id}) { receipt { outcome } } }`, fmt.Sprintf(`{"key":"block-0123456789ab","id":%q}`, b.id["line"])).wanting("400 TOO_MANY_ROOT_FIELDS"),
		"only if a variable says so":         as(b.line, `mutation If($key: ID!, $id: ID!, $v: Boolean!) { blockEverything(input: {key: $key, person: $id}) @include(if: $v) { receipt { outcome } } }`, fmt.Sprintf(`{"key":"block-0123456789ab","id":%q,"v":true}`, b.id["line"])).wanting("400 TOO_MANY_ROOT_FIELDS"),
		"an identity number for an id":       as(b.line, literally(`"`+canaryNumber+`"`), "").wanting("200 NOT_FOUND"),
		"an identity number, unquoted":       as(b.line, literally(canaryNumber), "").wanting("200 GRAPHQL_PARSE_FAILED"),
		"an identity number in a variable":   as(b.line, share, variablesOf("number-0123456789", canaryNumber, false)).wanting("200 NOT_FOUND"),
		"a holder's number in the text":      as(b.line, strings.ReplaceAll(givePower, "$holder", `"`+canaryNumber+`"`), "").wanting("200 GRAPHQL_VALIDATION_FAILED"),
		"a holder's number, unquoted":        as(b.line, strings.ReplaceAll(givePower, "$holder", canaryNumber), "").wanting("200 GRAPHQL_PARSE_FAILED"),
		"a holder's number by default":       as(b.line, strings.Replace(strings.Replace(givePower, "mutation", `mutation Give($holder: IdentityNumber! = "`+canaryNumber+`")`, 1), "IdentityNumber!", "IdentityNumber", 1), "").wanting("200 GRAPHQL_VALIDATION_FAILED"),
		"a holder's number of the wrong sum": as(b.line, strings.Replace(givePower, "mutation", "mutation Give($holder: IdentityNumber!)", 1), `{"holder":"12345678901"}`).wanting("200 BAD_USER_INPUT"),
		"somebody's id for a power's":        as(b.line, `mutation End($id: ID!, $key: ID!) { endPower(input: {key: $key, power: $id}) { receipt { outcome } } }`, fmt.Sprintf(`{"key":"end-0123456789abcd","id":%q}`, b.id["line"])).wanting("200 NOT_FOUND"),
		"a short key":                        as(b.line, share, variablesOf("short", b.id["line"], false)).wanting("200 BAD_USER_INPUT"),
		"a key that is a number":             as(b.line, share, variablesOf(canaryNumber+"/../../"+canaryNumber, b.id["line"], false)).wanting("200 BAD_USER_INPUT"),
	} {
		t.Run(name, func(t *testing.T) { b.suffer(t, a) })
	}
}

func (a writeAttack) wanting(want string) writeAttack {
	a.want = want
	return a
}

// A client whose mutations must be trusted sends no other.
func TestAttacksOnTrustedMutations(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "web.json")
	if err := os.WriteFile(file, fmt.Appendf(nil, `{"%s":%q}`, manifest.Hash(share), share), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBesieged(t, func(c *config.Config) {
		for i := range c.Clients {
			if c.Clients[i].ID == "web" {
				c.Clients[i].Documents.File, c.Clients[i].Documents.Mode = file, "mutations"
			}
		}
	})
	headers := []string{"Content-Type: application/json", "Authorization: Bearer " + b.line}
	b.suffer(t, writeAttack{
		headers: headers, body: graphQL(t, block, fmt.Sprintf(`{"key":"block-0123456789ab","id":%q}`, b.id["line"])), want: "403 DOCUMENT_NOT_TRUSTED",
	})
	if status, body := send(t, http.MethodPost, b.url+"/graphql", graphQL(t, share, variablesOf(keyOfAttack, b.id["line"], true)), headers...); status != http.StatusOK || !strings.Contains(body, "DONE") {
		t.Error("one that is trusted:", status, body)
	}
}

// A proof of possession is good for one request: who has recorded it, token and all,
// has nothing.
func TestAttacksWithARecordedProof(t *testing.T) {
	t.Parallel()
	bound := newConfigured(t, world.Options{}, func(c *config.Config) { c.Issuers[0].DPoP = true })
	w := newWallet(t, bound.registers.issuer, "line")
	proved := func() []string {
		return []string{"Content-Type: application/json", "Authorization: DPoP " + w.token, "DPoP: " + w.proof(t, "http://127.0.0.1/graphql", "")}
	}
	status, body := send(t, http.MethodPost, bound.url+"/graphql", graphQL(t, `{ viewer { person { id } } }`, ""), proved()...)
	_, id, found := strings.Cut(body, `"id":"`)
	if id, _, _ = strings.Cut(id, `"`); status != http.StatusOK || !found {
		t.Fatal(status, body)
	}
	headers := proved()
	if status, body := send(t, http.MethodPost, bound.url+"/graphql", graphQL(t, share, variablesOf(keyOfAttack, id, true)), headers...); status != http.StatusOK || !strings.Contains(body, "DONE") {
		t.Fatal(status, body)
	}
	s := &besieged{testEnv: bound, id: map[string]string{"line": id, "bodil": id}, line: w.token, bodil: w.token}
	again := graphQL(t, block, fmt.Sprintf(`{"key":"block-0123456789ab","id":%q}`, id))
	s.suffer(t, writeAttack{headers: headers, body: again, want: "401 UNAUTHENTICATED"})
	s.suffer(t, writeAttack{headers: []string{headers[0], "Authorization: Bearer " + w.token}, body: again, want: "401 UNAUTHENTICATED"})
	s.suffer(t, writeAttack{headers: headers[:2], body: again, want: "401 UNAUTHENTICATED"})
}

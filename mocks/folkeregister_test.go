package mocks

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// privacyCase is a question that a register should refuse, or not, and in which of
// its words.
type privacyCase struct {
	name, path, body string
	change           func(http.Header)
	status           int
	says             string
}

// refuses asks by POST. What is refused is not counted.
func (s *issuing) refuses(t *testing.T, register *StandIn, audience, scope, contentType string, cases []privacyCase) {
	t.Helper()
	for _, tc := range append(cases,
		privacyCase{"no token", cases[0].path, cases[0].body, func(h http.Header) { h.Del("Authorization") }, 401, ""},
		privacyCase{"a token on its own", cases[0].path, cases[0].body, func(h http.Header) { h.Del("DPoP") }, 401, ""},
		privacyCase{"no content type", cases[0].path, cases[0].body, func(h http.Header) { h.Del("Content-Type") }, 0, ""},
	) {
		t.Run(tc.name, func(t *testing.T) {
			r := s.request(audience, scope, http.MethodPost, tc.path, tc.body)
			r.Header.Set("Content-Type", contentType)
			if tc.change != nil {
				tc.change(r.Header)
			}
			register.calls = map[string]*tally{}
			got := httptest.NewRecorder()
			register.ServeHTTP(got, r)
			if tc.status != 0 && got.Code != tc.status || got.Code == http.StatusOK && tc.status == 0 || !strings.Contains(got.Body.String(), tc.says) {
				t.Errorf("%d %s", got.Code, got.Body)
			}
			if got.Code == http.StatusUnauthorized && got.Header().Get("WWW-Authenticate") == "" {
				t.Error("no challenge")
			}
			if counted := len(register.calls) == 1; counted != (got.Code == http.StatusOK) {
				t.Error("what is refused should not be counted, and the rest should")
			}
		})
	}
	r := s.request(audience, "another:audience/read", http.MethodPost, cases[0].path, cases[0].body)
	r.Header.Set("Content-Type", contentType)
	got := httptest.NewRecorder()
	if register.ServeHTTP(got, r); got.Code != http.StatusForbidden {
		t.Errorf("another scope: %d", got.Code)
	}
}

func TestPersontjenestenIsStrict(t *testing.T) {
	s := startIssuing(t)
	w := s.issuer.world
	line, kari := w.Persona("line").Number, w.Persona("kari").Number
	const bulk = "/api/v3/full-access/person/bulk-by-nin"
	const parts = bulk + "?informationParts=Name&informationParts=ResidentialAddress"
	s.refuses(t, NewFolkeregister(w, s.issuer), persontjenestenAudience, persontjenestenScope, "application/x-www-form-urlencoded", []privacyCase{
		{"one", parts, "nins=" + line, nil, 200, `"givenName":"Line"`},
		{"only the parts asked for", parts, "nins=" + line, nil, 200, `"name":[`},
		{"a list of two", parts, "nins=" + line + "," + kari, nil, 200, "Likevang"},
		{"two of one", parts, "nins=" + line + "&nins=" + kari, nil, 200, "Likevang"},
		{"a strictly confidential address", parts, "nins=" + kari, nil, 200, `"residentialAddress":[]`},
		{"nobody has it", parts, "nins=14837846839", nil, 200, "[]"},
		{"no parts", bulk, "nins=" + line, nil, 400, "informationParts is required"},
		{"an unknown part", bulk + "?informationParts=Shoes", "nins=" + line, nil, 400, "not known"},
		{"a number in the address", parts + "&nin=" + line, "nins=" + line, nil, 400, "must not be part of the URL"},
		{"nobody asked about", parts, "", nil, 400, "between 1 and 100"},
		{"too many", parts, "nins=" + strings.Repeat(line+",", 100) + line, nil, 400, "between 1 and 100"},
		{"check digits", parts, "nins=12345678901", nil, 400, "not a Norwegian"},
		{"JSON", parts, `["` + line + `"]`, func(h http.Header) { h.Set("Content-Type", "application/json") }, 400, "x-www-form-urlencoded"},
		{"XML wanted", parts, "nins=" + line, func(h http.Header) { h.Set("Accept", "application/xml") }, 406, "application/json"},
	})
}

func TestKRRIsStrict(t *testing.T) {
	s := startIssuing(t)
	w := s.issuer.world
	line := w.Persona("line").Number
	ask := func(numbers ...string) string {
		return `{"personidentifikatorer":["` + strings.Join(numbers, `","`) + `"]}`
	}
	s.refuses(t, NewFolkeregister(w, s.issuer), krrAudience, krrScope, "application/json", []privacyCase{
		{"one", "/rest/v2/personer", ask(line), nil, 200, `"varslingsstatus":"KAN_VARSLES"`},
		{"a child", "/rest/v2/personer", ask(w.Persona("dan").Number), nil, 200, "IKKE_REGISTRERT"},
		{"a dead", "/rest/v2/personer", ask(w.Persona("david").Number), nil, 200, "SLETTET"},
		{"nobody has it", "/rest/v2/personer", ask("14837846839"), nil, 200, "IKKE_REGISTRERT"},
		{"none", "/rest/v2/personer", `{"personidentifikatorer":[]}`, nil, 400, "between 1 and 1000"},
		{"too many", "/rest/v2/personer", ask(strings.Split(strings.Repeat(line+",", 1000)+line, ",")...), nil, 400, "between 1 and 1000"},
		{"check digits", "/rest/v2/personer", ask("12345678901"), nil, 400, "not valid"},
		{"not JSON", "/rest/v2/personer", "nins=" + line, nil, 400, "Malformed"},
	})
}

package mocks

import (
	"net/http"
	"strings"
	"testing"
)

func TestPersontjenestenIsStrict(t *testing.T) {
	s := NewCaller(t)
	w := s.World
	line, kari := w.Persona("line").Number, w.Persona("kari").Number
	const bulk = "/api/v3/full-access/person/bulk-by-nin"
	const parts = bulk + "?informationParts=Name&informationParts=ResidentialAddress"
	s.Refuses(t, NewFolkeregister(w, s.Issuer), persontjenestenAudience, persontjenestenScope, "application/x-www-form-urlencoded", []Question{
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
	s := NewCaller(t)
	w := s.World
	line := w.Persona("line").Number
	ask := func(numbers ...string) string {
		return `{"personidentifikatorer":["` + strings.Join(numbers, `","`) + `"]}`
	}
	s.Refuses(t, NewFolkeregister(w, s.Issuer), krrAudience, krrScope, "application/json", []Question{
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

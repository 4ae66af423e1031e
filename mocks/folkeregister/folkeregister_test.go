package folkeregister

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/mocks/mocktest"
)

func TestPersontjenestenIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line, kari := w.Persona("line").Number, w.Persona("kari").Number
	const bulk = "/api/v3/full-access/person/bulk-by-nin"
	const parts = bulk + "?informationParts=Name&informationParts=ResidentialAddress"
	s.Refuses(t, New(w, s.Issuer), persontjenestenAudience, persontjenestenScope, "application/x-www-form-urlencoded", []mocktest.RefusalCase{
		{Name: "one", Path: parts, Body: "nins=" + line, Status: 200, Says: `"givenName":"Line"`},
		{Name: "only the parts asked for", Path: parts, Body: "nins=" + line, Status: 200, Says: `"name":[`},
		{Name: "a list of two", Path: parts, Body: "nins=" + line + "," + kari, Status: 200, Says: "Likevang"},
		{Name: "two of one", Path: parts, Body: "nins=" + line + "&nins=" + kari, Status: 200, Says: "Likevang"},
		{Name: "a strictly confidential address", Path: parts, Body: "nins=" + kari, Status: 200, Says: `"residentialAddress":[]`},
		{Name: "nobody has it", Path: parts, Body: "nins=14837846839", Status: 200, Says: "[]"},
		{Name: "no parts", Path: bulk, Body: "nins=" + line, Status: 400, Says: "informationParts is required"},
		{Name: "an unknown part", Path: bulk + "?informationParts=Shoes", Body: "nins=" + line, Status: 400, Says: "not known"},
		{Name: "a number in the address", Path: parts + "&nin=" + line, Body: "nins=" + line, Status: 400, Says: "must not be part of the URL"},
		{Name: "nobody asked about", Path: parts, Body: "", Status: 400, Says: "between 1 and 100"},
		{Name: "too many", Path: parts, Body: "nins=" + strings.Repeat(line+",", 100) + line, Status: 400, Says: "between 1 and 100"},
		{Name: "check digits", Path: parts, Body: "nins=12345678901", Status: 400, Says: "not a Norwegian"},
		{Name: "JSON", Path: parts, Body: `["` + line + `"]`, Change: func(h http.Header) { h.Set("Content-Type", "application/json") }, Status: 400, Says: "x-www-form-urlencoded"},
		{Name: "XML wanted", Path: parts, Body: "nins=" + line, Change: func(h http.Header) { h.Set("Accept", "application/xml") }, Status: 406, Says: "application/json"},
	})
}

func TestKRRIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line := w.Persona("line").Number
	ask := func(numbers ...string) string {
		return `{"personidentifikatorer":["` + strings.Join(numbers, `","`) + `"]}`
	}
	s.Refuses(t, New(w, s.Issuer), krrAudience, krrScope, "application/json", []mocktest.RefusalCase{
		{Name: "one", Path: "/rest/v2/personer", Body: ask(line), Status: 200, Says: `"varslingsstatus":"KAN_VARSLES"`},
		{Name: "a child", Path: "/rest/v2/personer", Body: ask(w.Persona("dan").Number), Status: 200, Says: "IKKE_REGISTRERT"},
		{Name: "a dead", Path: "/rest/v2/personer", Body: ask(w.Persona("david").Number), Status: 200, Says: "SLETTET"},
		{Name: "nobody has it", Path: "/rest/v2/personer", Body: ask("14837846839"), Status: 200, Says: "IKKE_REGISTRERT"},
		{Name: "none", Path: "/rest/v2/personer", Body: `{"personidentifikatorer":[]}`, Status: 400, Says: "between 1 and 1000"},
		{Name: "too many", Path: "/rest/v2/personer", Body: ask(strings.Split(strings.Repeat(line+",", 1000)+line, ",")...), Status: 400, Says: "between 1 and 1000"},
		{Name: "check digits", Path: "/rest/v2/personer", Body: ask("12345678901"), Status: 400, Says: "not valid"},
		{Name: "not JSON", Path: "/rest/v2/personer", Body: "nins=" + line, Status: 400, Says: "Malformed"},
	})
}

package pasientreiser

import (
	"net/http"
	"testing"

	"helsegraf/mocks/mocktest"
)

func TestPasientreiserIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line, nils := w.Persona("line").Number, w.Persona("nils").Number
	const claims, trips = "/pasientreiser/api/v1/soknader/sok", "/pasientreiser/api/v1/rekvirerte/sok"
	ask := func(number string) string { return `{"innbyggerFnr":"` + number + `"}` }
	s.Refuses(t, New(w, s.Issuer), audience, scope, "application/json", []mocktest.RefusalCase{
		{Name: "claims", Path: claims, Body: ask(line), Status: 200, Says: `"vedtak":{"begrunnelse":`},
		{Name: "trips", Path: trips, Body: ask(line), Status: 200, Says: `"status":"GODKJENT"`},
		{Name: "nothing", Path: claims, Body: ask(nils), Status: 200, Says: `"soknader":[]`},
		{Name: "nobody", Path: trips, Body: ask("14837846839"), Status: 200, Says: `"reiser":[]`},
		{Name: "check digits", Path: claims, Body: ask("12345678901"), Status: 400, Says: "REISE-0006"},
		{Name: "not JSON", Path: claims, Body: "innbyggerFnr=" + line, Status: 400, Says: "REISE-0005"},
		{Name: "an unknown member", Path: claims, Body: `{"innbyggerFnr":"` + line + `","aar":2026}`, Status: 400, Says: "REISE-0005"},
		{Name: "a number in the address", Path: claims + "?innbyggerFnr=" + line, Body: ask(line), Status: 400, Says: "REISE-0002"},
		{Name: "another address", Path: "/pasientreiser/api/v1/soknader", Body: ask(line), Status: 404, Says: "REISE-0007"},
		{Name: "no system", Path: trips, Body: ask(line), Change: func(h http.Header) { h.Del("nhn-source-system") }, Status: 400, Says: "REISE-0003"},
	})
}

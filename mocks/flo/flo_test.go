package flo

import (
	"net/http"
	"testing"

	"helsegraf/mocks/mocktest"
)

func TestFLOIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line, gunnar, berit := w.Persona("line").Number, w.Persona("gunnar").Number, w.Persona("berit").Number
	const path = "/flo/api/v1/status"
	ask := func(number string) string { return `{"innbyggerFnr":"` + number + `"}` }
	s.Refuses(t, New(w, s.Issuer), audience, scope, "application/json", []mocktest.RefusalCase{
		{Name: "one change left, and waiting", Path: path, Body: ask(line), Status: 200, Says: `"antallByttet":1,"maks":2,"ekstraBytte":false,"paagaaende":null,"venteliste":{"nummer":`},
		{Name: "a change to come", Path: path, Body: ask(gunnar), Status: 200, Says: `"gyldigFra":"2026-12-01","angrefrist":"2026-11-30"`},
		{Name: "nothing", Path: path, Body: ask(berit), Status: 200, Says: `"paagaaende":null,"venteliste":null`},
		{Name: "check digits", Path: path, Body: ask("12345678901"), Status: 400, Says: "FLO-0006"},
		{Name: "not JSON", Path: path, Body: "innbyggerFnr=" + line, Status: 400, Says: "FLO-0005"},
		{Name: "an unknown member", Path: path, Body: `{"innbyggerFnr":"` + line + `","aar":2026}`, Status: 400, Says: "FLO-0005"},
		{Name: "two bodies", Path: path, Body: ask(line) + ask(line), Status: 400, Says: "FLO-0005"},
		{Name: "a number in the address", Path: path + "?innbyggerFnr=" + line, Body: ask(line), Status: 400, Says: "FLO-0002"},
		{Name: "another address", Path: "/flo/api/v1/venteliste", Body: ask(line), Status: 404, Says: "FLO-0007"},
		{Name: "no system", Path: path, Body: ask(line), Change: func(h http.Header) { h.Del("nhn-source-system") }, Status: 400, Says: "FLO-0003"},
	})
	r := s.Request(audience, scope, http.MethodPost, path, ask("14837846839"))
	r.Header.Set("Content-Type", "application/json")
	if got := mocktest.Ask(New(w, s.Issuer), r); got.Code != http.StatusNotFound || got.Body.String() != `{"code":"FLO-NOT_ELIGIBLE_RESIDENCE","errorCategory":"Business","message":"Personen har ikke rett til fastlege"}` {
		t.Errorf("nobody has it: %d %s", got.Code, got.Body)
	}
}

package verktoy

import (
	"net/http"
	"testing"

	"helsegraf/mocks/mocktest"
)

func TestVerktoyIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line, nils := w.Persona("line").Number, w.Persona("nils").Number
	const path = "/verktoy/api/v1/verktoy/sok"
	ask := func(number string) string { return `{"innbyggerFnr":"` + number + `"}` }
	s.Refuses(t, New(w, s.Issuer), audience, scope, "application/json", []mocktest.RefusalCase{
		{Name: "tools", Path: path, Body: ask(line), Status: 200, Says: `"godtatt":true`},
		{Name: "no address before the terms", Path: path, Body: ask(line), Status: 200, Says: `{"beskrivelse":"Lær hva som gir bedre søvn, og før søvndagbok i fire uker.","id":"sovn"`},
		{Name: "nothing", Path: path, Body: ask(nils), Status: 200, Says: `"verktoy":[]`},
		{Name: "nobody", Path: path, Body: ask("14837846839"), Status: 200, Says: `"verktoy":[]`},
		{Name: "check digits", Path: path, Body: ask("12345678901"), Status: 400, Says: "VERKTOY-0006"},
		{Name: "an unknown member", Path: path, Body: `{"innbyggerFnr":"` + line + `","aar":2026}`, Status: 400, Says: "VERKTOY-0005"},
		{Name: "a number in the address", Path: path + "?innbyggerFnr=" + line, Body: ask(line), Status: 400, Says: "VERKTOY-0002"},
		{Name: "another address", Path: "/verktoy/api/v1/vilkaar", Body: ask(line), Status: 404, Says: "VERKTOY-0007"},
		{Name: "no system", Path: path, Body: ask(line), Change: func(h http.Header) { h.Del("nhn-source-system") }, Status: 400, Says: "VERKTOY-0003"},
	})
}

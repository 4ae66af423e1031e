package varsling

import (
	"net/http"
	"testing"

	"helsegraf/mocks/mocktest"
)

func TestVarslingIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line, dan := w.Persona("line").Number, w.Persona("dan").Number
	const path = "/varsling/api/v1/innstillinger/sok"
	ask := func(number string) string { return `{"innbyggerFnr":"` + number + `"}` }
	s.Refuses(t, New(w, s.Issuer), audience, scope, "application/json", []mocktest.RefusalCase{
		{Name: "settings", Path: path, Body: ask(line), Status: 200, Says: `"kanal":"BEGGE","nivaa":"VIKTIGE"`},
		{Name: "a child has no contact information", Path: path, Body: ask(dan), Status: 200, Says: `"effektiv":false`},
		{Name: "check digits", Path: path, Body: ask("12345678901"), Status: 400, Says: "VARSEL-0006"},
		{Name: "an unknown member", Path: path, Body: `{"innbyggerFnr":"` + line + `","aar":2026}`, Status: 400, Says: "VARSEL-0005"},
		{Name: "a number in the address", Path: path + "?innbyggerFnr=" + line, Body: ask(line), Status: 400, Says: "VARSEL-0002"},
		{Name: "another address", Path: "/varsling/api/v1/innstillinger", Body: ask(line), Status: 404, Says: "VARSEL-0007"},
		{Name: "no system", Path: path, Body: ask(line), Change: func(h http.Header) { h.Del("nhn-source-system") }, Status: 400, Says: "VARSEL-0003"},
	})
}

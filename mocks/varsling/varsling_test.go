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
	const events = "/varsling/api/v1/hendelser/sok"
	part := func(number, more string) string {
		return `{"innbyggerFnr":"` + number + `","tjenester":["TIMEAVTALER","LEGEMIDLER"],` + more + `}`
	}
	ask := func(number string) string { return `{"innbyggerFnr":"` + number + `"}` }
	s.Refuses(t, New(w, s.Issuer), audience, scope, "application/json", []mocktest.RefusalCase{
		{Name: "settings", Path: path, Body: ask(line), Status: 200, Says: `"kanal":"BEGGE","nivaa":"VIKTIGE"`},
		{Name: "a child has no contact information", Path: path, Body: ask(dan), Status: 200, Says: `"effektiv":false`},
		{Name: "check digits", Path: path, Body: ask("12345678901"), Status: 400, Says: "VARSEL-0006"},
		{Name: "an unknown member", Path: path, Body: `{"innbyggerFnr":"` + line + `","aar":2026}`, Status: 400, Says: "VARSEL-0005"},
		{Name: "a number in the address", Path: path + "?innbyggerFnr=" + line, Body: ask(line), Status: 400, Says: "VARSEL-0002"},
		{Name: "another address", Path: "/varsling/api/v1/innstillinger", Body: ask(line), Status: 404, Says: "VARSEL-0007"},
		{Name: "events", Path: events, Body: part(line, `"antall":100,"etter":1`), Status: 200, Says: `"flere":false`},
		{Name: "a part of them", Path: events, Body: part(line, `"antall":1`), Status: 200, Says: `"flere":true`},
		{Name: "the end", Path: events, Body: part(line, `"antall":1,"etter":99999999`), Status: 200, Says: `"flere":false,"hendelser":[]`},
		{Name: "no number of events", Path: events, Body: part(line, `"etter":1`), Status: 400, Says: "VARSEL-0005"},
		{Name: "too many", Path: events, Body: part(line, `"antall":101`), Status: 400, Says: "VARSEL-0005"},
		{Name: "an odd place", Path: events, Body: part(line, `"antall":1,"etter":"1"`), Status: 400, Says: "VARSEL-0005"},
		{Name: "no services", Path: events, Body: `{"innbyggerFnr":"` + line + `","antall":1,"tjenester":[]}`, Status: 400, Says: "VARSEL-0005"},
		{Name: "another member", Path: events, Body: part(line, `"antall":1,"fra":"2026-01-01"`), Status: 400, Says: "VARSEL-0005"},
		{Name: "no system", Path: path, Body: ask(line), Change: func(h http.Header) { h.Del("nhn-source-system") }, Status: 400, Says: "VARSEL-0003"},
	})
}

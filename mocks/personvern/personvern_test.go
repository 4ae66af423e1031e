package personvern

import (
	"testing"

	"helsegraf/mocks/mocktest"
)

func TestPersonvernIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line, berit, arne := w.Persona("line").Number, w.Persona("berit").Number, w.Persona("arne").Number
	const settings = "/personvern/Personverninnstillinger/HentInnbyggersPiForPart/v2"
	ask := func(number string) string { return `{"innbyggerFnr":"` + number + `","partKode":"prøve"}` }
	t.Run("settings", func(t *testing.T) {
		s.Refuses(t, New(w, s.Issuer), pvkAudience, pvkScope, "application/json", []mocktest.RefusalCase{
			{Name: "one", Path: settings, Body: ask(line), Status: 200, Says: `"typePi":"samtykke"`},
			{Name: "akuttsperre", Path: settings, Body: ask(arne), Status: 200, Says: `"definisjonNavn":"Akuttsperre"`},
			{Name: "nobody has it", Path: settings, Body: ask("14837846839"), Status: 200, Says: `"personvernInnstillinger":[]`},
			{Name: "for no part", Path: settings, Body: `{"innbyggerFnr":"` + line + `"}`, Status: 400, Says: "PVK-0006"},
			{Name: "check digits", Path: settings, Body: ask("12345678901"), Status: 400, Says: "PVK-0005"},
			{Name: "not JSON", Path: settings, Body: "innbyggerFnr=" + line, Status: 400, Says: "PVK-0004"},
			{Name: "a number in the address", Path: settings + "?innbyggerFnr=" + line, Body: ask(line), Status: 400, Says: "PVK-0002"},
		})
	})
	t.Run("powers", func(t *testing.T) {
		s.Refuses(t, New(w, s.Issuer), fullmaktAudience, fullmaktScope, "application/json", []mocktest.RefusalCase{
			{Name: "received", Path: "/personvern/Fullmaktsgivere/v1", Body: ask(line), Status: 200, Says: `"maskertFnr":"` + berit[:6] + `xxxxx"`},
			{Name: "given", Path: "/personvern/Fullmaktshavere/v1", Body: ask(berit), Status: 200, Says: `"maskertFnr":"` + line[:6] + `xxxxx"`},
			{Name: "none", Path: "/personvern/Fullmaktsgivere/v1", Body: ask(berit), Status: 200, Says: `"fullmaktsgiverFunnet":false`},
			{Name: "nobody has it", Path: "/personvern/Fullmaktshavere/v1", Body: ask("14837846839"), Status: 200, Says: `"fullmaktshavere":[]`},
			{Name: "check digits", Path: "/personvern/Fullmaktsgivere/v1", Body: ask("12345678901"), Status: 400, Says: "PVK-0005"},
		})
	})
}

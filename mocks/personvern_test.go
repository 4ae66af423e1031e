package mocks

import "testing"

func TestPersonvernIsStrict(t *testing.T) {
	s := NewCaller(t)
	w := s.World
	line, berit, arne := w.Persona("line").Number, w.Persona("berit").Number, w.Persona("arne").Number
	const settings = "/personvern/Personverninnstillinger/HentInnbyggersPiForPart/v2"
	ask := func(number string) string { return `{"innbyggerFnr":"` + number + `","partKode":"prøve"}` }
	t.Run("settings", func(t *testing.T) {
		s.Refuses(t, NewPersonvern(w, s.Issuer), pvkAudience, pvkScope, "application/json", []Question{
			{"one", settings, ask(line), nil, 200, `"typePi":"samtykke"`},
			{"akuttsperre", settings, ask(arne), nil, 200, `"definisjonNavn":"Akuttsperre"`},
			{"nobody has it", settings, ask("14837846839"), nil, 200, `"personvernInnstillinger":[]`},
			{"for no part", settings, `{"innbyggerFnr":"` + line + `"}`, nil, 400, "PVK-0006"},
			{"check digits", settings, ask("12345678901"), nil, 400, "PVK-0005"},
			{"not JSON", settings, "innbyggerFnr=" + line, nil, 400, "PVK-0004"},
			{"a number in the address", settings + "?innbyggerFnr=" + line, ask(line), nil, 400, "PVK-0002"},
		})
	})
	t.Run("powers", func(t *testing.T) {
		s.Refuses(t, NewPersonvern(w, s.Issuer), fullmaktAudience, fullmaktScope, "application/json", []Question{
			{"received", "/personvern/Fullmaktsgivere/v1", ask(line), nil, 200, `"maskertFnr":"` + berit[:6] + `xxxxx"`},
			{"given", "/personvern/Fullmaktshavere/v1", ask(berit), nil, 200, `"maskertFnr":"` + line[:6] + `xxxxx"`},
			{"none", "/personvern/Fullmaktsgivere/v1", ask(berit), nil, 200, `"fullmaktsgiverFunnet":false`},
			{"nobody has it", "/personvern/Fullmaktshavere/v1", ask("14837846839"), nil, 200, `"fullmaktshavere":[]`},
			{"check digits", "/personvern/Fullmaktsgivere/v1", ask("12345678901"), nil, 400, "PVK-0005"},
		})
	})
}

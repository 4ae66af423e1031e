package behandlingssted

import (
	"net/http"
	"testing"

	"helsegraf/mocks/mocktest"
)

func TestBehandlingsstedIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	mocktest.RefusesOpen(t, New(s.World, s.Issuer), false, []mocktest.OpenCase{
		{Name: "the treatments", Path: base + "Behandlinger", Status: 200, Says: `"navn":"Kneprotese, operasjon"`},
		{Name: "the places of one", Path: base + "VentetiderForBehandling?behandlingId=1", Status: 200, Says: `"navn":"Kneprotese, operasjon"`},
		{Name: "no treatment", Path: base + "VentetiderForBehandling", Status: 400},
		{Name: "a treatment by name", Path: base + "VentetiderForBehandling?behandlingId=kne", Status: 400},
		{Name: "a person", Path: base + "VentetiderForBehandling?behandlingId=" + s.World.Persona("line").Number, Status: 400},
		{Name: "a login", Path: base + "Behandlinger", Change: func(h http.Header) { h.Set("Authorization", "Bearer x") }, Status: 400},
		{Name: "another address", Path: base + "Alt", Status: 404},
		{Name: "another method", Method: http.MethodPost, Path: base + "Behandlinger", Status: 404},
	})
}

package innhold

import (
	"net/http"
	"testing"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/nhn"
)

func TestInnholdIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	const path = "/innhold/innhold"
	mocktest.RefusesOpen(t, New(s.World, s.Issuer), true, []mocktest.OpenCase{
		{Name: "a type", Path: path + "?infoTyper=artikkel", Status: 200, Says: `"tittel":"Allergi"`},
		{Name: "a code", Path: path + "?kodeverk=ICD-10&kode=G43", Status: 200, Says: `"tittel":"Migrene"`},
		{Name: "a code without content", Path: path + "?kodeverk=ICD-10&kode=A01", Status: 200, Says: `[]`},
		{Name: "everything", Path: path, Status: 400},
		{Name: "another type", Path: path + "?infoTyper=alt", Status: 400},
		{Name: "another system", Path: path + "?kodeverk=SNOMED&kode=1", Status: 400},
		{Name: "a system without a code", Path: path + "?kodeverk=ATC", Status: 400},
		{Name: "words", Path: path + "?sok=diabetes", Status: 400},
		{Name: "more than there is", Path: path + "?infoTyper=artikkel&side=2", Status: 400},
		{Name: "a person", Path: path + "?kodeverk=ATC&kode=" + s.World.Persona("line").Number, Status: 400},
		{Name: "another address", Path: "/innhold/alt", Status: 404},
		{Name: "another method", Method: http.MethodPost, Path: path, Status: 404},
		{Name: "no key", Path: path + "?infoTyper=artikkel", Change: func(h http.Header) { h.Del(nhn.KeyHeader) }, Status: 401, Says: "missing subscription key"},
		{Name: "another key", Path: path + "?infoTyper=artikkel", Change: func(h http.Header) { h.Set(nhn.KeyHeader, "x") }, Status: 401, Says: "invalid subscription key"},
	})
}

package kvalitetsindikatorer

import (
	"net/http"
	"testing"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/nhn"
)

func TestKvalitetsindikatorerIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	const list, rows = "/innhold/nki/kvalitetsindikatorer/", "/innhold/attachments/0"
	mocktest.RefusesOpen(t, New(s.World, s.Issuer), true, []mocktest.OpenCase{
		{Name: "the indicators", Path: list, Status: 200, Says: `"fileType":"json"`},
		{Name: "the measurements of one", Path: rows, Status: 200, Says: `"LocationName":"Hele landet"`},
		{Name: "a query", Path: list + "?sok=ventetid", Status: 400},
		{Name: "a person", Path: "/innhold/attachments/" + s.World.Persona("line").Number, Status: 400},
		{Name: "another address", Path: list + "1", Status: 404},
		{Name: "another method", Method: http.MethodPost, Path: list, Status: 404},
		{Name: "no key", Path: list, Change: func(h http.Header) { h.Del(nhn.KeyHeader) }, Status: 401, Says: "missing subscription key"},
		{Name: "another key", Path: rows, Change: func(h http.Header) { h.Set(nhn.KeyHeader, "x") }, Status: 401, Says: "invalid subscription key"},
	})
}

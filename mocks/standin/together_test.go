package standin

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
)

func TestRegionsUnderOneAddress(t *testing.T) {
	w, err := world.New(world.Options{})
	if err != nil {
		t.Fatal(err)
	}
	i, err := issuer.New(w, "http://issuer.invalid")
	if err != nil {
		t.Fatal(err)
	}
	r := Together("pasientjournal", w, i, map[string]*StandIn{"NORD": New("pasientjournal", w, i), "VEST": New("pasientjournal", w, i)})
	send := func(method, path, body string) (int, string) {
		t.Helper()
		answer := httptest.NewRecorder()
		r.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body)))
		return answer.Code, strings.TrimSpace(answer.Body.String())
	}
	r.parts["NORD"].note("ITI-67", []string{"1"})
	r.parts["VEST"].note("ITI-67", []string{"2"})
	r.parts["VEST"].note("ITI-68", nil)
	if _, body := send("GET", "/_control/calls", ""); !strings.Contains(body, `"ITI-67":{"calls":2,`) || !strings.Contains(body, `"ITI-68":{"calls":1,"subjects":[]}`) {
		t.Error(body)
	}
	if _, body := send("GET", "/NORD/_control/calls", ""); body != `{"ITI-67":{"calls":1,"subjects":["1"]}}` {
		t.Error(body)
	}
	if status, body := send("POST", "/_control/fault", `{"status":503}`); status != http.StatusNoContent {
		t.Error(status, body)
	}
	for region, s := range r.parts {
		if f := s.note("ITI-67", nil); f.Status != http.StatusServiceUnavailable {
			t.Error(region, f)
		}
	}
	if status, _ := send("POST", "/_control/fault", `{"colour":"red"}`); status != http.StatusBadRequest {
		t.Error(status)
	}
	send("DELETE", "/_control/fault", "")
	send("POST", "/VEST/_control/fault", `{"latencyMs":1}`)
	for region, s := range r.parts {
		if f := s.note("ITI-67", nil); (f.LatencyMs == 1) != (region == "VEST") {
			t.Error(region, f)
		}
	}
	send("POST", "/_control/reset", "")
	if _, body := send("GET", "/_control/calls", ""); body != `{}` {
		t.Error(body)
	}
	if status, _ := send("GET", "/R4/fhir/metadata", ""); status != http.StatusNotFound {
		t.Error(status)
	}
}

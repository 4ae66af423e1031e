package mocks

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// nhnCase is one request to a service of Norsk helsenett, and its outcome.
type nhnCase struct {
	name, method, path, body string
	change                   func(http.Header)
	status                   int
	code                     string // nhn-error-code
}

// request is a request as the service wants it, with a token of its own.
func (s *issuing) request(audience, scope, method, path, body string) *http.Request {
	r := httptest.NewRequestWithContext(s.t.Context(), method, "http://register.test"+path, strings.NewReader(body))
	token := s.access(set("aud", audience), set("scope", []string{scope}))
	address, _, _ := strings.Cut(r.URL.String(), "?")
	for name, value := range map[string]string{
		"Authorization": "DPoP " + token, "DPoP": s.proof(method, address, token),
		"nhn-source-system": "Prøve 1", "nhn-event-id": "hendelse-1", "Accept": "application/json, application/fhir+json",
	} {
		r.Header.Set(name, value)
	}
	return r
}

// isStrict asks the cases with the headers given: what the service would refuse
// is refused in its words, and not counted.
func (s *issuing) isStrict(t *testing.T, service *StandIn, audience, scope string, header map[string]string, cases []nhnCase) {
	t.Helper()
	for _, tc := range append(cases,
		nhnCase{name: "no token", method: cases[0].method, path: cases[0].path, body: cases[0].body, change: func(h http.Header) { h.Del("Authorization") }, status: 401, code: "AUTH-0010"},
		nhnCase{name: "no source system", method: cases[0].method, path: cases[0].path, body: cases[0].body, change: func(h http.Header) { h.Del("nhn-source-system") }, status: 400, code: "AUTH-0003"},
		nhnCase{name: "a long event id", method: cases[0].method, path: cases[0].path, body: cases[0].body, change: func(h http.Header) { h.Set("nhn-event-id", strings.Repeat("x", 129)) }, status: 400, code: "AUTH-0003"},
	) {
		t.Run(tc.name, func(t *testing.T) {
			r := s.request(audience, scope, tc.method, tc.path, tc.body)
			for name, value := range header {
				r.Header.Set(name, value)
			}
			if tc.change != nil {
				tc.change(r.Header)
			}
			service.calls = map[string]*tally{}
			got := httptest.NewRecorder()
			service.ServeHTTP(got, r)
			if got.Code != tc.status || got.Header().Get("nhn-error-code") != tc.code {
				t.Errorf("%d %q, want %d %q", got.Code, got.Header().Get("nhn-error-code"), tc.status, tc.code)
			}
			if counted := len(service.calls) == 1; counted != (tc.status == 200) {
				t.Error("what is refused should not be counted, and the rest should")
			}
			if tc.status != 200 && !strings.Contains(got.Body.String(), `"resourceType":"OperationOutcome"`) {
				t.Error("not the service's error")
			}
		})
	}
	t.Run("the wrong scope", func(t *testing.T) {
		got := httptest.NewRecorder()
		service.ServeHTTP(got, s.request(audience, scope+"-more", cases[0].method, cases[0].path, cases[0].body))
		if got.Code != http.StatusForbidden || got.Header().Get("nhn-error-code") != "AUTH-0010" || got.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%d", got.Code)
		}
	})
}

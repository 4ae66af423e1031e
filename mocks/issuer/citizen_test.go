package issuer

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestDemoToken(t *testing.T) {
	s := startIssuing(t)
	demo := func(query string) (int, map[string]any) {
		status, _, answer := s.serve(httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, testIssuer+"/demo/token?"+query, nil))
		return status, answer
	}
	status, answer := demo("persona=line")
	if status != http.StatusOK || answer["token_type"] != "Bearer" {
		t.Fatalf("%d, %v", status, answer)
	}
	got := claimsOf(t, answer["access_token"].(string))
	for name, want := range map[string]any{
		"iss": testIssuer, "aud": "helsegraf", "client_id": "web", "acr": "idporten-loa-high", "scope": "helsegraf:read helsegraf:write",
		"pid": s.issuer.world.Persona("line").Number, "exp": float64(s.now.Add(10 * time.Minute).Unix()),
	} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	_, other := demo("persona=line&client=app")
	if claimsOf(t, other["access_token"].(string))["sub"] == got["sub"] {
		t.Error("two clients know the person by the same sub")
	}
	for query, want := range map[string]string{
		"persona=nobody":                                          "unknown_persona",
		"persona=line&client=nobody":                              "invalid_client",
		"persona=line&client=partner&scope=helsegraf:read":        "invalid_scope",
		"persona=line&client=analyst&scope=helsegraf:write":       "invalid_scope",
		"persona=line&scope=helsegraf:medication.read+everything": "invalid_scope",
		"persona=line&acr=low":                                    "invalid_request",
	} {
		if _, answer := demo(query); answer["error"] != want {
			t.Errorf("%s: %v, want %s", query, answer, want)
		}
	}
	if status, answer := demo("persona=nobody"); status != http.StatusNotFound || len(answer["personas"].([]any)) != len(s.issuer.world.Personas()) {
		t.Errorf("%d, %v", status, answer)
	}
}

func TestTokenBreaksOnPurpose(t *testing.T) {
	s := startIssuing(t)
	token, err := s.issuer.Token("line", func(claims, header map[string]any) { claims["aud"], header["crit"] = "other", []string{"x"} })
	if err != nil {
		t.Fatal(err)
	}
	if got := claimsOf(t, token); got["aud"] != "other" {
		t.Error(got)
	}
	if _, err := s.issuer.Token("nobody"); err == nil {
		t.Error("a token for nobody")
	}
}

func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(text, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

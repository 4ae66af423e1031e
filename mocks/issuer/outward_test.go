package issuer

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// ask posts form to the token endpoint with a proof.
func (s *issuing) ask(form url.Values, proof string) (int, http.Header, map[string]any) {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, testIssuer+"/connect/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("DPoP", proof)
	return s.serve(r)
}

func (s *issuing) form(change ...change) url.Values {
	s.t.Helper()
	assertion := s.signed(s.client, map[string]any{"typ": "client-authentication+jwt", "alg": es256}, map[string]any{
		"iss": "gateway", "sub": "gateway", "aud": testIssuer, "jti": rand.Text(),
		"iat": s.now.Unix(), "nbf": s.now.Unix(), "exp": s.now.Add(time.Minute).Unix(),
	}, change...)
	return url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"gateway"}, "scope": {testScope}, "client_assertion": {assertion},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
	}
}

func (s *issuing) nonced() string {
	s.t.Helper()
	return s.proof("POST", testIssuer+"/connect/token", "", set("nonce", s.issuer.nonce(s.now)))
}

func TestOutwardToken(t *testing.T) {
	s := startIssuing(t)
	status, header, answer := s.ask(s.form(), s.proof("POST", testIssuer+"/connect/token", ""))
	if status != http.StatusBadRequest || answer["error"] != "use_dpop_nonce" || header.Get("DPoP-Nonce") == "" {
		t.Fatalf("%d, %v without a nonce", status, answer)
	}
	status, header, answer = s.ask(s.form(), s.proof("POST", testIssuer+"/connect/token", "", set("nonce", header.Get("DPoP-Nonce"))))
	if status != http.StatusOK || answer["token_type"] != "DPoP" || answer["expires_in"] != 600.0 || header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d, %v", status, answer)
	}
	token := answer["access_token"].(string)
	if c, status, _ := s.admit([]string{"DPoP " + token}, []string{s.proof("POST", testAPI, token)}); status != http.StatusOK || c.Organization != "999999901" {
		t.Errorf("its own token: %d, %+v", status, c)
	}
	if err := s.issuer.Rotate(); err != nil {
		t.Fatal(err)
	}
	if _, status, _ := s.admit([]string{"DPoP " + token}, []string{s.proof("POST", testAPI, token)}); status != http.StatusOK {
		t.Errorf("a token of the key before: %d", status)
	}
}

func TestOutwardTokenRefuses(t *testing.T) {
	s := startIssuing(t)
	with := func(name, value string) func() url.Values {
		return func() url.Values { f := s.form(); f.Set(name, value); return f }
	}
	assertion := func(c change) func() url.Values { return func() url.Values { return s.form(c) } }
	for name, c := range map[string]struct {
		form func() url.Values
		want string
	}{
		"another grant":       {with("grant_type", "password"), "unsupported_grant_type"},
		"a parameter twice":   {func() url.Values { f := s.form(); f.Add("scope", testScope); return f }, "invalid_request"},
		"a secret":            {with("client_secret", "x"), "invalid_client"},
		"no assertion type":   {with("client_assertion_type", ""), "invalid_client"},
		"another client id":   {with("client_id", "other"), "invalid_client"},
		"unknown scope":       {with("scope", "everything"), "invalid_scope"},
		"one unknown scope":   {with("scope", testScope+" everything"), "invalid_scope"},
		"no scope":            {with("scope", ""), "invalid_scope"},
		"typ":                 {assertion(setHeader("typ", "at+jwt")), "invalid_client"},
		"alg none":            {assertion(setHeader("alg", "none")), "invalid_client"},
		"unknown client":      {assertion(set("iss", "other")), "invalid_client"},
		"sub is another":      {assertion(set("sub", "other")), "invalid_client"},
		"aud is the endpoint": {assertion(set("aud", testIssuer+"/connect/token")), "invalid_client"},
		"no exp":              {assertion(without("exp")), "invalid_client"},
		"exp too far away":    {assertion(set("exp", s.now.Add(70*time.Second).Unix())), "invalid_client"},
		"expired":             {assertion(set("exp", s.now.Add(-10*time.Second).Unix())), "invalid_client"},
		"from the future":     {assertion(set("nbf", s.now.Add(10*time.Second).Unix())), "invalid_client"},
		"no jti":              {assertion(without("jti")), "invalid_client"},
		"signed by another key": {func() url.Values {
			kept := s.client
			defer func() { s.client = kept }()
			s.client = newKey(t)
			return s.form()
		}, "invalid_client"},
	} {
		t.Run(name, func(t *testing.T) {
			if status, _, answer := s.ask(c.form(), s.nonced()); status != http.StatusBadRequest || answer["error"] != c.want {
				t.Errorf("%d, %v, want %s", status, answer, c.want)
			}
		})
	}
	t.Run("assertion used before", func(t *testing.T) {
		form := s.form()
		if status, _, answer := s.ask(form, s.nonced()); status != http.StatusOK {
			t.Fatalf("%d, %v", status, answer)
		}
		if _, _, answer := s.ask(form, s.nonced()); answer["error"] != "invalid_client" {
			t.Error(answer)
		}
	})
	t.Run("proof of another endpoint", func(t *testing.T) {
		if _, _, answer := s.ask(s.form(), s.proof("POST", testIssuer+"/connect", "")); answer["error"] != "invalid_dpop_proof" {
			t.Error(answer)
		}
	})
	t.Run("a stale nonce", func(t *testing.T) {
		p := s.proof("POST", testIssuer+"/connect/token", "", set("nonce", s.issuer.nonce(s.now.Add(-3*time.Minute))))
		if _, _, answer := s.ask(s.form(), p); answer["error"] != "use_dpop_nonce" {
			t.Error(answer)
		}
	})
}

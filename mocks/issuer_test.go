package mocks

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"
)

// issuing is an issuer with one client, and that client's keys.
type issuing struct {
	t           *testing.T
	now         time.Time
	issuer      *Issuer
	client, own *ecdsa.PrivateKey // of the assertions, of the proofs
}

const (
	testIssuer   = "http://issuer.test"
	testAudience = "nhn:pps"
	testScope    = "nhn:pps/provesvar-read"
)

func startIssuing(t *testing.T) *issuing {
	t.Helper()
	s := &issuing{t: t, now: time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC), client: newKey(t), own: newKey(t)}
	w, err := NewWorld(WorldOptions{Now: func() time.Time { return s.now }})
	if err != nil {
		t.Fatal(err)
	}
	if s.issuer, err = NewIssuer(w, testIssuer); err != nil {
		t.Fatal(err)
	}
	public, err := json.Marshal(publicKey(t, s.client))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.issuer.RegisterClient("gateway", "999999901", public); err != nil {
		t.Fatal(err)
	}
	return s
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func publicKey(t *testing.T, private *ecdsa.PrivateKey) jwk.Key {
	t.Helper()
	key, err := jwk.Import(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (s *issuing) jkt() string {
	s.t.Helper()
	jkt, err := thumbprint(publicKey(s.t, s.own))
	if err != nil {
		s.t.Fatal(err)
	}
	return jkt
}

// signed is a token of header and claims, after the changes.
func (s *issuing) signed(key *ecdsa.PrivateKey, header, claims map[string]any, change ...func(header, claims map[string]any)) string {
	s.t.Helper()
	for _, f := range change {
		f(header, claims)
	}
	token, err := signES256(key, header, claims)
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

type change = func(header, claims map[string]any)

func (s *issuing) proof(method, htu, token string, change ...change) string {
	s.t.Helper()
	claims := map[string]any{"jti": rand.Text(), "htm": method, "htu": htu, "iat": s.now.Unix()}
	if token != "" {
		claims["ath"] = hashOf(token)
	}
	return s.signed(s.own, map[string]any{"typ": "dpop+jwt", "alg": es256, "jwk": publicKey(s.t, s.own)}, claims, change...)
}

func (s *issuing) access(change ...change) string {
	s.t.Helper()
	key := s.issuer.signer()
	return s.signed(key.private, map[string]any{"typ": "at+jwt", "alg": es256, "kid": key.id}, map[string]any{
		"iss": testIssuer, "aud": testAudience, "scope": []string{testScope}, "client_id": "gateway",
		"exp": s.now.Add(time.Minute).Unix(), "nbf": s.now.Unix(), "cnf": map[string]any{"jkt": s.jkt()},
		"helseid://claims/client/claims/orgnr_parent": "999999901",
	}, change...)
}

const testAPI = "http://api.test/Observation/_search"

func (s *issuing) admit(authorization, proofs []string) (claims, int, string) {
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, testAPI+"?_count=10", nil)
	r.Header["Authorization"], r.Header["Dpop"] = authorization, proofs
	return s.issuer.admit(r, testAudience, testScope)
}

func TestAdmit(t *testing.T) {
	s := startIssuing(t)
	token := s.access()
	c, status, challenge := s.admit([]string{"DPoP " + token}, []string{s.proof("POST", testAPI, token)})
	if status != http.StatusOK || challenge != "" || c.ClientID != "gateway" || c.Organization != "999999901" {
		t.Fatalf("%+v, %d, %q", c, status, challenge)
	}
}

func set(name string, value any) change {
	return func(_, claims map[string]any) { claims[name] = value }
}

func setHeader(name string, value any) change {
	return func(header, _ map[string]any) { header[name] = value }
}

func without(name string) change {
	return func(header, claims map[string]any) { delete(header, name); delete(claims, name) }
}

func TestAdmitRefusesProofs(t *testing.T) {
	s := startIssuing(t)
	private, err := jwk.Import(s.own)
	if err != nil {
		t.Fatal(err)
	}
	symmetric := map[string]any{"kty": "oct", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"}
	for name, change := range map[string]change{
		"no htu":                   without("htu"),
		"no htm":                   without("htm"),
		"no ath":                   without("ath"),
		"no alg":                   without("alg"),
		"no jwk":                   without("jwk"),
		"no jti":                   without("jti"),
		"no iat":                   without("iat"),
		"empty jti":                set("jti", ""),
		"iat in the past":          set("iat", s.now.Add(-7*time.Second).Unix()),
		"iat in the future":        set("iat", s.now.Add(6*time.Second).Unix()),
		"iat is text":              set("iat", "now"),
		"symmetric alg":            setHeader("alg", "HS256"),
		"alg none":                 setHeader("alg", "none"),
		"symmetric key":            setHeader("jwk", symmetric),
		"private key in jwk":       setHeader("jwk", private),
		"another's key":            setHeader("jwk", publicKey(t, newKey(t))),
		"typ of an access token":   setHeader("typ", "at+jwt"),
		"no typ":                   without("typ"),
		"htm of another method":    set("htm", "GET"),
		"htm in small letters":     set("htm", "post"),
		"htu of another host":      set("htu", "http://other.test/Observation/_search"),
		"htu of another port":      set("htu", "http://api.test:8080/Observation/_search"),
		"htu of another path":      set("htu", "http://api.test/Observation"),
		"htu with a slash more":    set("htu", testAPI+"/"),
		"htu with query":           set("htu", testAPI+"?_count=10"),
		"htu over tls":             set("htu", "https://api.test/Observation/_search"),
		"ath of another token":     set("ath", hashOf("another")),
		"ath in the wrong letters": func(_, c map[string]any) { c["ath"] = strings.ToLower(c["ath"].(string)) },
	} {
		t.Run(name, func(t *testing.T) {
			token := s.access()
			refused(t, s, http.StatusUnauthorized, "invalid_dpop_proof", []string{"DPoP " + token}, []string{s.proof("POST", testAPI, token, change)})
		})
	}
	token := s.access()
	good := func() string { return s.proof("POST", testAPI, token) }
	bearer := []string{"DPoP " + token}
	t.Run("no proof", func(t *testing.T) { refused(t, s, 401, "invalid_dpop_proof", bearer, nil) })
	t.Run("two proofs", func(t *testing.T) { refused(t, s, 401, "invalid_dpop_proof", bearer, []string{good(), good()}) })
	t.Run("not a token", func(t *testing.T) { refused(t, s, 401, "invalid_dpop_proof", bearer, []string{"a.b"}) })
	t.Run("bad signature", func(t *testing.T) {
		p := good()
		at := strings.LastIndexByte(p, '.') + 10
		refused(t, s, 401, "invalid_dpop_proof", bearer, []string{p[:at] + flip(p[at]) + p[at+1:]})
	})
	t.Run("made by another", func(t *testing.T) {
		s.own = newKey(t) // after the token was bound to the one before
		refused(t, s, 401, "invalid_dpop_proof", bearer, []string{good()})
	})
	t.Run("used before", func(t *testing.T) {
		token := s.access()
		once := []string{s.proof("POST", testAPI, token)}
		if _, status, _ := s.admit([]string{"DPoP " + token}, once); status != http.StatusOK {
			t.Fatalf("%d for the first use", status)
		}
		s.now = s.now.Add(5 * time.Second)
		refused(t, s, 401, "invalid_dpop_proof", []string{"DPoP " + token}, once)
	})
}

func TestAdmitRefusesTokens(t *testing.T) {
	s := startIssuing(t)
	for name, change := range map[string]change{
		"expired":               set("exp", s.now.Add(-6*time.Second).Unix()),
		"no exp":                without("exp"),
		"not yet":               set("nbf", s.now.Add(6*time.Second).Unix()),
		"another issuer":        set("iss", testIssuer+"/"),
		"another audience":      set("aud", "nhn:kjernejournal"),
		"two audiences":         set("aud", []string{testAudience, "nhn:kjernejournal"}),
		"no audience":           without("aud"),
		"bound to no key":       without("cnf"),
		"typ of a proof":        setHeader("typ", "dpop+jwt"),
		"typ of an id token":    setHeader("typ", "JWT"),
		"a key nobody has":      setHeader("kid", "another"),
		"alg of another family": setHeader("alg", "PS256"),
		"claim of another type": set("exp", "soon"),
	} {
		t.Run(name, func(t *testing.T) {
			token := s.access(change)
			refused(t, s, http.StatusUnauthorized, "invalid_token", []string{"DPoP " + token}, []string{s.proof("POST", testAPI, token)})
		})
	}
	token := s.access()
	proof := func() []string { return []string{s.proof("POST", testAPI, token)} }
	t.Run("no header", func(t *testing.T) { refused(t, s, 401, "", nil, proof()) })
	t.Run("as Bearer", func(t *testing.T) { refused(t, s, 401, "invalid_token", []string{"Bearer " + token}, proof()) })
	t.Run("twice", func(t *testing.T) {
		refused(t, s, 401, "invalid_token", []string{"DPoP " + token, "DPoP " + token}, proof())
	})
	t.Run("without the scope", func(t *testing.T) {
		token := s.access(set("scope", testScope+"-all nhn:pps/other"))
		refused(t, s, http.StatusForbidden, "insufficient_scope", []string{"DPoP " + token}, []string{s.proof("POST", testAPI, token)})
	})
}

func flip(b byte) string {
	if b == 'A' {
		return "B"
	}
	return "A"
}

func refused(t *testing.T, s *issuing, want int, code string, authorization, proofs []string) {
	t.Helper()
	c, status, challenge := s.admit(authorization, proofs)
	if status != want || c != (claims{}) {
		t.Errorf("status %d, want %d", status, want)
	}
	if !strings.HasPrefix(challenge, "DPoP ") || code != "" && challenge != `DPoP error="`+code+`"` {
		t.Errorf("challenge %q, want %q", challenge, code)
	}
}

// ask posts form to the token endpoint with a proof.
func (s *issuing) ask(form url.Values, proof string) (int, http.Header, map[string]any) {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, testIssuer+"/connect/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("DPoP", proof)
	return s.serve(r)
}

func (s *issuing) serve(r *http.Request) (int, http.Header, map[string]any) {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.issuer.ServeHTTP(w, r)
	var answer map[string]any
	if err := json.NewDecoder(w.Body).Decode(&answer); err != nil && err != io.EOF {
		s.t.Fatal(err)
	}
	return w.Code, w.Header(), answer
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

func TestDiscovery(t *testing.T) {
	s := startIssuing(t)
	_, _, metadata := s.serve(httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, testIssuer+"/.well-known/openid-configuration", nil))
	if metadata["issuer"] != testIssuer || metadata["token_endpoint"] != testIssuer+"/connect/token" {
		t.Error(metadata)
	}
	_, _, keys := s.serve(httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, metadata["jwks_uri"].(string), nil))
	published := keys["keys"].([]any)
	if len(published) != 1 || published[0].(map[string]any)["kid"] != s.issuer.signer().id || published[0].(map[string]any)["d"] != nil {
		t.Error(keys)
	}
}

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

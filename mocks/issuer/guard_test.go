package issuer

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"
)

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
		s.own = newKey(t) // after the token was bound to the old key
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

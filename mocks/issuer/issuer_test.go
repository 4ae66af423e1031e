package issuer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/mocks/world"
)

// issuing is an issuer with one client, and that client's keys.
type issuing struct {
	t           *testing.T
	now         time.Time
	issuer      *Issuer
	client, own *ecdsa.PrivateKey // for assertions, and for proofs
}

const (
	testIssuer   = "http://issuer.test"
	testAudience = "nhn:pps"
	testScope    = "nhn:pps/provesvar-read"
)

func startIssuing(t *testing.T) *issuing {
	t.Helper()
	s := &issuing{t: t, now: time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC), client: newKey(t), own: newKey(t)}
	w, err := world.New(world.Options{Now: func() time.Time { return s.now }})
	if err != nil {
		t.Fatal(err)
	}
	if s.issuer, err = New(w, testIssuer); err != nil {
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

// signed returns a token of header and claims, after the changes.
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

func set(name string, value any) change {
	return func(_, claims map[string]any) { claims[name] = value }
}

func setHeader(name string, value any) change {
	return func(header, _ map[string]any) { header[name] = value }
}

func without(name string) change {
	return func(header, claims map[string]any) { delete(header, name); delete(claims, name) }
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

func TestDiscovery(t *testing.T) {
	s := startIssuing(t)
	_, _, metadata := s.serve(httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, testIssuer+"/.well-known/openid-configuration", nil))
	if metadata["issuer"] != testIssuer || metadata["token_endpoint"] != testIssuer+"/connect/token" {
		t.Error(metadata)
	}
	for name, want := range map[string]any{
		"authorization_endpoint": testIssuer + "/connect/authorize", "end_session_endpoint": testIssuer + "/connect/endsession",
		"authorization_response_iss_parameter_supported": true,
	} {
		if metadata[name] != want {
			t.Errorf("%s is %v", name, metadata[name])
		}
	}
	_, _, keys := s.serve(httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, metadata["jwks_uri"].(string), nil))
	published := keys["keys"].([]any)
	if len(published) != 1 || published[0].(map[string]any)["kid"] != s.issuer.signer().id || published[0].(map[string]any)["d"] != nil {
		t.Error(keys)
	}
}

package token_test

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/graph/gateway/token"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"

	"helsegraf/graph/policy"
)

// byHand is an issuer with one RSA key that signs whatever a test wants.
type byHand struct {
	url     string
	private *rsa.PrivateKey
}

func startByHand(t *testing.T, member map[string]any) byHand {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	b := byHand{private: private}
	public, err := jwk.Import(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]any{"kid": "k1", "use": "sig"} {
		if given, ok := member[name]; ok {
			value = given
		}
		if err := public.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/keys" {
			// Keys of an unknown type, and secret keys, do no harm.
			_ = json.NewEncoder(w).Encode(map[string]any{"keys": []any{
				map[string]any{"kty": "new", "kid": "k0"}, map[string]any{"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}, public,
			}})
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"issuer": b.url, "jwks_uri": b.url + "/keys"})
	}))
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

func (b byHand) claims(number string) map[string]any {
	return map[string]any{
		"iss": b.url, "aud": "helsegraf", "sub": "s", "pid": number, "client_id": "web", "scope": "helsegraf:read",
		"helseid://claims/identity/security_level": "4", "iat": noon.Unix(), "exp": noon.Add(time.Minute).Unix(),
	}
}

func (b byHand) sign(t *testing.T, alg jwa.SignatureAlgorithm, key any, kid string, claims map[string]any) string {
	t.Helper()
	return b.signWith(t, alg, key, map[string]any{"typ": "at+jwt", "kid": kid}, claims)
}

func (b byHand) signWith(t *testing.T, alg jwa.SignatureAlgorithm, key any, header, claims map[string]any) string {
	t.Helper()
	h := jws.NewHeaders()
	for name, value := range header {
		if err := h.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jws.Sign(payload, jws.WithKey(alg, key, jws.WithProtectedHeaders(h)))
	if err != nil {
		t.Fatal(err)
	}
	return string(token)
}

func TestRSAKeys(t *testing.T) {
	b := startByHand(t, nil)
	l := startLogin(t, func(i *token.Issuer, _ *token.Options) {
		i.URL, i.AssuranceClaim = b.url, "helseid://claims/identity/security_level"
	})
	want := policy.Credentials{Client: policy.Client{ID: "web", Name: "Web"}, Assurance: policy.AssuranceHigh, Read: allServices()}
	claims := b.claims(l.persona.Number)
	l.wantActor(b.sign(t, jwa.RS256(), b.private, "k1", claims), want)
	l.wantActor(b.sign(t, jwa.PS256(), b.private, "k1", claims), want)
	l.refused(l.ask("Bearer "+b.sign(t, jwa.RS512(), b.private, "k1", claims)), "invalid_token")
	l.refused(l.ask("Bearer "+b.sign(t, jwa.HS256(), []byte("secret"), "secret", claims)), "invalid_token")
}

// The oldest trick: the public key, known to all, used as an HMAC secret.
func TestPublicKeyIsNoSecret(t *testing.T) {
	b := startByHand(t, nil)
	l := startLogin(t, func(i *token.Issuer, _ *token.Options) { i.URL = b.url })
	der, err := x509.MarshalPKIXPublicKey(b.private.Public())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(b.claims(l.persona.Number))
	if err != nil {
		t.Fatal(err)
	}
	for name, secret := range map[string][]byte{
		"PEM": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), "DER": der, "modulus": b.private.N.Bytes(),
	} {
		t.Run(name, func(t *testing.T) {
			l.t = t
			for _, alg := range []string{"HS256", "RS256"} {
				signed := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"alg":%q,"typ":"at+jwt","kid":"k1"}`, alg)) + "." + base64.RawURLEncoding.EncodeToString(text)
				m := hmac.New(sha256.New, secret)
				_, _ = m.Write([]byte(signed))
				l.refused(l.ask("Bearer "+signed+"."+base64.RawURLEncoding.EncodeToString(m.Sum(nil))), "invalid_token")
			}
		})
	}
}

func TestKeysNotForSignaturesAreLeftOut(t *testing.T) {
	for name, member := range map[string]map[string]any{"for encryption": {"use": "enc"}} {
		t.Run(name, func(t *testing.T) {
			b := startByHand(t, member)
			l := startLogin(t, func(i *token.Issuer, _ *token.Options) { i.URL = b.url })
			l.refused(l.ask("Bearer "+b.sign(t, jwa.RS256(), b.private, "k1", b.claims(l.persona.Number))), "issuer_unavailable")
		})
	}
}

// One issuer must not speak for another, even if both are known.
func TestIssuersAreNotMixedUp(t *testing.T) {
	b := startByHand(t, nil)
	l := startLogin(t)
	both, err := token.NewVerifier([]token.Issuer{
		{URL: l.url, Audience: "helsegraf", Synthetic: true}, {URL: b.url, Audience: "helsegraf", Synthetic: true},
	}, clients(), token.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	l.verifier = both
	claims := b.claims(l.persona.Number)
	if _, err := l.actor(b.sign(t, jwa.RS256(), b.private, "k1", claims)); err != nil {
		t.Fatal(err)
	}
	claims["iss"] = l.url
	l.refused(l.ask("Bearer "+b.sign(t, jwa.RS256(), b.private, "k1", claims)), "invalid_token")
	l.refused(l.ask("Bearer "+l.token(claim("iss", b.url))), "invalid_token")
	if err := both.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// clock is a clock that the test moves.
type clock struct{ since atomic.Int64 }

func (c *clock) now() time.Time         { return noon.Add(time.Duration(c.since.Load())) }
func (c *clock) moves(by time.Duration) { c.since.Add(int64(by)) }

// startTimed is a login whose clock the test moves.
func startTimed(t *testing.T, change ...func(*token.Issuer, *token.Options)) (*login, *clock) {
	c := &clock{}
	return startLogin(t, append(change, func(_ *token.Issuer, o *token.Options) { o.Now = c.now })...), c
}

func TestOldKeysServeWhileTheIssuerIsSilent(t *testing.T) {
	l, c := startTimed(t)
	// The token is made by the issuer's clock, which does not move.
	good := func() string { return l.token(claim("exp", c.now().Add(time.Minute).Unix())) }
	if _, err := l.actor(good()); err != nil {
		t.Fatal(err)
	}
	l.silent.Store(true)
	for range 22 {
		c.moves(time.Hour + time.Second)
		if _, err := l.actor(good()); err != nil {
			t.Fatal(err)
		}
	}
	c.moves(2 * time.Hour)
	l.refused(l.ask("Bearer "+good()), "issuer_unavailable")
	l.silent.Store(false)
	c.moves(30 * time.Second)
	if _, err := l.actor(good()); err != nil {
		t.Error(err)
	}
}

func TestIssuerThatIsNotThere(t *testing.T) {
	l := startLogin(t)
	l.silent.Store(true)
	l.refused(l.ask("Bearer "+l.token()), "issuer_unavailable")
	if err := l.verifier.Check(t.Context()); err == nil {
		t.Error("nothing wrong with an issuer that is not there")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.verifier.Actor(ctx, l.ask("Bearer "+l.token())); err == nil {
		t.Error("an actor without keys")
	}
}

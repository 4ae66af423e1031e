package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"

	"helsegraf/mocks/issuer"
)

// wallet is a token and the key that it is bound to (RFC 9449).
type wallet struct {
	key    *ecdsa.PrivateKey
	public jwk.Key
	token  string
}

func newWallet(t *testing.T, from *issuer.Issuer, persona string) *wallet {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := jwk.Import(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	thumbprint, err := public.Thumbprint(crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	token, err := from.Token(persona, func(claims, _ map[string]any) {
		claims["cnf"] = map[string]any{"jkt": base64.RawURLEncoding.EncodeToString(thumbprint)}
	})
	if err != nil {
		t.Fatal(err)
	}
	return &wallet{key, public, token}
}

// proof is a fresh proof of possession for a POST to an address; nonce may be "".
func (w *wallet) proof(t *testing.T, to, nonce string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(w.token))
	claims := map[string]any{
		"jti": rand.Text(), "htm": "POST", "htu": to, "iat": time.Now().Unix(), "ath": base64.RawURLEncoding.EncodeToString(sum[:]),
	}
	if nonce != "" {
		claims["nonce"] = nonce
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	h := jws.NewHeaders()
	for name, value := range map[string]any{"typ": "dpop+jwt", "jwk": w.public} {
		if err := h.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	proof, err := jws.Sign(payload, jws.WithKey(jwa.ES256(), w.key, jws.WithProtectedHeaders(h)))
	if err != nil {
		t.Fatal(err)
	}
	return string(proof)
}

package sourcetest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"testing"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/sources"
)

// Organization is the gateway's organisation number in HelseID's tokens.
const Organization = "999999901"

// HelseID authorises requests to a service by tokens of the stand-in issuer,
// for a client of its own.
func (e *Env) HelseID(t testing.TB, audience, scope string) sources.Authorizer {
	t.Helper()
	h, err := sources.NewHelseID(e.HelseIDConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	return h.For(audience, scope)
}

// Login has a client come with tokens of the stand-in issuer.
func (e *Env) Login(t testing.TB, audience, scope string) func(*sources.Config) {
	t.Helper()
	tokens := e.HelseID(t, audience, scope)
	return func(c *sources.Config) { c.Authorizer = tokens }
}

// HelseIDConfig is for a new client that the stand-in issuer knows.
func (e *Env) HelseIDConfig(t testing.TB) sources.HelseIDConfig {
	t.Helper()
	raw, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := sources.HelseIDConfig{Issuer: e.Issuer.URL(), ClientID: "helsegraf-" + rand.Text(), Key: JWK(t, raw), Now: e.World.Now}
	if err := e.Issuer.RegisterClient(c.ClientID, Organization, JWK(t, raw.Public())); err != nil {
		t.Fatal(err)
	}
	return c
}

// JWK is a key, private or public, as JSON.
func JWK(t testing.TB, raw any) []byte {
	t.Helper()
	key, err := jwk.Import(raw)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

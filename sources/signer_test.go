package sources_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"strings"
	"testing"

	"helsegraf/sources"
	"helsegraf/sources/sourcetest"
)

func TestHelseIDKeys(t *testing.T) {
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		private, public any
		alg             string
	}{
		"ES256":              {curve, curve.Public(), ""},
		"ES256 by name":      {curve, curve.Public(), "ES256"},
		"PS256 where RSA":    {long, long.Public(), ""},
		"RS256 when it says": {long, long.Public(), "RS256"},
	} {
		t.Run(name, func(t *testing.T) {
			h := startHealth(t)
			client := h.client(func(cfg *sources.HelseIDConfig) {
				cfg.ClientID, cfg.Key = "other", sourcetest.JWK(t, c.private)
				if c.alg != "" {
					cfg.Key = []byte(strings.Replace(string(cfg.Key), "{", `{"kid":"k1","alg":"`+c.alg+`",`, 1))
				}
			})
			if err := h.issuer.RegisterClient("other", sourcetest.Organization, sourcetest.JWK(t, c.public)); err != nil {
				t.Fatal(err)
			}
			h.want(0, ask(t.Context(), client))
		})
	}
}

func TestNewHelseIDRefuses(t *testing.T) {
	h := startHealth(t)
	other, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*sources.HelseIDConfig){
		"another curve": func(c *sources.HelseIDConfig) { c.Key = sourcetest.JWK(t, other) },
		"key of an alg of another kind": func(c *sources.HelseIDConfig) {
			c.Key = []byte(strings.Replace(string(c.Key), `{`, `{"alg":"PS256",`, 1))
		},
		"no client":    func(c *sources.HelseIDConfig) { c.ClientID = "" },
		"no issuer":    func(c *sources.HelseIDConfig) { c.Issuer = "" },
		"no key":       func(c *sources.HelseIDConfig) { c.Key = nil },
		"a public key": func(c *sources.HelseIDConfig) { c.Key = []byte(strings.Replace(string(c.Key), `"d"`, `"x-d"`, 1)) },
		"a secret":     func(c *sources.HelseIDConfig) { c.Key = []byte(`{"kty":"oct","k":"c2VjcmV0"}`) },
		"another alg": func(c *sources.HelseIDConfig) {
			c.Key = []byte(strings.Replace(string(c.Key), `{`, `{"alg":"ES384",`, 1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := h.config()
			change(&c)
			if _, err := sources.NewHelseID(c); err == nil || errors.Is(err, context.Canceled) {
				t.Error(err)
			} else if strings.Contains(err.Error(), "127.0.0.1") {
				t.Error("the error shows the address")
			}
		})
	}
}

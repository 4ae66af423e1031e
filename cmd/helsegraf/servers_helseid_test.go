//go:build servers

package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/sources"
)

// asJWKs are both halves of a key, as JWKs; the private one has alg unless it is
// "".
func asJWKs(t *testing.T, key crypto.Signer, alg string) (private []byte, public json.RawMessage) {
	t.Helper()
	half := func(key any, alg string) []byte {
		k, err := jwk.Import(key)
		if err != nil {
			t.Fatal(err)
		}
		if alg != "" {
			if err := k.Set(jwk.AlgorithmKey, alg); err != nil {
				t.Fatal(err)
			}
		}
		text, err := json.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	return half(key, alg), half(key.Public(), "")
}

// received is what the issuer and the services received.
type received struct {
	Tokens    int
	Refusals  []string
	Calls     map[string]int
	Audiences map[string][]string
}

// oidc-provider accepts the gateway's assertions unmodified, with either kind of
// key; oauth4webapi accepts the resulting tokens, and our proofs, at services
// that each require their own audience and scope, and a nonce.
func TestServersHelseID(t *testing.T) {
	t.Parallel()
	p := newPeer(t, npm(t, "servers/oidc"), "helseid.mjs")
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	private, public := map[string][]byte{}, map[string]json.RawMessage{}
	private["ES256"], public["ES256"] = asJWKs(t, ec, "")
	private["PS256"], public["PS256"] = asJWKs(t, long, "")
	private["RS256"], public["RS256"] = asJWKs(t, long, jwa.RS256().String())
	services := map[string]map[string]string{
		"nhn:sfm": {"scope": "nhn:sfm/resept-read"}, "nhn:kjernejournal": {"scope": "nhn:kjernejournal/critical-information-read"},
	}
	var at struct{ Issuer, API string }
	p.does(map[string]any{"do": "start", "clients": public, "services": services}, &at)
	look := func() (s received) {
		p.does(map[string]any{"do": "seen"}, &s)
		return s
	}
	helseID := func(client string, key []byte) *sources.HelseID {
		h, err := sources.NewHelseID(sources.HelseIDConfig{Issuer: at.Issuer, ClientID: client, Key: key, Timeout: patience})
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	fetch := func(t *testing.T, h *sources.HelseID, audience, scope string) error {
		t.Helper()
		c, err := sources.New(sources.Config{
			Register: "service", BaseURL: at.API + "/" + url.PathEscape(audience), Authorizer: h.For(audience, scope), Timeout: patience, Retry: sources.Retry{Max: -1},
		})
		if err != nil {
			t.Fatal(err)
		}
		return c.Call(t.Context(), sources.Operation{Name: "Search", Accepts: []string{"application/json"}}, sources.Request{
			Method: http.MethodPost, Path: "/Observation/_search?b=ø&a=1", ContentType: "application/json", Body: []byte(`{"asked":true}`),
		}, func(r *sources.Response) error {
			if string(r.Body) != `{"asked":true}` {
				t.Errorf("the answer is %s", r.Body)
			}
			return nil
		})
	}

	for _, alg := range []string{"ES256", "PS256", "RS256"} {
		t.Run(alg, func(t *testing.T) {
			before, h := look(), helseID(alg, private[alg])
			var all sync.WaitGroup
			for audience, s := range services {
				if err := fetch(t, h, audience, s["scope"]); err != nil {
					t.Error(audience, err)
				}
				for range 5 {
					all.Go(func() {
						if err := fetch(t, h, audience, s["scope"]); err != nil {
							t.Error(audience, err)
						}
					})
				}
			}
			all.Wait()
			after := look()
			// One for each service, and one in reply to the nonce.
			if n := after.Tokens - before.Tokens; n != 3 {
				t.Error(n, "requests for tokens")
			}
			for audience := range services {
				if !slices.Equal(after.Audiences[audience], []string{audience}) {
					t.Errorf("tokens for %s are for %v", audience, after.Audiences[audience])
				}
			}
			if refused := after.Refusals[len(before.Refusals):]; len(refused) != 1 || refused[0] != "nonce" {
				t.Error("refused:", refused)
			}
		})
	}
	t.Run("another nonce", func(t *testing.T) {
		h := helseID("ES256", private["ES256"])
		for range 3 {
			before := len(look().Refusals)
			p.does(map[string]any{"do": "nonce"}, nil)
			if err := fetch(t, h, "nhn:sfm", services["nhn:sfm"]["scope"]); err != nil {
				t.Error(err)
			}
			if refused := look().Refusals[before:]; !slices.Equal(refused, []string{"nonce"}) {
				t.Error("refused:", refused)
			}
		}
	})
	t.Run("a token of another service", func(t *testing.T) {
		before := len(look().Refusals)
		if err := fetch(t, helseID("ES256", private["ES256"]), "nhn:kjernejournal", services["nhn:sfm"]["scope"]); sources.KindOf(err) != sources.Denied {
			t.Error(err)
		}
		if refused := look().Refusals[before:]; len(refused) < 2 {
			t.Error("refused:", refused)
		}
	})
	t.Run("check", func(t *testing.T) {
		h := helseID("ES256", private["ES256"])
		scope := services["nhn:sfm"]["scope"]
		c, err := h.Check(t.Context(), "nhn:sfm", scope)
		if err != nil || !slices.Equal(c.Audiences, []string{"nhn:sfm"}) || !slices.Equal(c.Scopes, []string{scope}) || c.Life.Minutes() != 10 {
			t.Errorf("%+v %v", c, err)
		}
		for name, refused := range map[string]struct {
			client string
			key    []byte
			scope  string
			code   string
		}{
			"a scope of nobody's": {"ES256", private["ES256"], "nhn:other", "invalid_target"},
			"another's key":       {"RS256", private["ES256"], scope, "invalid_client"},
			"nobody's id":         {"nobody", private["ES256"], scope, "invalid_client"},
		} {
			c, err := helseID(refused.client, refused.key).Check(t.Context(), "nhn:sfm", refused.scope)
			if sources.KindOf(err) != sources.Denied || c.Refusal != refused.code {
				t.Errorf("%s: %+v %v", name, c, err)
			}
		}
	})
}

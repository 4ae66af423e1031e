//go:build servers

package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/cmd/helsegraf/config"
)

const gatewayResource = "https://helsegraf.example.no"

// citizens is oidc-provider with a registered application.
type citizens struct{ *peer }

// in makes failures fail a subtest.
func (c citizens) in(t *testing.T) citizens {
	t.Helper()
	p := *c.peer
	p.t = t
	return citizens{&p}
}

// tokens are the result of a login.
type tokens struct{ AccessToken, IDToken string }

func (c citizens) login(options map[string]any) tokens {
	c.t.Helper()
	var got tokens
	command := map[string]any{"do": "login", "person": "line"}
	maps.Copy(command, options)
	c.does(command, &got)
	if got.AccessToken == "" {
		c.t.Fatal("no token")
	}
	return got
}

// library is how the application's library parses an answer.
type library struct {
	Status, Nonces int
	Body           string
	Challenges     []struct {
		Scheme     string
		Parameters map[string]string
	}
}

func (c citizens) query(a *among, token string, dpop bool) library {
	c.t.Helper()
	var got library
	c.does(map[string]any{
		"do": "ask", "url": a.url + "/graphql", "accessToken": token, "dpop": dpop,
		"body": `{"query":"{ viewer { person { name { full } prescriptions(first: 1) { totalCount } } } }"}`,
	}, &got)
	return got
}

// queryOK expects line's prescriptions.
func (c citizens) queryOK(a *among, token string, dpop bool) library {
	c.t.Helper()
	got := c.query(a, token, dpop)
	if got.Status != http.StatusOK || !strings.Contains(got.Body, `"full":"Line Testesen"`) || !strings.Contains(got.Body, `"totalCount":6`) {
		c.t.Errorf("%d %s", got.Status, got.Body)
	}
	return got
}

// refused expects 401, a reason, and a challenge that the library understands.
func (c citizens) refused(a *among, token string, dpop bool, scheme, code, why string) {
	c.t.Helper()
	got := c.query(a, token, dpop)
	if got.Status != http.StatusUnauthorized {
		c.t.Fatalf("%d %s", got.Status, got.Body)
	}
	if is := reason(c.t, got.Body); is != why {
		c.t.Errorf("refused as %s, not %s", is, why)
	}
	if len(got.Challenges) != 1 || got.Challenges[0].Scheme != scheme || got.Challenges[0].Parameters["error"] != code {
		c.t.Errorf("%s: challenges are %+v", why, got.Challenges)
	}
}

// logins counts the logins in the usage log.
func (a *among) logins() int {
	a.t.Helper()
	_, body := send(a.t, http.MethodGet, a.urls["usagelog"]+"/_control/entries", "")
	var entries []entry
	if err := json.Unmarshal([]byte(body), &entries); err != nil {
		a.t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if e.Service == "" {
			n++
		}
	}
	return n
}

// Citizens log in at oidc-provider, by code flow with PKCE and a resource
// indicator. The gateway accepts its tokens unmodified, and rejects those it
// should.
func TestServersIssuer(t *testing.T) {
	t.Parallel()
	dir := npm(t, "servers/oidc")
	c := citizens{newPeer(t, dir, "issuer.mjs")}
	var issuer string
	c.does(map[string]any{"do": "start", "people": numbers(t), "audience": gatewayResource}, &issuer)
	bearer := newAmong(t, func(c *config.Config) {
		c.Issuers = []config.Issuer{{Issuer: issuer, Audience: gatewayResource, Synthetic: true}}
	})
	proven := newAmong(t, func(c *config.Config) {
		c.Issuers = []config.Issuer{{Issuer: issuer, Audience: gatewayResource, Synthetic: true, DPoP: true, DPoPNonce: true}}
	})
	first := c.login(nil)

	t.Run("Bearer", func(t *testing.T) {
		c := c.in(t)
		before := bearer.logins()
		for range 2 {
			c.queryOK(bearer, first.AccessToken, false)
		}
		if n := bearer.logins() - before; n != 1 {
			t.Error(n, "logins of one session")
		}
		for _, alg := range []string{"PS256", "RS256"} {
			c.queryOK(bearer, c.login(map[string]any{"resource": gatewayResource + "?alg=" + alg}).AccessToken, false)
		}
		if n := bearer.logins() - before; n != 3 {
			t.Error(n, "logins of three sessions")
		}
		low := c.query(bearer, c.login(map[string]any{"acr": "idporten-loa-substantial"}).AccessToken, false)
		if !strings.Contains(low.Body, "ASSURANCE_TOO_LOW") {
			t.Error("somebody less surely known:", low.Body)
		}
	})
	t.Run("DPoP", func(t *testing.T) {
		c := c.in(t)
		token := c.login(map[string]any{"dpop": true}).AccessToken
		if got := c.queryOK(proven, token, true); got.Nonces != 1 {
			t.Error(got.Nonces, "nonces were asked for")
		}
		if got := c.queryOK(proven, token, true); got.Nonces != 0 {
			t.Error("the nonce is not good for the next request")
		}
		c.refused(proven, token, false, "dpop", "invalid_token", "proof_of_possession_required")
		c.refused(proven, first.AccessToken, true, "dpop", "invalid_token", "token_not_bound")
		c.refused(bearer, token, false, "bearer", "invalid_token", "proof_of_possession_unsupported")
	})
	t.Run("not for us", func(t *testing.T) {
		c := c.in(t)
		c.refused(bearer, c.login(map[string]any{"resource": "https://other.example.no"}).AccessToken, false, "bearer", "invalid_token", "wrong_audience")
		c.refused(bearer, first.IDToken, false, "bearer", "invalid_token", "invalid_token")
		c.refused(bearer, c.login(map[string]any{"resource": ""}).AccessToken, false, "bearer", "invalid_token", "invalid_token") // opaque
	})
	// The keys change from one moment to the next, without notice.
	t.Run("rotation", func(t *testing.T) {
		c := c.in(t)
		c.does(map[string]any{"do": "rotate"}, nil)
		c.queryOK(bearer, c.login(nil).AccessToken, false)
		c.refused(bearer, first.AccessToken, false, "bearer", "invalid_token", "invalid_token")
	})
	t.Run("somebody who says they are the issuer", func(t *testing.T) {
		c := c.in(t)
		var got tokens
		c.does(map[string]any{"do": "impostor", "person": "line"}, &got)
		c.refused(bearer, got.AccessToken, false, "bearer", "invalid_token", "invalid_token")
	})
	t.Run("expired", func(t *testing.T) {
		c := c.in(t)
		token := c.login(nil).AccessToken
		c.queryOK(bearer, token, false)
		bearer.ahead.Store(int64(6 * time.Minute)) // it was valid for five
		c.refused(bearer, token, false, "bearer", "invalid_token", "token_expired")
	})
}

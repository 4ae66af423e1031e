package token_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/graph/gateway/token"
)

// An issuer that changes its key without warning is followed at once, however often
// it does so.
func TestCaseB11KeysThatChange(t *testing.T) {
	t.Parallel()
	for name, kid := range map[string]func(n int) string{
		"each with a kid": func(n int) string { return fmt.Sprint("k", n) },
		"without a kid":   func(int) string { return "" },
		"of the same kid": func(int) string { return "main" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := startOdd(t)
			o.says("/.well-known/openid-configuration", "application/json", o.metadata(o.url, o.url+"/keys"))
			l, clock := startTimed(t, func(i *token.Issuer, _ *token.Options) { i.URL = o.url })
			var before string
			for n := range 4 {
				key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
				if err != nil {
					t.Fatal(err)
				}
				o.says("/keys", "application/json", o.set(o.jwk(key, map[string]any{"kid": kid(n)})))
				token := o.token(key, o.url, kid(n), l.persona.Number)
				for range 3 {
					if _, err := l.actor(token); err != nil {
						t.Fatalf("key %d: %v", n, err)
					}
				}
				if asked := o.asked["/keys"]; asked != n+1 {
					t.Errorf("keys fetched %d times, want %d", asked, n+1)
				}
				clock.moves(time.Second)
				before = token
			}
			// A withdrawn key is no longer accepted, and a fetch for it finds nothing, so that
			// the next fetch has to wait.
			key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			o.says("/keys", "application/json", o.set(o.jwk(key, map[string]any{"kid": kid(9)})))
			if _, err := l.actor(o.token(key, o.url, kid(9), l.persona.Number)); err != nil {
				t.Fatal(err)
			}
			l.refused(l.ask("Bearer "+before), "invalid_token")
			asked := o.asked["/keys"]
			last, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			o.says("/keys", "application/json", o.set(o.jwk(last, map[string]any{"kid": kid(10)})))
			token := o.token(last, o.url, kid(10), l.persona.Number)
			clock.moves(29 * time.Second)
			l.refused(l.ask("Bearer "+token), "invalid_token")
			if n := o.asked["/keys"]; n != asked {
				t.Errorf("keys fetched %d times, want %d", n, asked)
			}
			clock.moves(time.Second)
			if _, err := l.actor(token); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCaseB11NoStorm(t *testing.T) {
	t.Parallel()
	l, clock := startTimed(t)
	if _, err := l.actor(l.token()); err != nil {
		t.Fatal(err)
	}
	flood := func(want int32) {
		t.Helper()
		var all sync.WaitGroup
		var refused atomic.Int32
		for n := range 200 {
			token := l.token(head("kid", fmt.Sprint("k", n)))
			if n%2 == 0 {
				token = token[:len(token)-8] + "AAAAAAAA" // names a known key
			}
			all.Go(func() {
				if _, err := l.verifier.Actor(t.Context(), l.ask("Bearer "+token)); err != nil && strings.Contains(err.Error(), "invalid_token") {
					refused.Add(1)
				}
			})
		}
		all.Wait()
		if refused.Load() != 200 {
			t.Errorf("%d of 200 refused", refused.Load())
		}
		if n := l.asked.Load(); n != want {
			t.Errorf("keys fetched %d times, want %d", n, want)
		}
		// Callers with a valid token notice nothing.
		if _, err := l.actor(l.token()); err != nil {
			t.Error(err)
		}
	}
	flood(2)
	flood(2)
	clock.moves(29 * time.Second)
	flood(2)
	clock.moves(time.Second)
	flood(3)
}

// Nor is an issuer that is down called more often.
func TestCaseB11NoStormOnAnIssuerThatIsDown(t *testing.T) {
	t.Parallel()
	const oidc = "/.well-known/openid-configuration"
	o := startOdd(t)
	o.pages[oidc] = func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) }
	l, clock := startTimed(t, func(i *token.Issuer, _ *token.Options) { i.URL = o.url })
	token := o.token(o.key, o.url, "k1", l.persona.Number)
	for want := 1; want < 4; want++ {
		for range 20 {
			l.refused(l.ask("Bearer "+token), "issuer_unavailable")
		}
		if n := o.asked[oidc]; n != want {
			t.Errorf("asked %d times, want %d", n, want)
		}
		clock.moves(5 * time.Second)
	}
	o.says(oidc, "application/json", o.metadata(o.url, o.url+"/keys"))
	o.says("/keys", "application/json", o.set(o.jwk(o.key, map[string]any{"kid": "k1"})))
	if _, err := l.actor(token); err != nil {
		t.Error(err)
	}
}

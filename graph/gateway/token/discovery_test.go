package token_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/token"
)

func TestCaseB9WhereKeysAreFound(t *testing.T) {
	t.Parallel()
	const oidc, oauth = "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"
	named := map[string]any{"kid": "k1", "use": "sig", "alg": "ES256"}
	for name, c := range map[string]struct {
		issuer string // its path, after the server's address
		at     string // of the metadata
		media  string
		mark   string
		keys   string // path of the keys
		jwks   string // their media type
	}{
		"OpenID Connect":                    {"", oidc, "application/json", "", "/keys", "application/json"},
		"RFC 8414 only, as TokenX":          {"", oauth, "application/json", "", "/jwks", "application/json"},
		"a path":                            {"/tenant/v2", "/tenant/v2" + oidc, "application/json", "", "/keys", "application/json"},
		"a path, RFC 8414":                  {"/tenant/v2", oauth + "/tenant/v2", "application/json", "", "/keys", "application/json"},
		"a path, RFC 8414 behind it":        {"/tenant", "/tenant" + oauth, "application/json", "", "/keys", "application/json"},
		"a path, OpenID Connect before it":  {"/tenant", oidc + "/tenant", "application/json", "", "/keys", "application/json"},
		"a slash":                           {"/", oidc, "application/json", "", "/keys", "application/json"},
		"a slash, RFC 8414":                 {"/", oauth, "application/json", "", "/keys", "application/json"},
		"a path and a slash":                {"/tenant/", "/tenant" + oidc, "application/json", "", "/keys", "application/json"},
		"a path and a slash, RFC 8414":      {"/tenant/", oauth + "/tenant", "application/json", "", "/keys", "application/json"},
		"an escaped path":                   {"/a%2Fb", oauth + "/a%2Fb", "application/json", "", "/keys", "application/json"},
		"keys with a query":                 {"", oidc, "application/json", "", "/keys?p=B2C_1_signin&v=1&flag", "application/json"},
		"keys at a path with a slash":       {"", oidc, "application/json", "", "/keys/", "application/json"},
		"keys at an escaped path":           {"", oidc, "application/json", "", "/a%2Fb/keys", "application/json"},
		"keys as text":                      {"", oidc, "application/json", "", "/keys", "text/plain; charset=utf-8"},
		"keys as bytes":                     {"", oidc, "application/json", "", "/keys", "application/octet-stream"},
		"keys as a JWK set":                 {"", oidc, "application/json", "", "/keys", "application/jwk-set+json;charset=UTF-8"},
		"keys as nothing":                   {"", oidc, "application/json", "", "/keys", ""},
		"byte order marks, and all as text": {"", oidc, "text/plain", "\ufeff", "/keys", "text/plain"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := startOdd(t)
			issuer := o.url + c.issuer
			o.says(c.at, c.media, c.mark+o.metadata(issuer, o.url+c.keys))
			o.says(c.keys, c.jwks, c.mark+o.set(o.jwk(o.key, named)))
			l := startLogin(t, func(i *token.Issuer, _ *token.Options) { i.URL = issuer })
			if _, err := l.actor(o.token(o.key, issuer, "k1", l.persona.Number)); err != nil {
				t.Errorf("%v, asked %v", err, o.asked)
			}
			for address := range o.asked {
				if strings.Contains(address, "//") {
					t.Errorf("asked %s", address)
				}
			}
			// With one slash more or less it is another issuer.
			other := strings.TrimSuffix(issuer, "/")
			if other == issuer {
				other += "/"
			}
			l.refused(l.ask("Bearer "+o.token(o.key, other, "k1", l.persona.Number)), "unknown_issuer")
		})
	}
}

// Metadata is trusted only from the issuer itself, wherever it is found.
func TestCaseB9WhoseMetadata(t *testing.T) {
	t.Parallel()
	const oidc, oauth = "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"
	for name, c := range map[string]struct {
		says func(*odd)
		want string
	}{
		"another's name, then the right one": {func(o *odd) {
			o.says(oidc, "application/json", o.metadata(o.url+"/other", o.url+"/evil"))
			o.says(oauth, "application/json", o.metadata(o.url, o.url+"/keys"))
		}, ""},
		"a page for people, then the right one": {func(o *odd) {
			o.says(oidc, "text/html", "<html>log in</html>")
			o.says(oauth, "application/json", o.metadata(o.url, o.url+"/keys"))
		}, ""},
		"out of order, then the right one": {func(o *odd) {
			o.pages[oidc] = func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }
			o.says(oauth, "application/json", o.metadata(o.url, o.url+"/keys"))
		}, ""},
		"another's name": {func(o *odd) { o.says(oidc, "application/json", o.metadata(o.url+"/other", o.url+"/keys")) }, "issuer_unavailable"},
		"the name in other case": {func(o *odd) {
			o.says(oidc, "application/json", o.metadata(strings.ToUpper(o.url), o.url+"/keys"))
		}, "issuer_unavailable"},
		"a slash more":   {func(o *odd) { o.says(oidc, "application/json", o.metadata(o.url+"/", o.url+"/keys")) }, "issuer_unavailable"},
		"no keys":        {func(o *odd) { o.says(oidc, "application/json", o.metadata(o.url, "")) }, "issuer_unavailable"},
		"keys in a file": {func(o *odd) { o.says(oidc, "application/json", o.metadata(o.url, "file:///keys")) }, "issuer_unavailable"},
		"keys by a redirect": {func(o *odd) {
			o.says(oidc, "application/json", o.metadata(o.url, o.url+"/moved"))
			o.pages["/moved"] = func(w http.ResponseWriter) {
				w.Header().Set("Location", o.url+"/keys")
				w.WriteHeader(http.StatusFound)
			}
		}, "issuer_unavailable"},
		"too much of it": {func(o *odd) {
			o.says(oidc, "application/json", o.metadata(o.url, o.url+"/keys")+strings.Repeat(" ", 300<<10))
		}, "issuer_unavailable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := startOdd(t)
			c.says(o)
			o.says("/keys", "application/json", o.set(o.jwk(o.key, map[string]any{"kid": "k1"})))
			l := startLogin(t, func(i *token.Issuer, _ *token.Options) { i.URL = o.url })
			token := o.token(o.key, o.url, "k1", l.persona.Number)
			if c.want == "" {
				if _, err := l.actor(token); err != nil {
					t.Error(err)
				}
				return
			}
			l.refused(l.ask("Bearer "+token), c.want)
		})
	}
}

func TestCaseB9KeysByConfiguration(t *testing.T) {
	t.Parallel()
	o := startOdd(t)
	o.says("/discovery/keys?appid=1", "text/plain", o.set(o.jwk(o.key, map[string]any{"kid": "k1"})))
	l := startLogin(t, func(i *token.Issuer, _ *token.Options) {
		i.URL, i.KeysURL = "https://issuer.invalid/", o.url+"/discovery/keys?appid=1"
		i.URL = strings.Replace(i.URL, "https:", "http:", 1)
	})
	if _, err := l.actor(o.token(o.key, "http://issuer.invalid/", "k1", l.persona.Number)); err != nil {
		t.Error(err)
	}
	if len(o.asked) != 1 {
		t.Errorf("asked %v", o.asked)
	}
	for at, good := range map[string]bool{
		"https://keys.example.no/keys": true, "https://keys.example.no/keys?a=b": true,
		"http://keys.example.no/keys": false, "/keys": false, "keys": false, "ftp://keys.example.no/keys": false, "https://user:pass@keys.example.no/": false,
	} {
		_, err := token.NewVerifier([]token.Issuer{{URL: "https://issuer.example.no", Audience: "a", KeysURL: at}}, clients(), token.Options{})
		if (err == nil) != good {
			t.Errorf("%s: %v", at, err)
		}
	}
}

func TestCaseB9KeysAsTheyAre(t *testing.T) {
	t.Parallel()
	o := startOdd(t)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	long, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	l := startLogin(t, func(i *token.Issuer, _ *token.Options) { i.URL = o.url })
	o.says("/.well-known/openid-configuration", "application/json", o.metadata(o.url, o.url+"/keys"))
	const strange = `{"kty":"new","kid":"k0"},{"kty":"EC","kid":"k2","crv":"P-256","x":"AA","y":"AA"},{"kty":"oct","k":"c2VjcmV0"},7,null,"key"`
	for name, c := range map[string]struct {
		keys string
		kid  string // in the token's header
		want string // reason; "" if the token is accepted
	}{
		"without a kid, for a token without":     {o.set(o.jwk(o.key, nil)), "", ""},
		"without a kid, for a token with":        {o.set(o.jwk(o.key, nil)), "k1", ""},
		"with an empty kid":                      {o.set(o.jwk(o.key, map[string]any{"kid": ""})), "", ""},
		"the only one that fits the algorithm":   {o.set(o.jwk(other, map[string]any{"alg": "ES384"}), o.jwk(long, nil), o.jwk(o.key, nil)), "", ""},
		"the only one that is for signatures":    {o.set(o.jwk(other, map[string]any{"use": "enc"}), o.jwk(o.key, nil)), "", ""},
		"the only one without a kid":             {o.set(o.jwk(other, map[string]any{"kid": "k2"}), o.jwk(o.key, nil)), "k1", ""},
		"one of two that fit":                    {o.set(o.jwk(o.key, nil), o.jwk(other, nil)), "", "invalid_token"},
		"another's":                              {o.set(o.jwk(other, nil)), "", "invalid_token"},
		"with a kid, for a token without":        {o.set(o.jwk(o.key, map[string]any{"kid": "k1"})), "", "invalid_token"},
		"a kid of another key":                   {o.set(o.jwk(other, map[string]any{"kid": "k1"}), o.jwk(o.key, nil)), "k1", "invalid_token"},
		"a kid that a key of another kind has":   {o.set(o.jwk(long, map[string]any{"kid": "k1"}), o.jwk(o.key, map[string]any{"kid": "k1"})), "k1", ""},
		"the first of two of one kid and kind":   {o.set(o.jwk(other, map[string]any{"kid": "k1"}), o.jwk(o.key, map[string]any{"kid": "k1"})), "k1", "invalid_token"},
		"x5c that cannot be read":                {o.set(o.jwk(o.key, map[string]any{"kid": "k1", "x5c": []string{"not base64", "MII"}})), "k1", ""},
		"x5c that is text":                       {o.set(o.jwk(o.key, map[string]any{"kid": "k1", "x5c": "MII"})), "k1", ""},
		"x5c that is null, x5t that is a number": {o.set(o.jwk(o.key, map[string]any{"kid": "k1", "x5c": nil, "x5t": 7, "x5t#S256": []int{1}, "x5u": 1})), "k1", ""},
		"among strange ones":                     {o.set(strange, o.jwk(o.key, map[string]any{"kid": "k1"}), strange), "k1", ""},
		"a key and no set":                       {o.jwk(o.key, map[string]any{"kid": "k1"}), "k1", ""},
		"members nobody knows":                   {strings.Replace(o.set(o.jwk(o.key, map[string]any{"kid": "k1", "issuer": 1, "nbf": "x"})), "{", `{"v":1,"v":2,`, 1), "k1", ""},
		"for checking signatures":                {o.set(o.jwk(o.key, map[string]any{"kid": "k1", "key_ops": []string{"verify"}})), "k1", ""},
		"for making signatures":                  {o.set(o.jwk(o.key, map[string]any{"kid": "k1", "key_ops": []string{"sign"}})), "k1", "issuer_unavailable"},
		"its private half":                       {o.set(o.jwk(o.key, map[string]any{"kid": "k1", "d": "AA"})), "k1", "issuer_unavailable"},
		"strange ones only":                      {o.set(strange), "k1", "issuer_unavailable"},
		"an empty set":                           {o.set(), "k1", "issuer_unavailable"},
		"a page for people":                      {"<html></html>", "k1", "issuer_unavailable"},
	} {
		o.says("/keys", "application/json", c.keys)
		v, err := token.NewVerifier([]token.Issuer{{URL: o.url, Audience: "helsegraf", Synthetic: true}}, clients(), token.Options{Now: func() time.Time { return noon }})
		if err != nil {
			t.Fatal(err)
		}
		l.verifier = v
		token := o.token(o.key, o.url, c.kid, l.persona.Number)
		t.Run(name, func(t *testing.T) {
			l.t = t
			if c.want != "" {
				l.refused(l.ask("Bearer "+token), c.want)
			} else if _, err := l.actor(token); err != nil {
				t.Error(err)
			}
		})
	}
}

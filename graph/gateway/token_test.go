package gateway_test

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
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"

	"helsegraf/graph/gateway"
	"helsegraf/graph/policy"
	"helsegraf/mocks"
	"helsegraf/sources/fnr"
)

// login is an issuer of citizens' tokens and a verifier of them.
type login struct {
	t        *testing.T
	issuer   *mocks.Issuer
	url      string
	persona  *mocks.Person // line
	verifier *gateway.Verifier
	asked    atomic.Int32 // for keys
	silent   atomic.Bool  // the issuer does not answer
}

var noon = time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)

func startLogin(t *testing.T, change ...func(*gateway.Issuer, *gateway.VerifierOptions)) *login {
	t.Helper()
	world, err := mocks.NewWorld(mocks.WorldOptions{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	l := &login{t: t, persona: world.Persona("line")}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/jwks") {
			l.asked.Add(1)
		}
		if l.silent.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		l.issuer.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	l.url = server.URL
	if l.issuer, err = mocks.NewIssuer(world, l.url); err != nil {
		t.Fatal(err)
	}
	issuer := gateway.Issuer{URL: l.url, Audience: "helsegraf", Synthetic: true}
	options := gateway.VerifierOptions{Now: func() time.Time { return noon }, Timeout: 20 * time.Second}
	for _, f := range change {
		f(&issuer, &options)
	}
	l.verifier, err = gateway.NewVerifier([]gateway.Issuer{issuer}, clients(), options)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func clients() []gateway.Client {
	return []gateway.Client{
		{ID: "web", Name: "Web", Scopes: []string{"helsegraf:read", "helsegraf:write"}},
		{ID: "partner", Scopes: []string{"helsegraf:gp_information.read"}},
	}
}

type change = func(claims, header map[string]any)

func (l *login) token(change ...change) string {
	l.t.Helper()
	token, err := l.issuer.Token("line", change...)
	if err != nil {
		l.t.Fatal(err)
	}
	return token
}

func claim(name string, value any) change {
	return func(claims, _ map[string]any) { claims[name] = value }
}

func head(name string, value any) change {
	return func(_, header map[string]any) { header[name] = value }
}

func without(name string) change {
	return func(claims, header map[string]any) { delete(claims, name); delete(header, name) }
}

// ask is a request with these Authorization headers.
func (l *login) ask(authorization ...string) *http.Request {
	r := httptest.NewRequestWithContext(l.t.Context(), http.MethodPost, "/graphql", nil)
	r.Header["Authorization"] = authorization
	return r
}

func (l *login) actor(token string) (policy.Actor, error) {
	l.t.Helper()
	return l.verifier.Actor(l.t.Context(), l.ask("Bearer "+token))
}

// refused checks that r is refused with this code, and that nothing shows.
func (l *login) refused(r *http.Request, want string) {
	l.t.Helper()
	actor, err := l.verifier.Actor(l.t.Context(), r)
	var coded interface{ Code() string }
	if !errors.As(err, &coded) || coded.Code() != want {
		l.t.Errorf("got %v, want %s", err, want)
	}
	if actor != (policy.Actor{}) {
		l.t.Error("there is an actor all the same")
	}
	for _, sent := range r.Header["Authorization"] {
		_, token, _ := strings.Cut(sent, " ")
		for part := range strings.SplitSeq(token, ".") {
			if len(part) > 3 && strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), part) {
				l.t.Error("the error shows the token")
			}
		}
	}
}

func allServices() policy.ServiceSet { return policy.SetOf(policy.Services()...) }

func (l *login) wantActor(token string, want policy.Credentials) {
	l.t.Helper()
	got, err := l.actor(token)
	if err != nil {
		l.t.Fatal(err)
	}
	n, err := fnr.Parse(l.persona.Number)
	if err != nil {
		l.t.Fatal(err)
	}
	want.Number = n
	if got != policy.Authenticated(want) {
		l.t.Errorf("got %+v\nwant %+v", got, policy.Authenticated(want))
	}
}

func TestActorOfAToken(t *testing.T) {
	l := startLogin(t)
	web := policy.Credentials{
		Client: policy.Client{ID: "web", Name: "Web"}, Assurance: policy.AssuranceHigh, Read: allServices(), Write: allServices(),
	}
	l.wantActor(l.token(), web)
	for name, c := range map[string]struct {
		change change
		want   func(*policy.Credentials)
	}{
		"typ JWT":                       {head("typ", "JWT"), nil},
		"typ as a whole media type":     {head("typ", "application/AT+JWT"), nil},
		"one audience in a list":        {claim("aud", []string{"helsegraf"}), nil},
		"scopes in a list":              {claim("scope", []string{"helsegraf:read", "helsegraf:write"}), nil},
		"a scope twice":                 {claim("scope", "helsegraf:read helsegraf:read helsegraf:write"), nil},
		"expired within the skew":       {claim("exp", noon.Add(-29*time.Second).Unix()), nil},
		"from the future, within":       {claim("nbf", noon.Add(29*time.Second).Unix()), nil},
		"no nbf":                        {without("nbf"), nil},
		"a time with parts of a second": {claim("iat", float64(noon.UnixMilli())/1000), nil},
		"claims nobody knows":           {claim("more", map[string]any{"a": 1}), nil},
		"headers nobody knows":          {head("ver", "1"), nil},
		"substantial":                   {claim("acr", "idporten-loa-substantial"), func(c *policy.Credentials) { c.Assurance = policy.AssuranceSubstantial }},
		"Level4":                        {claim("acr", "Level4"), nil},
		"Level3":                        {claim("acr", "Level3"), func(c *policy.Credentials) { c.Assurance = policy.AssuranceSubstantial }},
		"low":                           {claim("acr", "idporten-loa-low"), func(c *policy.Credentials) { c.Assurance = policy.AssuranceLow }},
		"no acr":                        {without("acr"), func(c *policy.Credentials) { c.Assurance = policy.AssuranceLow }},
		"acr of another type":           {claim("acr", 4), func(c *policy.Credentials) { c.Assurance = policy.AssuranceLow }},
		"one service":                   {claim("scope", "helsegraf:medication.read"), func(c *policy.Credentials) { c.Read, c.Write = policy.SetOf(policy.Medication), 0 }},
		"reading one, writing another": {claim("scope", "helsegraf:medication.read helsegraf:change_gp.write"), func(c *policy.Credentials) {
			c.Read, c.Write = policy.SetOf(policy.Medication), policy.SetOf(policy.ChangeGP)
		}},
		"writing is not reading":   {claim("scope", "helsegraf:write"), func(c *policy.Credentials) { c.Read = 0 }},
		"the beginning of a scope": {claim("scope", "helsegraf:medication helsegraf:rea helsegraf: helsegraf"), func(c *policy.Credentials) { c.Read, c.Write = 0, 0 }},
		"more than a scope":        {claim("scope", "helsegraf:medication.read.all helsegraf:reads xhelsegraf:read"), func(c *policy.Credentials) { c.Read, c.Write = 0, 0 }},
		"a scope in other letters": {claim("scope", "helsegraf:Medication.read HELSEGRAF:READ helsegraf:MEDICATION.read"), func(c *policy.Credentials) { c.Read, c.Write = 0, 0 }},
		"scopes of others":         {claim("scope", "openid profile"), func(c *policy.Credentials) { c.Read, c.Write = 0, 0 }},
		"a client with few": {claim("client_id", "partner"), func(c *policy.Credentials) {
			c.Client, c.Read, c.Write = policy.Client{ID: "partner"}, policy.SetOf(policy.GPInformation), 0
		}},
	} {
		t.Run(name, func(t *testing.T) {
			l.t = t
			want := web
			if c.want != nil {
				c.want(&want)
			}
			l.wantActor(l.token(c.change), want)
		})
	}
}

func TestNobodyWithoutAToken(t *testing.T) {
	l := startLogin(t)
	l.silent.Store(true)
	actor, err := l.verifier.Actor(t.Context(), l.ask())
	if err != nil || actor != (policy.Actor{}) {
		t.Errorf("%+v, %v", actor, err)
	}
}

func TestTokensRefused(t *testing.T) {
	l := startLogin(t)
	at := func(d time.Duration) int64 { return noon.Add(d).Unix() }
	for name, c := range map[string]struct {
		change change
		want   string
	}{
		"expired":                   {claim("exp", at(-30*time.Second)), "token_expired"},
		"no exp":                    {without("exp"), "invalid_token"},
		"exp is text":               {claim("exp", fmt.Sprint(at(time.Hour))), "invalid_token"},
		"not yet":                   {claim("nbf", at(31*time.Second)), "token_not_yet_valid"},
		"nbf is text":               {claim("nbf", "now"), "invalid_token"},
		"issued in the future":      {claim("iat", at(31*time.Second)), "token_not_yet_valid"},
		"no iat":                    {without("iat"), "invalid_token"},
		"iss with a slash":          {claim("iss", l.url+"/"), "unknown_issuer"},
		"iss in capitals":           {claim("iss", strings.ToUpper(l.url)), "unknown_issuer"},
		"no iss":                    {without("iss"), "unknown_issuer"},
		"iss is a list":             {claim("iss", []string{l.url}), "unknown_issuer"},
		"wrong aud":                 {claim("aud", "another"), "wrong_audience"},
		"aud with a blank":          {claim("aud", "helsegraf "), "wrong_audience"},
		"aud with a stranger":       {claim("aud", []string{"helsegraf", "another"}), "wrong_audience"},
		"empty aud":                 {claim("aud", []string{}), "wrong_audience"},
		"no aud":                    {without("aud"), "wrong_audience"},
		"no sub":                    {without("sub"), "invalid_token"},
		"no pid":                    {without("pid"), "invalid_token"},
		"empty pid":                 {claim("pid", ""), "invalid_token"},
		"two pids":                  {claim("pid", []string{l.persona.Number, l.persona.Number}), "invalid_token"},
		"pid is a number":           {claim("pid", 15914012345), "invalid_token"},
		"pid with bad check digits": {claim("pid", l.persona.Number[:10]+"x"), "invalid_token"},
		"unknown client":            {claim("client_id", "another"), "unknown_client"},
		"no client":                 {without("client_id"), "invalid_token"},
		"no scope":                  {without("scope"), "invalid_token"},
		"empty scope":               {claim("scope", ""), "invalid_token"},
		"scope is a number":         {claim("scope", 1), "invalid_token"},
		"scope is a list of others": {claim("scope", []any{1}), "invalid_token"},
		"bound to a key":            {claim("cnf", map[string]any{"jkt": "x"}), "proof_of_possession_unsupported"},
		"typ dpop+jwt":              {head("typ", "dpop+jwt"), "invalid_token"},
		"typ logout+jwt":            {head("typ", "logout+jwt"), "invalid_token"},
		"no typ":                    {without("typ"), "invalid_token"},
		"typ is a number":           {head("typ", 1), "invalid_token"},
		"crit":                      {head("crit", []string{"exp"}), "invalid_token"},
		"b64":                       {head("b64", false), "invalid_token"},
		"jku":                       {head("jku", "http://127.0.0.1:1/"), "invalid_token"},
		"x5u":                       {head("x5u", "http://127.0.0.1:1/"), "invalid_token"},
		"x5c":                       {head("x5c", []string{"MII"}), "invalid_token"},
		"jwk":                       {head("jwk", map[string]any{"kty": "oct", "k": "AA"}), "invalid_token"},
		"jwk null":                  {head("jwk", nil), "invalid_token"},
		"no kid":                    {without("kid"), "invalid_token"},
		"unknown kid":               {head("kid", "another"), "invalid_token"},
		"kid with a path":           {head("kid", "../../../dev/null"), "invalid_token"},
		"kid with SQL":              {head("kid", "' OR 1=1 --"), "invalid_token"},
		"kid of 1000 letters":       {head("kid", strings.Repeat("k", 1000)), "invalid_token"},
		"alg not on the list":       {head("alg", "ES384"), "invalid_token"},
		"alg of another kind":       {head("alg", "RS256"), "invalid_token"},
		"alg none":                  {head("alg", "none"), "invalid_token"},
		"alg None":                  {head("alg", "None"), "invalid_token"},
		"alg nONE":                  {head("alg", "nONE"), "invalid_token"},
		"alg HS256":                 {head("alg", "HS256"), "invalid_token"},
		"no alg":                    {without("alg"), "invalid_token"},
		"too big":                   {claim("more", strings.Repeat("x", 8<<10)), "invalid_token"},
	} {
		t.Run(name, func(t *testing.T) {
			l.t = t
			l.refused(l.ask("Bearer "+l.token(c.change)), c.want)
		})
	}
}

// rewritten is a token with header or payload put in the place of its own, and
// its signature kept.
func rewritten(token string, part int, text string) string {
	parts := strings.Split(token, ".")
	parts[part] = base64.RawURLEncoding.EncodeToString([]byte(text))
	return strings.Join(parts, ".")
}

func decoded(t *testing.T, token string, part int) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[part])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestMalformedTokensRefused(t *testing.T) {
	l := startLogin(t)
	good := l.token()
	parts := strings.Split(good, ".")
	header, payload := decoded(t, good, 0), decoded(t, good, 1)
	for name, token := range map[string]string{
		"nothing":             "",
		"a word":              "nonsense",
		"two segments":        parts[0] + "." + parts[1],
		"four segments":       good + "." + parts[2],
		"five, as of a JWE":   good + ".a.b",
		"many segments":       strings.Repeat(".", 7000),
		"no signature":        parts[0] + "." + parts[1] + ".",
		"another's signature": parts[0] + "." + parts[1] + "." + strings.Split(l.token(), ".")[2],
		"padded":              parts[0] + "==." + parts[1] + "." + parts[2],
		"not base64url":       parts[0] + "." + parts[1] + ".+/+/",
		"a blank within":      parts[0] + ". " + parts[1] + "." + parts[2],
		"two spaces":          " " + good,
		"header twice":        rewritten(good, 0, strings.Replace(header, "{", `{"alg":"ES256",`, 1)),
		"claim twice":         rewritten(good, 1, strings.Replace(payload, "{", `{"pid":"15914012345",`, 1)),
		"no JSON header":      rewritten(good, 0, "header"),
		"no JSON":             rewritten(good, 1, "claims"),
		"a list":              rewritten(good, 1, "[]"),
		"more after it":       rewritten(good, 1, payload+payload),
		"bad UTF-8":           rewritten(good, 1, strings.Replace(payload, "BankID", "Bank\xff", 1)),
		"another payload":     rewritten(good, 1, strings.Replace(payload, "idporten-loa-high", "Level4", 1)),
		"alg none, unsigned":  strings.TrimSuffix(rewritten(good, 0, strings.Replace(header, "ES256", "none", 1)), parts[2]),
	} {
		t.Run(name, func(t *testing.T) { l.t = t; l.refused(l.ask("Bearer "+token), "invalid_token") })
	}
	other := "unsupported_scheme"
	t.Run("two headers", func(t *testing.T) { l.t = t; l.refused(l.ask("Bearer "+good, "Bearer "+good), other) })
	for _, scheme := range []string{"bearer ", "DPoP ", "Basic ", "Bearer", ""} {
		t.Run("scheme "+scheme, func(t *testing.T) { l.t = t; l.refused(l.ask(scheme+good), other) })
	}
	t.Run("with a proof", func(t *testing.T) {
		l.t = t
		r := l.ask("Bearer " + good)
		r.Header.Set("DPoP", "proof")
		l.refused(r, other)
	})
	t.Run("a proof alone", func(t *testing.T) {
		l.t = t
		r := l.ask()
		r.Header.Set("DPoP", "proof")
		l.refused(r, other)
	})
	t.Run("in the address", func(t *testing.T) {
		l.t = t
		r := l.ask()
		r.URL.RawQuery = "access_token=" + good
		l.refused(r, other)
	})
}

// byHand is an issuer of one RSA key, that signs whatever a test wants.
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
			// A kind of key nobody knows, and a secret, do no harm.
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
	h := jws.NewHeaders()
	if err := errors.Join(h.Set("typ", "at+jwt"), h.Set("kid", kid)); err != nil {
		t.Fatal(err)
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
	l := startLogin(t, func(i *gateway.Issuer, _ *gateway.VerifierOptions) {
		i.URL, i.AssuranceClaim = b.url, "helseid://claims/identity/security_level"
	})
	want := policy.Credentials{Client: policy.Client{ID: "web", Name: "Web"}, Assurance: policy.AssuranceHigh, Read: allServices()}
	claims := b.claims(l.persona.Number)
	l.wantActor(b.sign(t, jwa.RS256(), b.private, "k1", claims), want)
	l.wantActor(b.sign(t, jwa.PS256(), b.private, "k1", claims), want)
	l.refused(l.ask("Bearer "+b.sign(t, jwa.RS512(), b.private, "k1", claims)), "invalid_token")
	l.refused(l.ask("Bearer "+b.sign(t, jwa.HS256(), []byte("secret"), "secret", claims)), "invalid_token")
}

// The oldest trick: the public key, which anybody has, as an HMAC secret.
func TestPublicKeyIsNoSecret(t *testing.T) {
	b := startByHand(t, nil)
	l := startLogin(t, func(i *gateway.Issuer, _ *gateway.VerifierOptions) { i.URL = b.url })
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
	for name, member := range map[string]map[string]any{"for encryption": {"use": "enc"}, "without an id": {"kid": ""}} {
		t.Run(name, func(t *testing.T) {
			b := startByHand(t, member)
			l := startLogin(t, func(i *gateway.Issuer, _ *gateway.VerifierOptions) { i.URL = b.url })
			l.refused(l.ask("Bearer "+b.sign(t, jwa.RS256(), b.private, "k1", b.claims(l.persona.Number))), "issuer_unavailable")
		})
	}
}

// One issuer must not speak for another, though both are known.
func TestIssuersAreNotMixedUp(t *testing.T) {
	b := startByHand(t, nil)
	l := startLogin(t)
	both, err := gateway.NewVerifier([]gateway.Issuer{
		{URL: l.url, Audience: "helsegraf", Synthetic: true}, {URL: b.url, Audience: "helsegraf", Synthetic: true},
	}, clients(), gateway.VerifierOptions{Now: func() time.Time { return noon }})
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

func TestSyntheticNumbersAreForTests(t *testing.T) {
	l := startLogin(t, func(i *gateway.Issuer, _ *gateway.VerifierOptions) { i.Synthetic = false })
	l.refused(l.ask("Bearer "+l.token()), "synthetic_number")
}

func TestNewKeysAreFound(t *testing.T) {
	l := startLogin(t, func(_ *gateway.Issuer, o *gateway.VerifierOptions) { o.Pause = 300 * time.Millisecond })
	old := l.token()
	if _, err := l.actor(old); err != nil {
		t.Fatal(err)
	}
	if err := l.issuer.Rotate(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(310 * time.Millisecond)
	for name, token := range map[string]string{"new": l.token(), "old": old} {
		if _, err := l.actor(token); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := l.asked.Load(); n != 2 {
		t.Errorf("keys fetched %d times, want 2", n)
	}
}

func TestFloodOfUnknownKeysIsOneFetch(t *testing.T) {
	l := startLogin(t)
	if _, err := l.actor(l.token()); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for n := range 200 {
		token := l.token(head("kid", fmt.Sprint("k", n)))
		all.Go(func() { l.refused(l.ask("Bearer "+token), "invalid_token") })
	}
	all.Wait()
	if n := l.asked.Load(); n != 1 {
		t.Errorf("keys fetched %d times, want 1", n)
	}
}

func TestOldKeysServeWhileTheIssuerIsSilent(t *testing.T) {
	l := startLogin(t, func(_ *gateway.Issuer, o *gateway.VerifierOptions) {
		o.KeyLife, o.Pause, o.StaleLife = time.Millisecond, 50*time.Millisecond, 2*time.Second
	})
	fetched := time.Now()
	if _, err := l.actor(l.token()); err != nil {
		t.Fatal(err)
	}
	l.silent.Store(true)
	for range 5 {
		time.Sleep(60 * time.Millisecond)
		if _, err := l.actor(l.token()); err != nil && time.Since(fetched) < time.Second {
			t.Fatal(err)
		}
	}
	time.Sleep(time.Until(fetched.Add(3 * time.Second)))
	l.refused(l.ask("Bearer "+l.token()), "issuer_unavailable")
	l.silent.Store(false)
	time.Sleep(60 * time.Millisecond)
	if _, err := l.actor(l.token()); err != nil {
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

func TestNewVerifierNamesEveryFault(t *testing.T) {
	for want, c := range map[string]struct {
		issuers []gateway.Issuer
		clients []gateway.Client
	}{
		"no issuer":     {nil, nil},
		"base URL":      {[]gateway.Issuer{{URL: "issuer", Audience: "a"}}, nil},
		"audience":      {[]gateway.Issuer{{URL: "https://i.example"}}, nil},
		`"HS256"`:       {[]gateway.Issuer{{URL: "https://i.example", Audience: "a", Algorithms: []string{"HS256"}}}, nil},
		"stands twice":  {[]gateway.Issuer{{URL: "https://i.example", Audience: "a"}, {URL: "https://i.example", Audience: "a"}}, nil},
		"has no id":     {[]gateway.Issuer{{URL: "https://i.example", Audience: "a"}}, []gateway.Client{{}}},
		"web: stands":   {[]gateway.Issuer{{URL: "https://i.example", Audience: "a"}}, []gateway.Client{{ID: "web"}, {ID: "web"}}},
		`"helsegraf:x"`: {[]gateway.Issuer{{URL: "https://i.example", Audience: "a"}}, []gateway.Client{{ID: "web", Scopes: []string{"helsegraf:x"}}}},
	} {
		if _, err := gateway.NewVerifier(c.issuers, c.clients, gateway.VerifierOptions{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

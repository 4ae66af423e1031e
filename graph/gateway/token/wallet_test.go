package token_test

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"
	"helsegraf/graph/gateway/token"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/graph/gateway"
)

// wallet is a client with a key to which its tokens are bound.
type wallet struct {
	t   *testing.T
	key *ecdsa.PrivateKey
	jwk map[string]any
	jkt string
}

func newWallet(t *testing.T) *wallet {
	t.Helper()
	w := &wallet{t: t}
	var err error
	if w.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	w.jwk = w.asJWK(w.key.Public())
	// RFC 7638: the required members in order, without spaces.
	sum := sha256.Sum256([]byte(`{"crv":"P-256","kty":"EC","x":"` + w.jwk["x"].(string) + `","y":"` + w.jwk["y"].(string) + `"}`))
	w.jkt = encode(sum[:])
	return w
}

func (w *wallet) asJWK(key any) map[string]any {
	w.t.Helper()
	k, err := jwk.Import(key)
	if err != nil {
		w.t.Fatal(err)
	}
	b, err := json.Marshal(k)
	if err != nil {
		w.t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(b, &out); err != nil {
		w.t.Fatal(err)
	}
	return out
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// proof returns a proof for a POST to the graph, altered by changes.
func (w *wallet) proof(token string, change ...change) string {
	w.t.Helper()
	sum := sha256.Sum256([]byte(token))
	claims := map[string]any{"jti": rand.Text(), "htm": "POST", "htu": public + "/graphql", "iat": noon.Unix(), "ath": encode(sum[:])}
	header := map[string]any{"typ": "dpop+jwt", "alg": "ES256", "jwk": w.jwk}
	for _, c := range change {
		c(claims, header)
	}
	h, err := json.Marshal(header)
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := json.Marshal(claims)
	if err != nil {
		w.t.Fatal(err)
	}
	signed := encode(h) + "." + encode(c)
	digest := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, w.key, digest[:])
	if err != nil {
		w.t.Fatal(err)
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return signed + "." + encode(signature)
}

// public is the gateway's public URL in these tests.
const public = "https://graf.example.no"

// guarded is a gateway whose issuer binds its tokens to keys.
type guarded struct {
	*gatewaytest.Front
	*wallet
	login  *login
	schema *gatewaytest.Counted
	now    *atomic.Int64 // seconds after noon
}

func startGuarded(t *testing.T, change ...func(*token.Issuer, *token.Options)) *guarded {
	t.Helper()
	g := &guarded{wallet: newWallet(t), schema: &gatewaytest.Counted{Toy: gatewaytest.NewToy(t)}, now: &atomic.Int64{}}
	g.login = startLogin(t, append(change, func(i *token.Issuer, o *token.Options) {
		i.DPoP, o.PublicURL = true, cmp.Or(o.PublicURL, public)
		o.Now = func() time.Time { return noon.Add(time.Duration(g.now.Load()) * time.Second) }
	})...)
	g.Front = gatewaytest.Start(t, func(o *gateway.Options) { o.Schema, o.Authenticator = g.schema, g.login.verifier })
	return g
}

// bound returns a token bound to the wallet's key.
func (g *guarded) bound(change ...change) string {
	return g.login.token(append([]func(claims, header map[string]any){claim("cnf", map[string]any{"jkt": g.jkt})}, change...)...)
}

// sent sends a query with these headers.
func (g *guarded) sent(headers ...string) gatewaytest.Reply {
	return g.Ask(g.t, `{ actor }`, headers...)
}

func (g *guarded) taken(headers ...string) {
	g.t.Helper()
	if r := g.sent(headers...); r.Body != `{"data":{"actor":"web"}}` {
		g.t.Errorf("%d %s", r.Status, r.Body)
	}
}

// refused checks that a request is refused with a reason and a challenge, that
// nothing was executed, and that nothing of what was sent shows.
func (g *guarded) refused(reason, challenge string, headers ...string) {
	t := g.t
	t.Helper()
	before := g.schema.Executed.Load()
	r := g.sent(headers...)
	if r.Status != http.StatusUnauthorized || r.Code() != "UNAUTHENTICATED" || !strings.Contains(r.Body, `"reason":"`+reason+`"`) {
		t.Errorf("%d %s, want %s", r.Status, r.Body, reason)
	}
	if got := r.Header.Get("WWW-Authenticate"); !strings.HasPrefix(got, challenge) {
		t.Errorf("challenge %q, want %q", got, challenge)
	}
	if g.schema.Executed.Load() != before {
		t.Error("was executed")
	}
	for _, h := range headers {
		_, value, _ := strings.Cut(h, " ")
		for part := range strings.SplitSeq(value, ".") {
			if len(part) > 20 && strings.Contains(r.Body+g.Logged(), part) {
				t.Error("shows what was sent")
			}
		}
	}
}

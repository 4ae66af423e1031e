package token_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

// odd is an issuer that answers as the test says, at the paths the test says.
type odd struct {
	t     *testing.T
	url   string
	key   *ecdsa.PrivateKey
	pages map[string]func(http.ResponseWriter) // by path and query
	mu    sync.Mutex
	asked map[string]int
}

func startOdd(t *testing.T) *odd {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o := &odd{t: t, key: key, pages: map[string]func(http.ResponseWriter){}, asked: map[string]int{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		o.asked[r.RequestURI]++
		o.mu.Unlock()
		if page := o.pages[r.RequestURI]; page != nil {
			page(w)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

// says sets the answer at a path.
func (o *odd) says(path, media, text string) {
	o.pages[path] = func(w http.ResponseWriter) {
		if media != "" {
			w.Header().Set("Content-Type", media)
		} else {
			w.Header()["Content-Type"] = nil
		}
		_, _ = w.Write([]byte(text))
	}
}

func (o *odd) metadata(issuer, keys string) string {
	return fmt.Sprintf(`{"issuer":%q,"jwks_uri":%q}`, issuer, keys)
}

// jwk is a public key as JSON, with members set, or removed if nil.
func (o *odd) jwk(of *ecdsa.PrivateKey, members map[string]any) string {
	o.t.Helper()
	public, err := jwk.Import(of.Public())
	if err != nil {
		o.t.Fatal(err)
	}
	text, err := json.Marshal(public)
	if err != nil {
		o.t.Fatal(err)
	}
	all := map[string]any{}
	if err := json.Unmarshal(text, &all); err != nil {
		o.t.Fatal(err)
	}
	maps.Copy(all, members)
	if text, err = json.Marshal(all); err != nil {
		o.t.Fatal(err)
	}
	return string(text)
}

func (o *odd) set(keys ...string) string { return `{"keys":[` + strings.Join(keys, ",") + `]}` }

// token is a token signed with a key, naming the given issuer.
func (o *odd) token(of *ecdsa.PrivateKey, issuer, kid, number string) string {
	o.t.Helper()
	b := byHand{url: issuer}
	header := map[string]any{"typ": "at+jwt"}
	if kid != "" {
		header["kid"] = kid
	}
	return b.signWith(o.t, jwa.ES256(), of, header, b.claims(number))
}

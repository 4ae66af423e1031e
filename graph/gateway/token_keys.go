package gateway

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
	"golang.org/x/sync/singleflight"

	"helsegraf/sources"
)

// asymmetric are the algorithms an issuer may sign with. A secret that both
// sides know would let this side sign too.
func asymmetric() []string {
	return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
}

// publicKey is a key of an issuer's with the algorithms it may be used for, so
// that a token's header cannot choose another kind.
type publicKey struct {
	key        any
	algorithms []string
	proven     *proven // nil for one that is used once
}

// made tells whether the key made the token's signature.
func (k publicKey) made(t compactToken) bool {
	if !slices.Contains(k.algorithms, t.header.Algorithm) {
		return false
	}
	if k.proven == nil {
		return k.signed(t)
	}
	digest := sha256.Sum256([]byte(t.compact))
	if k.proven.has(digest) {
		return true
	}
	if !k.signed(t) {
		return false
	}
	k.proven.add(digest)
	return true
}

func (k publicKey) signed(t compactToken) bool {
	alg, ok := jwa.LookupSignatureAlgorithm(t.header.Algorithm)
	if !ok {
		return false
	}
	v, err := jws.VerifierFor(alg)
	if err != nil {
		return false
	}
	return v.Verify(k.key, []byte(t.signed), t.signature) == nil
}

// keyring is the keys of one issuer. They are known by where they were fetched
// from, never by what a token says.
type keyring struct {
	issuer   string
	options  VerifierOptions
	metadata *sources.Client
	flight   singleflight.Group

	mu      sync.Mutex
	keys    map[string]publicKey // by kid
	fetched time.Time            // when they were; by the machine's clock
	asked   time.Time            // when they were last asked for
}

// firstPause is the pause while there are no keys at all: nobody can log in.
const firstPause = 5 * time.Second

func newKeyring(url string, o VerifierOptions) (*keyring, error) {
	k := &keyring{issuer: url, options: o}
	var err error
	k.metadata, err = k.client(url)
	return k, err
}

func (k *keyring) client(url string) (*sources.Client, error) {
	return sources.New(sources.Config{Register: "issuer", BaseURL: url, Timeout: k.options.Timeout, MaxBytes: 256 << 10, Transport: k.options.Transport})
}

// key is the key of an id. One that is known is given at once, and renewed
// behind it when it is old. For one that is not, the issuer is asked again, if
// it has not been lately.
func (k *keyring) key(ctx context.Context, id string) (publicKey, error) {
	found, known, age := k.look(id)
	if known && age < k.options.KeyLife {
		return found, nil
	}
	asked := k.ask()
	if known && age < k.options.StaleLife {
		return found, nil
	}
	select {
	case <-ctx.Done():
		return publicKey{}, issuerSilent
	case <-asked:
	}
	found, known, age = k.look(id)
	switch {
	case age >= k.options.StaleLife:
		return publicKey{}, issuerSilent
	case !known:
		return publicKey{}, tokenInvalid
	}
	return found, nil
}

func (k *keyring) look(id string) (found publicKey, known bool, age time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found, known = k.keys[id]
	return found, known, time.Since(k.fetched)
}

// ask fetches the keys if they may be asked for now. All who ask at the same
// time share the fetch, which is nobody's own.
func (k *keyring) ask() <-chan singleflight.Result {
	return k.flight.DoChan("", func() (any, error) {
		if !k.due() {
			return nil, nil
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*k.options.Timeout)
		defer cancel()
		return nil, k.refresh(ctx)
	})
}

// due tells whether the issuer may be asked, and takes it that it will be.
func (k *keyring) due() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	pause := k.options.Pause
	if k.keys == nil {
		pause = min(pause, firstPause)
	}
	if !k.asked.IsZero() && time.Since(k.asked) < pause {
		return false
	}
	k.asked = time.Now()
	return true
}

// refresh fetches the keys. When that fails, those there are stay.
func (k *keyring) refresh(ctx context.Context) error {
	keys, err := k.fetch(ctx)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys, k.fetched = keys, time.Now()
	return nil
}

func (k *keyring) fetch(ctx context.Context) (map[string]publicKey, error) {
	at, err := k.keysAt(ctx)
	if err != nil {
		return nil, err
	}
	from, err := k.client(at)
	if err != nil {
		return nil, sources.Garbled
	}
	var keys map[string]publicKey
	op := sources.Operation{Name: "Keys", Accepts: []string{"application/json", "application/jwk-set+json"}}
	err = from.Call(ctx, op, sources.Request{Method: http.MethodGet}, func(resp *sources.Response) error {
		set, err := jwk.Parse(resp.Body, jwk.WithIgnoreParseError(true))
		if err != nil {
			return sources.Garbled
		}
		if keys = usable(set); len(keys) == 0 {
			return sources.Garbled
		}
		return nil
	})
	return keys, err
}

// keysAt asks the issuer's metadata where its keys are.
func (k *keyring) keysAt(ctx context.Context) (string, error) {
	var metadata struct {
		Issuer string `json:"issuer"`
		Keys   string `json:"jwks_uri"`
	}
	op := sources.Operation{Name: "Metadata", Accepts: []string{"application/json"}}
	err := k.metadata.Call(ctx, op, sources.Request{Method: http.MethodGet, Path: "/.well-known/openid-configuration"}, func(resp *sources.Response) error {
		if err := sources.DecodeJSON(resp.Body, &metadata); err != nil {
			return err
		}
		// Keys that come over plain HTTP could be anybody's.
		if metadata.Issuer != k.issuer || strings.HasPrefix(k.issuer, "https:") && !strings.HasPrefix(metadata.Keys, "https:") {
			return sources.Garbled
		}
		return nil
	})
	return metadata.Keys, err
}

// usable are the keys of a set that signatures may be checked with.
func usable(set jwk.Set) map[string]publicKey {
	keys := map[string]publicKey{}
	for n := range set.Len() {
		key, _ := set.Key(n)
		id, ok := key.KeyID()
		if use, given := key.KeyUsage(); !ok || id == "" || given && use != "sig" {
			continue
		}
		var raw any
		if err := jwk.Export(key, &raw); err != nil {
			continue
		}
		algorithms := algorithmsOf(raw)
		if alg, given := key.Algorithm(); given {
			algorithms = slices.DeleteFunc(algorithms, func(a string) bool { return a != alg.String() })
		}
		if _, twice := keys[id]; twice || len(algorithms) == 0 {
			continue
		}
		keys[id] = publicKey{raw, algorithms, new(proven)}
	}
	return keys
}

// UsableKeys tells how many keys of a set (a JWKS in JSON) an issuer that signs
// by these algorithms could be believed by; none named are all that are taken.
func UsableKeys(set []byte, signs []string) int {
	keys, err := jwk.Parse(set, jwk.WithIgnoreParseError(true))
	if err != nil {
		return 0
	}
	n := 0
	for _, key := range usable(keys) {
		if len(signs) == 0 || slices.ContainsFunc(key.algorithms, func(a string) bool { return slices.Contains(signs, a) }) {
			n++
		}
	}
	return n
}

// algorithmsOf are those a public key can be used for; none for a private or a
// symmetric one, or an RSA key too short to rely on.
func algorithmsOf(key any) []string {
	const shortestRSA = 2048
	switch k := key.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() >= shortestRSA {
			return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
		}
	case *ecdsa.PublicKey:
		switch k.Curve {
		case elliptic.P256():
			return []string{"ES256"}
		case elliptic.P384():
			return []string{"ES384"}
		case elliptic.P521():
			return []string{"ES512"}
		}
	}
	return nil
}

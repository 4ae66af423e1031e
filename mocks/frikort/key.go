package frikort

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"math/big"
	"regexp"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwe"
)

// key is the key pair for requests to Helfo.
type key struct {
	mu      sync.Mutex
	private *rsa.PrivateKey
	serial  int
}

// The primes of the first key. They are constants because finding primes may take a
// second, for which the first caller would wait. What they protect is invented, and
// never leaves loopback.
const (
	prime1 = "fd63db9f8b9e8132611a880e7742e98b28c4d266d42ceae7f64c5dc761bfc966" +
		"3278c3623a2e06d7ec8024c7bd9912b06b0fe95eb2e73ad2a2eb600211b07362" +
		"33619ba0a2fcee7109c423aa7327e5fff9ecf23cb1f3209bbdcff58caf15ca6e" +
		"b1b7b4febaeea62d01fbbc8b090d1d91c540646e32ba9a23a1cffd8612e4dfa5"
	prime2 = "eddfd3f71920833e588dcf83b0d1a048db7ff9c732222742974c9806acae489c" +
		"c1f86276a5740d534d24148c729d187ce2d5281f913b7cfe3d75edcdaceed444" +
		"edfa10302f1bcacf12e3f58ef0cf4f87ffdd7eca5890e82738e2e56a6e5dee1d" +
		"31242eca266223fb62b294552667a4de3f66bc56147f05be1587c4ce155683ff"
)

func newFrikortKey() *key {
	prime := func(hexadecimal string) *big.Int { n, _ := new(big.Int).SetString(hexadecimal, 16); return n }
	p, q, one := prime(prime1), prime(prime2), big.NewInt(1)
	k := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: 65537}, Primes: []*big.Int{p, q}}
	totient := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	k.D = new(big.Int).ModInverse(big.NewInt(int64(k.E)), totient)
	k.Precompute()
	return &key{private: k, serial: 1}
}

// current returns the key and its id.
func (k *key) current() (*rsa.PrivateKey, string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.private, fmt.Sprintf("frikort-enc-%d", k.serial)
}

// rotate replaces the key. Requests encrypted with the old one are refused from then
// on.
func (k *key) rotate() error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return fmt.Errorf("make a key for Helfo's stand-in: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.private, k.serial = key, k.serial+1
	return nil
}

// public is the key as a JWK.
func (k *key) public(now time.Time) map[string]any {
	key, id := k.current()
	text := base64.RawURLEncoding.EncodeToString
	return map[string]any{
		"kty": "RSA", "use": "enc", "alg": "RSA-OAEP-256", "kid": id,
		"n":   text(key.N.Bytes()),
		"e":   text(big.NewInt(int64(key.E)).Bytes()),
		"exp": now.Add(90 * 24 * time.Hour).Unix(),
	}
}

var jweCompact = regexp.MustCompile(`^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$`)

// decrypt returns the plaintext of a request, or a fault.
func (k *key) decrypt(compact []byte) (plain []byte, fault string) {
	const refused = "Request-body er ikke gyldig JWE Compact Serialization"
	if !jweCompact.Match(compact) {
		return nil, refused
	}
	message, err := jwe.Parse(compact)
	if err != nil {
		return nil, refused
	}
	h := message.ProtectedHeaders()
	alg, _ := h.Algorithm()
	enc, _ := h.ContentEncryption()
	if alg != jwa.RSA_OAEP_256() || enc != jwa.A256GCM() || h.Has(jwe.CompressionKey) || h.Has(jwe.CriticalKey) {
		return nil, "JWE må bruke RSA-OAEP-256 og A256GCM"
	}
	key, current := k.current()
	if id, _ := h.KeyID(); id != current {
		return nil, "JWE er kryptert med en ukjent nøkkel"
	}
	if plain, err = jwe.Decrypt(compact, jwe.WithKey(jwa.RSA_OAEP_256(), key)); err != nil {
		return nil, "JWE kan ikke dekrypteres"
	}
	return plain, ""
}

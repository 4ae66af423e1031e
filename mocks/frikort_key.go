package mocks

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

// frikortKey is the key that Helfo takes questions encrypted with. It is made
// when first asked for, so that a demonstration starts without it.
type frikortKey struct {
	mu      sync.Mutex
	private *rsa.PrivateKey
	serial  int
}

// current is the key and its id.
func (k *frikortKey) current() (*rsa.PrivateKey, string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.private == nil {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(fmt.Errorf("mocks: no randomness: %w", err))
		}
		k.private, k.serial = key, k.serial+1
	}
	return k.private, fmt.Sprintf("frikort-enc-%d", k.serial)
}

// rotate forgets the key. What is encrypted with it is refused from now on.
func (k *frikortKey) rotate() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.private = nil
}

// public is the key as a JWK.
func (k *frikortKey) public(now time.Time) map[string]any {
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

// decrypt gives the plaintext of a question, or what is wrong with it.
func (k *frikortKey) decrypt(compact []byte) (plain []byte, fault string) {
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

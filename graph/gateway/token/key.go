package token

import (
	"crypto/sha256"
	"slices"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
)

// asymmetric are the algorithms an issuer may sign with. With a shared secret the
// gateway could sign too.
func asymmetric() []string {
	return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
}

// publicKey is an issuer's key with the algorithms it may be used for, so that a
// token's header cannot choose another.
type publicKey struct {
	key        any
	algorithms []string
	verified   *verified // nil for a key that is used once
}

// verify reports whether the key made the token's signature.
func (k publicKey) verify(t compactToken) bool {
	if !slices.Contains(k.algorithms, t.header.Algorithm) {
		return false
	}
	if k.verified == nil {
		return k.signed(t)
	}
	digest := sha256.Sum256([]byte(t.compact))
	if k.verified.has(digest) {
		return true
	}
	if !k.signed(t) {
		return false
	}
	k.verified.add(digest)
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

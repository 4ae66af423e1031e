package gateway

import (
	"crypto/sha256"
	"slices"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
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

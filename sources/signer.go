package sources

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
)

// signer signs claims as a compact JWS with the same header each time.
type signer struct {
	algorithm jwa.SignatureAlgorithm
	key       any
	header    jws.Headers
}

func (s signer) sign(claims map[string]any) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", Internal
	}
	token, err := jws.Sign(payload, jws.WithKey(s.algorithm, s.key, jws.WithProtectedHeaders(s.header)))
	if err != nil {
		return "", Internal
	}
	return string(token), nil
}

// errClientKey says nothing of the key.
var errClientKey = errors.New("helseid: the key is not a private JWK for ES256, PS256 or RS256")

// clientSigner signs assertions with the gateway's own key.
func clientSigner(private []byte) (signer, error) {
	key, err := jwk.ParseKey(private)
	if err != nil {
		return signer{}, errClientKey
	}
	if private, err := jwk.IsPrivateKey(key); err != nil || !private {
		return signer{}, errClientKey
	}
	var alg jwa.SignatureAlgorithm
	named, ok := key.Algorithm()
	switch {
	case ok:
		alg, _ = jwa.LookupSignatureAlgorithm(named.String())
	case key.KeyType() == jwa.EC():
		alg = jwa.ES256()
	case key.KeyType() == jwa.RSA():
		alg = jwa.PS256()
	}
	if alg != jwa.ES256() && alg != jwa.PS256() && alg != jwa.RS256() {
		return signer{}, errClientKey
	}
	s := signer{algorithm: alg, key: key, header: jws.NewHeaders()}
	if err := s.header.Set(jws.TypeKey, "client-authentication+jwt"); err != nil {
		return signer{}, errClientKey
	}
	if _, err := s.sign(nil); err != nil {
		return signer{}, errClientKey
	}
	return s, nil
}

// newProofSigner makes the key that tokens are bound to.
func newProofSigner() (signer, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return signer{}, fmt.Errorf("helseid: make a key for proofs: %w", err)
	}
	public, err := jwk.Import(private.Public())
	if err != nil {
		return signer{}, fmt.Errorf("helseid: make a key for proofs: %w", err)
	}
	s := signer{algorithm: jwa.ES256(), key: private, header: jws.NewHeaders()}
	if err := errors.Join(s.header.Set(jws.TypeKey, "dpop+jwt"), s.header.Set(jws.JWKKey, public)); err != nil {
		return signer{}, fmt.Errorf("helseid: make a key for proofs: %w", err)
	}
	return s, nil
}

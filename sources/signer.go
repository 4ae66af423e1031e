package sources

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
)

// signer signs claims as a compact JWS. The header is encoded once: every
// request to a register needs a proof.
type signer struct {
	signer jws.Signer2
	key    any
	header string // encoded
}

// newSigner signs with alg, with more members in the header.
func newSigner(alg jwa.SignatureAlgorithm, key any, members map[string]any) (signer, error) {
	s, err := jws.SignerFor(alg)
	if err != nil {
		return signer{}, err
	}
	members["alg"] = alg.String()
	header, err := json.Marshal(members)
	if err != nil {
		return signer{}, err
	}
	return signer{s, key, base64.RawURLEncoding.EncodeToString(header)}, nil
}

func (s signer) sign(claims any) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", Internal
	}
	const signatureSize = 512 // of the longest RSA key in use, encoded
	encoding := base64.RawURLEncoding
	token := make([]byte, 0, len(s.header)+encoding.EncodedLen(len(payload))+signatureSize)
	token = append(append(token, s.header...), '.')
	token = encoding.AppendEncode(token, payload)
	signature, err := s.signer.Sign(s.key, token)
	if err != nil {
		return "", Internal
	}
	return string(encoding.AppendEncode(append(token, '.'), signature)), nil
}

// errClientKey says nothing of the key.
var errClientKey = errors.New("helseid: the key is not a private JWK for ES256, PS256 or RS256")

// clientSigner signs assertions with the gateway's own key.
func clientSigner(private []byte) (signer, error) {
	key, err := jwk.ParseKey(private)
	if err != nil {
		return signer{}, errClientKey
	}
	alg, raw, ok := algorithmOf(key)
	if !ok {
		return signer{}, errClientKey
	}
	members := map[string]any{"typ": "client-authentication+jwt"}
	if kid, ok := key.KeyID(); ok {
		members["kid"] = kid
	}
	s, err := newSigner(alg, raw, members)
	if err != nil {
		return signer{}, errClientKey
	}
	return s, nil
}

// algorithmOf is the algorithm a private key signs with: its own alg, if that
// is one of the three allowed, or else the strongest.
func algorithmOf(key jwk.Key) (jwa.SignatureAlgorithm, any, bool) {
	const shortestRSA = 2048
	var raw any
	if err := jwk.Export(key, &raw); err != nil {
		return jwa.EmptySignatureAlgorithm(), nil, false
	}
	var can []jwa.SignatureAlgorithm
	switch k := raw.(type) {
	case *ecdsa.PrivateKey:
		if k.Curve == elliptic.P256() {
			can = []jwa.SignatureAlgorithm{jwa.ES256()}
		}
	case *rsa.PrivateKey:
		if k.N.BitLen() >= shortestRSA {
			can = []jwa.SignatureAlgorithm{jwa.PS256(), jwa.RS256()}
		}
	}
	says, ok := key.Algorithm()
	for _, alg := range can {
		if !ok || says.String() == alg.String() {
			return alg, raw, true
		}
	}
	return jwa.EmptySignatureAlgorithm(), nil, false
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
	s, err := newSigner(jwa.ES256(), private, map[string]any{"typ": "dpop+jwt", "jwk": public})
	if err != nil {
		return signer{}, fmt.Errorf("helseid: make a key for proofs: %w", err)
	}
	return s, nil
}

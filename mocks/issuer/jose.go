package issuer

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
)

const es256 = "ES256"

// algorithms are those HelseID accepts.
func algorithms() []string {
	return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", es256, "ES384", "ES512"}
}

// errJOSE reveals nothing of the token.
var errJOSE = errors.New("not a signed token this service takes")

// joseHeader is the part of a JWS header that matters here.
type joseHeader struct {
	Type      string          `json:"typ"`
	Algorithm string          `json:"alg"`
	KeyID     string          `json:"kid"`
	Key       json.RawMessage `json:"jwk"`
}

// takeApart decodes header and payload of a compact JWS. Neither is verified yet.
func takeApart(compact string, claims any) (joseHeader, error) {
	var h joseHeader
	parts := strings.Split(compact, ".")
	if len(parts) != 3 || len(compact) > 8<<10 {
		return h, errJOSE
	}
	for n, into := range []any{&h, claims} {
		text, err := base64.RawURLEncoding.DecodeString(parts[n])
		if err != nil {
			return h, errJOSE
		}
		if err := json.Unmarshal(text, into); err != nil {
			return h, errJOSE
		}
	}
	if !slices.Contains(algorithms(), h.Algorithm) {
		return h, errJOSE
	}
	return h, nil
}

// proven reports whether key made the signature.
func proven(compact string, h joseHeader, key jwk.Key) bool {
	alg, ok := jwa.LookupSignatureAlgorithm(h.Algorithm)
	if !ok {
		return false
	}
	_, err := jws.Verify([]byte(compact), jws.WithCompact(), jws.WithKey(alg, key))
	return err == nil
}

// signES256 makes a compact JWS. It is written by hand so that tests can have headers
// that no library would sign.
func signES256(key *ecdsa.PrivateKey, header, claims map[string]any) (string, error) {
	h, err := json.Marshal(header)
	if err != nil {
		return "", fmt.Errorf("write a token's header: %w", err)
	}
	c, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("write a token's claims: %w", err)
	}
	input := base64.RawURLEncoding.EncodeToString(h) + "." + base64.RawURLEncoding.EncodeToString(c)
	sum := sha256.Sum256([]byte(input))
	r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	var signature [64]byte
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return input + "." + base64.RawURLEncoding.EncodeToString(signature[:]), nil
}

package token

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

// keySet is the keys that may verify an issuer's signatures.
type keySet struct {
	named    map[string][]publicKey // by kid, which keys of different types may share
	nameless []publicKey
}

// of returns the key for a token's header: the one with its kid, or else the only
// one without a kid that fits the algorithm.
func (s keySet) of(h header) (publicKey, bool) {
	if keys := s.named[h.KeyID]; len(keys) > 0 {
		fits := slices.IndexFunc(keys, func(k publicKey) bool { return slices.Contains(k.algorithms, h.Algorithm) })
		return keys[max(fits, 0)], true
	}
	var found publicKey
	n := 0
	for _, key := range s.nameless {
		if slices.Contains(key.algorithms, h.Algorithm) {
			found = key
			n++
		}
	}
	return found, n == 1
}

func (s keySet) all() []publicKey {
	all := slices.Clone(s.nameless)
	for _, keys := range s.named {
		all = append(all, keys...)
	}
	return all
}

// certificates are the members of a key that hold or name certificates. They are
// dropped, so that malformed ones do not spoil the key.
var certificates = [...]string{"x5c", "x5t", "x5t#S256", "x5u"}

// usable reads a JWKS, or a single key. Unreadable keys, and keys not meant for
// signatures, are skipped.
func usable(text []byte) (keySet, error) {
	var set struct {
		Keys []jsontext.Value `json:"keys"`
	}
	text = withoutMark(text)
	if err := json.Unmarshal(text, &set, jsontext.AllowDuplicateNames(true)); err != nil {
		return keySet{}, err
	}
	if set.Keys == nil {
		set.Keys = []jsontext.Value{text}
	}
	keys := keySet{named: map[string][]publicKey{}}
	for _, one := range set.Keys {
		id, key, ok := signatureKey(one)
		twice := slices.ContainsFunc(keys.named[id], func(k publicKey) bool { return slices.Equal(k.algorithms, key.algorithms) })
		switch {
		case !ok || twice:
		case id == "":
			keys.nameless = append(keys.nameless, key)
		default:
			keys.named[id] = append(keys.named[id], key)
		}
	}
	return keys, nil
}

// signatureKey reads a key that verifies signatures, and its id, if it has one.
func signatureKey(text jsontext.Value) (id string, key publicKey, ok bool) {
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(text, &members); err != nil {
		return "", publicKey{}, false
	}
	for _, name := range certificates {
		delete(members, name)
	}
	plain, err := json.Marshal(members)
	if err != nil {
		return "", publicKey{}, false
	}
	parsed, err := jwk.ParseKey(plain)
	if err != nil {
		return "", publicKey{}, false
	}
	if use, given := parsed.KeyUsage(); given && use != "sig" {
		return "", publicKey{}, false
	}
	if ops, given := parsed.KeyOps(); given && !slices.Contains(ops, jwk.KeyOpVerify) {
		return "", publicKey{}, false
	}
	var raw any
	if err := jwk.Export(parsed, &raw); err != nil {
		return "", publicKey{}, false
	}
	algorithms := algorithmsOf(raw)
	if alg, given := parsed.Algorithm(); given {
		algorithms = slices.DeleteFunc(algorithms, func(a string) bool { return a != alg.String() })
	}
	id, _ = parsed.KeyID()
	return id, publicKey{raw, algorithms, new(verified)}, len(algorithms) > 0
}

// UsableKeys counts the keys of a JWKS that can verify one of these algorithms, or
// any supported one if none is named.
func UsableKeys(set []byte, signs []string) int {
	keys, err := usable(set)
	if err != nil {
		return 0
	}
	n := 0
	for _, key := range keys.all() {
		if len(signs) == 0 || slices.ContainsFunc(key.algorithms, func(a string) bool { return slices.Contains(signs, a) }) {
			n++
		}
	}
	return n
}

// withoutMark strips the byte order mark that some Microsoft libraries put before
// UTF-8, and that a reader may ignore (RFC 8259 section 8.1).
func withoutMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) }

// algorithmsOf returns the algorithms a public key can be used for; none for a
// private or symmetric key, or an RSA key too short to be safe.
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

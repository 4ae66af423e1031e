package token

import (
	"crypto"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"
)

// proofs checks that the sender of a token has the key it is bound to (DPoP,
// RFC 9449 section 4.3).
type proofs struct {
	base   string        // the public URL, without a trailing slash
	age    time.Duration // the maximum age of a proof, plus proofSkew
	nonces nonces

	mu    sync.Mutex
	seen  map[[sha256.Size]byte]struct{}
	order []usedProof // oldest first
}

// usedProof is the digest of a used proof.
type usedProof struct {
	digest [sha256.Size]byte
	until  time.Time
}

const (
	// proofSkew is how far a client's clock may differ from ours.
	proofSkew = 5 * time.Second
	// mostProofs bounds the remembered proofs, at about 6 MB. At the bound, proofs are
	// refused: a forgotten one could be replayed.
	mostProofs = 1 << 16
	// longestProofID bounds jti.
	longestProofID = 256
)

func newProofs(o Options) *proofs {
	return &proofs{base: strings.TrimSuffix(o.PublicURL, "/"), age: o.ProofAge, nonces: newNonces(o.NonceKeys), seen: map[[sha256.Size]byte]struct{}{}}
}

// check refuses a request without a proof made for this request and this token, just
// now, with the key the token is bound to, and never used before.
func (p *proofs) check(r *http.Request, token, thumbprint string, nonced bool, now time.Time) error {
	sent := r.Header.Values("DPoP")
	if len(sent) != 1 || len(sent[0]) > longestToken {
		return proofInvalid
	}
	t, err := split(sent[0])
	if err != nil || !t.header.is("dpop+jwt") || t.header.Key.Kind() != '{' || t.header.followed() {
		return proofInvalid
	}
	made, ok := keyOf(t.header.Key)
	if !ok || subtle.ConstantTimeCompare([]byte(made.thumbprint), []byte(thumbprint)) != 1 || !made.verify(t) {
		return proofInvalid
	}
	method, _ := t.claims.text("htm")
	address, _ := t.claims.text("htu")
	hash, _ := t.claims.text("ath")
	id, _ := t.claims.text("jti")
	sum := sha256.Sum256([]byte(token))
	if method != r.Method || !sameAddress(address, p.base+r.URL.EscapedPath()) || id == "" || len(id) > longestProofID ||
		subtle.ConstantTimeCompare([]byte(hash), []byte(base64.RawURLEncoding.EncodeToString(sum[:]))) != 1 {
		return proofInvalid
	}
	issued, ok := t.claims.seconds("iat")
	if !ok {
		return proofInvalid
	}
	age := float64(now.UnixMilli())/1000 - issued
	if age < -proofSkew.Seconds() || age > (p.age+proofSkew).Seconds() {
		return proofExpired
	}
	if nonce, _ := t.claims.text("nonce"); nonced && !p.nonces.gave(nonce, now) {
		return proofNonce
	}
	return p.once(sha256.Sum256([]byte(thumbprint+" "+id)), now)
}

// boundKey is the key that signed a proof.
type boundKey struct {
	publicKey
	thumbprint string
}

// keyOf reads a public key of a type that can sign.
func keyOf(text []byte) (boundKey, bool) {
	key, err := jwk.ParseKey(text)
	if err != nil {
		return boundKey{}, false
	}
	var raw any
	if err := jwk.Export(key, &raw); err != nil {
		return boundKey{}, false
	}
	algorithms := algorithmsOf(raw) // none for private ones
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil || len(algorithms) == 0 {
		return boundKey{}, false
	}
	return boundKey{publicKey{key: raw, algorithms: algorithms}, base64.RawURLEncoding.EncodeToString(sum)}, true
}

// once accepts a proof only the first time it is seen.
func (p *proofs) once(digest [sha256.Size]byte, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.order) > 0 && now.After(p.order[0].until) {
		delete(p.seen, p.order[0].digest)
		p.order = p.order[1:]
	}
	if _, used := p.seen[digest]; used {
		return proofReplayed
	}
	if len(p.order) >= mostProofs {
		return proofsFull
	}
	p.seen[digest] = struct{}{}
	// A proof with an iat in the future is valid for one skew longer.
	p.order = append(p.order, usedProof{digest, now.Add(p.age + 2*proofSkew)})
	return nil
}

// sameAddress compares a proof's htu with our URL in canonical form: a client library
// may add a port, a query or capitals.
func sameAddress(proof, ours string) bool {
	if proof == ours {
		return true
	}
	a, errA := CanonicalURL(proof)
	b, errB := CanonicalURL(ours)
	return errA == nil && errB == nil && a == b
}

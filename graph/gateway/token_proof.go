package gateway

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"
)

// proofs checks that whoever sends a token has the key it is bound to (DPoP,
// RFC 9449 section 4.3).
type proofs struct {
	base string        // the public URL, with no slash at its end
	age  time.Duration // how old a proof may be, beside proofSkew
	key  []byte        // of nonces

	mu    sync.Mutex
	seen  map[[sha256.Size]byte]struct{}
	order []seenProof // the oldest first
}

// seenProof is a proof that was used; a digest, which tells nothing of it.
type seenProof struct {
	digest [sha256.Size]byte
	until  time.Time
}

const (
	// proofSkew is how far the clock of whoever made a proof may be from ours.
	proofSkew = 5 * time.Second
	// mostProofs bounds those remembered, at some 6 MB. When there is no room
	// none is taken: one that was forgotten could be used again.
	mostProofs = 1 << 16
	// nonceLife is how long a nonce is given out. It is taken for as long again.
	nonceLife = time.Minute
	// longestProofID bounds jti.
	longestProofID = 256
)

func newProofs(publicURL string, age time.Duration) *proofs {
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // never fails
	return &proofs{base: strings.TrimSuffix(publicURL, "/"), age: age, key: key, seen: map[[sha256.Size]byte]struct{}{}}
}

// check refuses a request without a proof that was made for it, now, for the
// first time, for this token, and with the key that the token is bound to.
func (p *proofs) check(r *http.Request, token, thumbprint string, nonced bool, now time.Time) error {
	sent := r.Header.Values("DPoP")
	if len(sent) != 1 || len(sent[0]) > longestToken {
		return proofInvalid
	}
	t, err := split(sent[0])
	if err != nil || t.header.Type != "dpop+jwt" || t.header.Key.Kind() != '{' || t.header.followed() {
		return proofInvalid
	}
	made, ok := keyOf(t.header.Key)
	if !ok || subtle.ConstantTimeCompare([]byte(made.thumbprint), []byte(thumbprint)) != 1 || !made.made(t) {
		return proofInvalid
	}
	method, _ := t.claims.text("htm")
	address, _ := t.claims.text("htu")
	hash, _ := t.claims.text("ath")
	id, _ := t.claims.text("jti")
	sum := sha256.Sum256([]byte(token))
	if method != r.Method || address != p.base+r.URL.EscapedPath() || id == "" || len(id) > longestProofID ||
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
	if nonce, _ := t.claims.text("nonce"); nonced && !p.gave(nonce, now) {
		return proofNonce
	}
	return p.once(sha256.Sum256([]byte(thumbprint+" "+id)), now)
}

// boundKey is the key a proof was made with.
type boundKey struct {
	publicKey
	thumbprint string
}

// keyOf reads a key that is public, and of a kind that is signed with.
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

// once takes a proof the first time it is seen.
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
	// One whose iat is in the future is good for a skew longer.
	p.order = append(p.order, seenProof{digest, now.Add(p.age + 2*proofSkew)})
	return nil
}

// nonce is what proofs are to hold now. It is this process's own: what was seen
// by another, or by the one before, is of no use here.
func (p *proofs) nonce(at time.Time) string {
	m := hmac.New(sha256.New, p.key)
	_ = binary.Write(m, binary.BigEndian, at.Unix()/int64(nonceLife/time.Second))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

func (p *proofs) gave(nonce string, now time.Time) bool {
	for _, at := range []time.Time{now, now.Add(-nonceLife)} {
		if subtle.ConstantTimeCompare([]byte(nonce), []byte(p.nonce(at))) == 1 {
			return true
		}
	}
	return false
}

package issuer

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"
)

// The window in which a proof is valid, as in HelseID's samples.
const (
	proofAge  = time.Second
	clockSkew = 5 * time.Second
)

// proof is the content of a checked DPoP proof.
type proof struct {
	thumbprint string // of the key
	nonce      string
}

// proofClaims are those of RFC 9449 section 4.2.
type proofClaims struct {
	ID        string   `json:"jti"`
	Method    string   `json:"htm"`
	URI       string   `json:"htu"`
	IssuedAt  *float64 `json:"iat"`
	TokenHash string   `json:"ath"`
	Nonce     string   `json:"nonce"`
}

// proof checks the DPoP proof of a request (RFC 9449 section 4.3), and that it was made
// for the access token, if there is one. It returns what is wrong, or "".
func (i *Issuer) proof(r *http.Request, token string) (proof, string) {
	sent := r.Header.Values("DPoP")
	if len(sent) != 1 {
		return proof{}, "exactly one DPoP header is needed"
	}
	var c proofClaims
	h, err := takeApart(sent[0], &c)
	if err != nil {
		return proof{}, "the proof is not a signed token, or its alg is not allowed"
	}
	if h.Type != "dpop+jwt" {
		return proof{}, "typ is not dpop+jwt"
	}
	key, why := i.proofKey(h.Key)
	if why != "" {
		return proof{}, why
	}
	if !proven(sent[0], h, key.key) {
		return proof{}, "the signature does not hold"
	}
	if why := i.proofFits(r, c, token); why != "" {
		return proof{}, why
	}
	if !i.proofs.first(c.ID, i.world.Now(), proofAge+2*clockSkew) {
		return proof{}, "jti has been used"
	}
	return proof{thumbprint: key.thumbprint, nonce: c.Nonce}, ""
}

// provingKey is a public key that verifies proofs.
type provingKey struct {
	key        jwk.Key
	thumbprint string
}

// proofKey reads a proof's key, caching it since a caller uses the same one each time.
// It returns what is wrong, or "".
func (i *Issuer) proofKey(text []byte) (provingKey, string) {
	if known, ok := i.proofKeys.of(string(text)); ok {
		return known, ""
	}
	key, err := jwk.ParseKey(text)
	if err != nil {
		return provingKey{}, "jwk is missing or not a key"
	}
	if asymmetric, err := jwk.IsPrivateKey(key); err != nil || asymmetric {
		// A symmetric key is neither private nor public, and gives err.
		return provingKey{}, "jwk is not a public key"
	}
	jkt, err := thumbprint(key)
	if err != nil {
		return provingKey{}, "jwk has no thumbprint"
	}
	k := provingKey{key, jkt}
	i.proofKeys.keep(string(text), k)
	return k, ""
}

// proofFits compares a proof's claims with the request.
func (i *Issuer) proofFits(r *http.Request, c proofClaims, token string) string {
	switch {
	case c.ID == "" || len(c.ID) > 256:
		return "jti is missing or too long"
	case c.Method != r.Method:
		return "htm is not the method"
	case c.URI == "" || c.URI != servedAs(r):
		return "htu is not the address"
	case c.IssuedAt == nil:
		return "iat is missing"
	case token != "" && subtle.ConstantTimeCompare([]byte(c.TokenHash), []byte(hashOf(token))) != 1:
		return "ath is not of the token"
	}
	now, issued := i.world.Now(), time.Unix(int64(*c.IssuedAt), 0)
	if issued.After(now.Add(clockSkew)) || now.Truncate(time.Second).After(issued.Add(proofAge+clockSkew)) {
		return "iat is not now"
	}
	return ""
}

// servedAs returns the address of a request as its sender knows it, without query; a
// handler may have stripped part of its path.
func servedAs(r *http.Request) string {
	u, err := url.ParseRequestURI(r.RequestURI)
	if err != nil {
		return ""
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + u.EscapedPath()
}

// hashOf returns the ath of an access token.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

const nonceLife = time.Minute

// nonce returns the nonce that proofs at the token endpoint must hold now.
func (i *Issuer) nonce(at time.Time) string {
	m := hmac.New(sha256.New, []byte(i.secret))
	_, _ = m.Write([]byte("nonce" + strconv.FormatInt(at.Unix()/int64(nonceLife/time.Second), 10)))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

func (i *Issuer) nonceHolds(nonce string) bool {
	now := i.world.Now()
	return nonce == i.nonce(now) || nonce == i.nonce(now.Add(-nonceLife))
}

// replays remembers used ids for as long as they could be replayed. It is bounded; the
// oldest make room.
type replays struct {
	mu    sync.Mutex
	seen  map[string]bool
	order []usedID
}

type usedID struct {
	id string
	at time.Time
}

const maxReplays = 1 << 16

// first reports whether this is the first use of id within life.
func (s *replays) first(id string, now time.Time, life time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.order) > 0 && (len(s.order) >= maxReplays || now.Sub(s.order[0].at) > life) {
		delete(s.seen, s.order[0].id)
		s.order = s.order[1:]
	}
	if s.seen[id] {
		return false
	}
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	s.seen[id] = true
	s.order = append(s.order, usedID{id, now})
	return true
}

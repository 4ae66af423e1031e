package sources

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"sync"
	"time"
)

// prover makes DPoP proofs (RFC 9449), each for one request, with a key that
// lives in this process only. It is safe for concurrent use.
//
// A signature is the most expensive step of a call, and delays every response
// that arrives meanwhile. So under steady load the proof for the next request
// is prepared while this one's response is awaited. It is used within
// preparedFor or not at all: registers check its age.
type prover struct {
	signer signer
	now    func() time.Time

	mu       sync.Mutex
	nonces   map[string]string // the last one from each server, by origin
	prepared map[proofKey]*preparedProofs
}

// proofKey is everything in a proof except its id and time.
type proofKey struct{ method, address, token, nonce string }

// preparedProofs are the unused proofs of one key.
type preparedProofs struct {
	proofs   []preparedProof
	pending  int       // being made
	lastUsed time.Time // last
}

type preparedProof struct {
	text string
	at   time.Time
}

const (
	preparedFor = 500 * time.Millisecond // registers accept a second and some skew
	maxPrepared = 8                      // per key
	maxKeys     = 64                     // there are two dozen addresses with one token each
)

func newProver(now func() time.Time) (*prover, error) {
	s, err := newProofSigner()
	if err != nil {
		return nil, err
	}
	return &prover{signer: s, now: now, nonces: map[string]string{}, prepared: map[proofKey]*preparedProofs{}}, nil
}

// prove returns a single-use proof for one request. token is the hash of the
// access token, or "" when there is none yet.
func (p *prover) prove(method string, to *url.URL, token string) (string, error) {
	now := p.now()
	of := proofKey{method: method, address: origin(to) + to.EscapedPath(), token: token}
	p.mu.Lock()
	of.nonce = p.nonces[origin(to)]
	text, next := p.take(of, now)
	p.mu.Unlock()
	if next != nil {
		go p.prepare(of, next) // ends with one signature
	}
	if text != "" {
		return text, nil
	}
	return p.sign(of, now)
}

// take removes and returns a prepared proof, or "". next is where another
// should be put, if requests come close enough together for it to be used. The
// caller holds the lock.
func (p *prover) take(of proofKey, now time.Time) (text string, next *preparedProofs) {
	r := p.prepared[of]
	if r == nil {
		if p.tidy(now); of.token != "" && len(p.prepared) < maxKeys {
			p.prepared[of] = &preparedProofs{lastUsed: now}
		}
		return "", nil
	}
	again := fresh(r.lastUsed, now)
	r.lastUsed = now
	r.proofs = slices.DeleteFunc(r.proofs, func(one preparedProof) bool { return !fresh(one.at, now) })
	if last := len(r.proofs) - 1; last >= 0 {
		text, r.proofs = r.proofs[last].text, r.proofs[:last]
	}
	if !again || len(r.proofs)+r.pending >= maxPrepared {
		return text, nil
	}
	r.pending++
	return text, r
}

// tidy drops unused keys once there are many: proofs of tokens and nonces that
// were replaced.
func (p *prover) tidy(now time.Time) {
	if len(p.prepared) < maxKeys {
		return
	}
	for of, r := range p.prepared {
		if !fresh(r.lastUsed, now) {
			delete(p.prepared, of)
		}
	}
}

// fresh reports whether at is less than preparedFor ago. After the clock is set
// back nothing is fresh.
func fresh(at, now time.Time) bool { return !at.After(now) && now.Sub(at) <= preparedFor }

// prepare makes a proof for the next request.
func (p *prover) prepare(of proofKey, r *preparedProofs) {
	runtime.Gosched() // let goroutines with a request to send go first
	deepen()
	now := p.now()
	text, err := p.sign(of, now)
	p.mu.Lock()
	defer p.mu.Unlock()
	r.pending--
	if err == nil { // an error is returned to the next caller, which signs for itself
		r.proofs = append(r.proofs, preparedProof{text, now})
	}
}

// proofClaims are those of a DPoP proof.
type proofClaims struct {
	ID      string `json:"jti"`
	Method  string `json:"htm"`
	Address string `json:"htu"`
	At      int64  `json:"iat"`
	Token   string `json:"ath,omitempty"`
	Nonce   string `json:"nonce,omitempty"`
}

func (p *prover) sign(of proofKey, now time.Time) (string, error) {
	return p.signer.sign(proofClaims{
		ID: rand.Text(), Method: of.method, Address: of.address, At: now.Unix(), Token: of.token, Nonce: of.nonce,
	})
}

// takeNonce stores the nonce a server wants in proofs from now on, and reports
// whether there is one. It does not compare with the stored nonce: a concurrent
// call may have received it already.
func (p *prover) takeNonce(from *url.URL, header http.Header) bool {
	nonce := header.Get("DPoP-Nonce")
	if nonce == "" || len(nonce) > 256 {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nonces[origin(from)] = nonce
	return true
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

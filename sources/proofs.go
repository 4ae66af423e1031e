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
// A signature is the dearest thing that is done for a question, and while one
// is made no answer can be waited for. So where questions come one after the
// other, the proof of the next is made while this one's answer is awaited. It
// is used within readyFor or not at all: registers look at its age.
type prover struct {
	signer signer
	now    func() time.Time

	mu     sync.Mutex
	nonces map[string]string // the last one each server asked for, by origin
	shelf  map[proven]*ready
}

// proven is what a proof is of, but for its id and time.
type proven struct{ method, address, token, nonce string }

// ready are the proofs of one thing that nobody has used yet.
type ready struct {
	proofs []readyProof
	coming int       // are being made
	asked  time.Time // last
}

type readyProof struct {
	text string
	at   time.Time
}

const (
	readyFor  = 500 * time.Millisecond // registers take a second and some skew
	mostReady = 8                      // of one thing
	mostKinds = 64                     // there are two dozen addresses, and each has one token
)

func newProver(now func() time.Time) (*prover, error) {
	s, err := newProofSigner()
	if err != nil {
		return nil, err
	}
	return &prover{signer: s, now: now, nonces: map[string]string{}, shelf: map[proven]*ready{}}, nil
}

// prove gives a proof for one request, good once. token is the hash of the
// access token, or "" where there is none yet.
func (p *prover) prove(method string, to *url.URL, token string) (string, error) {
	now := p.now()
	of := proven{method: method, address: origin(to) + to.EscapedPath(), token: token}
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

// take takes a proof off the shelf, or "", and tells where another is to be put,
// if one is to be made: that is when questions come closer together than a proof
// keeps. It wants the lock.
func (p *prover) take(of proven, now time.Time) (text string, next *ready) {
	r := p.shelf[of]
	if r == nil {
		if p.tidy(now); of.token != "" && len(p.shelf) < mostKinds {
			p.shelf[of] = &ready{asked: now}
		}
		return "", nil
	}
	again := fresh(r.asked, now)
	r.asked = now
	r.proofs = slices.DeleteFunc(r.proofs, func(one readyProof) bool { return !fresh(one.at, now) })
	if last := len(r.proofs) - 1; last >= 0 {
		text, r.proofs = r.proofs[last].text, r.proofs[:last]
	}
	if !again || len(r.proofs)+r.coming >= mostReady {
		return text, nil
	}
	r.coming++
	return text, r
}

// tidy forgets what nobody asks for any more, once there is much: the proofs of
// tokens and nonces that were replaced.
func (p *prover) tidy(now time.Time) {
	if len(p.shelf) < mostKinds {
		return
	}
	for of, r := range p.shelf {
		if !fresh(r.asked, now) {
			delete(p.shelf, of)
		}
	}
}

// fresh tells whether at is a short while ago. A clock that was set back makes
// nothing fresh.
func fresh(at, now time.Time) bool { return !at.After(now) && now.Sub(at) <= readyFor }

// prepare makes a proof for the next who asks.
func (p *prover) prepare(of proven, r *ready) {
	runtime.Gosched() // first whoever has a question to send
	deepen()
	now := p.now()
	text, err := p.sign(of, now)
	p.mu.Lock()
	defer p.mu.Unlock()
	r.coming--
	if err == nil { // else the next who asks is told
		r.proofs = append(r.proofs, readyProof{text, now})
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

func (p *prover) sign(of proven, now time.Time) (string, error) {
	return p.signer.sign(proofClaims{
		ID: rand.Text(), Method: of.method, Address: of.address, At: now.Unix(), Token: of.token, Nonce: of.nonce,
	})
}

// takeNonce remembers the nonce a server wants in proofs from now on, and
// tells whether there is one. That it is the one we know already says nothing:
// another question may have been told it while this one was under way.
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

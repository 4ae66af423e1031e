package gateway

import (
	"crypto/sha256"
	"sync"
)

// proven remembers the tokens that one key was found to have signed, so that a
// citizen's second request costs no second look at the signature. Only that is
// remembered: times, audience, client and all other claims are held against
// the rules each time, and a key that is fetched anew knows nothing. Of a token
// it keeps a digest, which tells nothing of it.
type proven struct {
	mu     sync.Mutex
	tokens map[[sha256.Size]byte]struct{}
}

// mostProven bounds those remembered of one key, at some 2 MB. When there is no
// room all are forgotten.
const mostProven = 1 << 14

func (p *proven) has(digest [sha256.Size]byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.tokens[digest]
	return ok
}

func (p *proven) add(digest [sha256.Size]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens == nil || len(p.tokens) >= mostProven {
		p.tokens = map[[sha256.Size]byte]struct{}{}
	}
	p.tokens[digest] = struct{}{}
}

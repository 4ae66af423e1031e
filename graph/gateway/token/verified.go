package token

import (
	"crypto/sha256"
	"sync"
)

// verified remembers the tokens whose signature one key has verified, so that a
// citizen's second request needs no second verification. Nothing else is
// remembered: times, audience, client and all other claims are checked each time,
// and a refetched key starts empty. It keeps a digest of a token, from which nothing
// can be read.
type verified struct {
	mu     sync.Mutex
	tokens map[[sha256.Size]byte]struct{}
}

// mostVerified bounds them per key, at about 2 MB. At the bound all are forgotten.
const mostVerified = 1 << 14

func (v *verified) has(digest [sha256.Size]byte) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	_, ok := v.tokens[digest]
	return ok
}

func (v *verified) add(digest [sha256.Size]byte) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.tokens == nil || len(v.tokens) >= mostVerified {
		v.tokens = map[[sha256.Size]byte]struct{}{}
	}
	v.tokens[digest] = struct{}{}
}

package token

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"time"
)

// nonces makes and checks the nonces that proofs are to hold (RFC 9449 section
// 8). A nonce is a MAC of the time, so nothing is remembered, and every process
// with the same keys takes what another gave.
type nonces struct{ keys [][]byte }

const (
	// nonceLife is how long a nonce is given out. It is taken for as long again.
	nonceLife = time.Minute
	// nonceSize is the part of a nonce that one key makes.
	nonceSize = 16
	// mostNonceKeys is the keys in use while one is being replaced by another, on
	// both sides of the change.
	mostNonceKeys = 4
)

// newNonces derives the keys of nonces from secrets that are for other things
// too. Without any, they are this process's own.
func newNonces(secrets [][]byte) nonces {
	if len(secrets) == 0 {
		own := make([]byte, sha256.Size)
		_, _ = rand.Read(own) // never fails
		secrets = [][]byte{own}
	}
	var n nonces
	for _, secret := range secrets[:min(len(secrets), mostNonceKeys)] {
		key, err := hkdf.Key(sha256.New, secret, nil, "helsegraf dpop nonce", sha256.Size)
		if err != nil {
			continue // it refuses only lengths beyond its own
		}
		n.keys = append(n.keys, key)
	}
	return n
}

// now is what proofs are to hold. Each key makes a part of it, so that two
// processes take each other's as long as they have one key in common: while a
// key is being replaced, some know the new one and some do not yet.
func (n nonces) now(at time.Time) string {
	var nonce []byte
	for _, key := range n.keys {
		nonce = append(nonce, nonceOf(key, step(at))...)
	}
	return base64.RawURLEncoding.EncodeToString(nonce)
}

// gave reports whether a nonce is of this minute or the one before. That of the
// next is taken as far as clocks may be apart.
func (n nonces) gave(nonce string, now time.Time) bool {
	if len(nonce) > base64.RawURLEncoding.EncodedLen(mostNonceKeys*nonceSize) {
		return false
	}
	sent, err := base64.RawURLEncoding.DecodeString(nonce)
	if err != nil || len(sent)%nonceSize != 0 {
		return false
	}
	last := step(now)
	for _, key := range n.keys {
		for at := step(now.Add(proofSkew)); at >= last-1; at-- {
			want := nonceOf(key, at)
			for part := range slices.Chunk(sent, nonceSize) {
				if hmac.Equal(part, want) {
					return true
				}
			}
		}
	}
	return false
}

func step(at time.Time) int64 { return at.Unix() / int64(nonceLife/time.Second) }

func nonceOf(key []byte, step int64) []byte {
	m := hmac.New(sha256.New, key)
	_ = binary.Write(m, binary.BigEndian, step)
	return m.Sum(nil)[:nonceSize]
}

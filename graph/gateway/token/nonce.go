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

// nonces makes and checks the nonces that proofs must hold (RFC 9449 section 8). A
// nonce is a MAC of the time, so nothing is stored, and every process with the same
// keys accepts another's nonces.
type nonces struct{ keys [][]byte }

const (
	// nonceLife is how long a nonce is handed out. It is accepted for as long again.
	nonceLife = time.Minute
	// nonceSize is the part of a nonce that one key makes.
	nonceSize = 16
	// mostNonceKeys is the most keys in use during a rotation, counting both sides of
	// the change.
	mostNonceKeys = 4
)

// newNonces derives nonce keys from secrets that have other uses too. Without any, it
// makes a key for this process.
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
			continue // fails only for lengths beyond its own
		}
		n.keys = append(n.keys, key)
	}
	return n
}

// now is the nonce that proofs must hold. Each key makes a part of it, so that two
// processes accept each other's as long as they share a key: during a rotation some
// have the new key and some do not yet.
func (n nonces) now(at time.Time) string {
	var nonce []byte
	for _, key := range n.keys {
		nonce = append(nonce, nonceOf(key, step(at))...)
	}
	return base64.RawURLEncoding.EncodeToString(nonce)
}

// gave reports whether a nonce is of this minute or the one before. The next
// minute's is accepted within the clock skew.
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

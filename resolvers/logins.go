package resolvers

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"helsegraf/graph/policy"
)

// logins makes the ids of the usage log's login entries, one for each session,
// and remembers which sessions this process knows to be logged. An id is a keyed
// hash: the same in every process with the key, and meaningless without it.
// Forgetting one costs an extra entry in the next batch, which the log answers
// is already stored.
type logins struct {
	key []byte

	mu sync.Mutex
	// recent are the latest, and earlier those before them. When recent is full
	// it replaces earlier.
	recent, earlier map[loginID]struct{}
}

type loginID [sha256.Size]byte

// mostLogins bounds each of the two maps, to about 1 MB.
const mostLogins = 1 << 14

// newLogins derives the hash key from the key of ids.
func newLogins(idKey []byte) (*logins, error) {
	key, err := hkdf.Key(sha256.New, idKey, nil, "helsegraf: ids of logins in the usage log", sha256.Size)
	return &logins{key: key, recent: map[loginID]struct{}{}}, err
}

// of returns the login of the actor's session, or false when the token has no
// session. The actor is hashed too, so that no one can occupy another's entry.
func (l *logins) of(a policy.Actor) (loginID, bool) {
	session := a.Session()
	if session == (policy.Session{}) {
		return loginID{}, false
	}
	m := hmac.New(sha256.New, l.key)
	_, _ = m.Write(session[:])
	_, _ = m.Write([]byte(a.Number().Digits()))
	return loginID(m.Sum(nil)), true
}

// known reports whether the login is known to be logged.
func (l *logins) known(id loginID) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, recent := l.recent[id]
	_, earlier := l.earlier[id]
	return recent || earlier
}

// add remembers that a login is logged.
func (l *logins) add(id loginID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.recent) >= mostLogins {
		l.recent, l.earlier = map[loginID]struct{}{}, l.recent
	}
	l.recent[id] = struct{}{}
}

// String is the login as a FHIR resource id.
func (id loginID) String() string { return hex.EncodeToString(id[:]) }

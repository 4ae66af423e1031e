package resolvers

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"helsegraf/graph/policy"
)

// logins names the usage log's entries of logins, one for each session, and
// remembers of which sessions this process knows that the log has them. A name
// is a keyed hash: the same in every process that has the key, and nothing can
// be told from it without. Forgetting one costs a line in the next batch, to
// which the log answers that it has it.
type logins struct {
	key []byte

	mu sync.Mutex
	// recent are the latest, and earlier those before them: when recent is full
	// it takes the place of earlier.
	recent, earlier map[loginID]struct{}
}

type loginID [sha256.Size]byte

// mostLogins bounds each of the two maps, at some 1 MB.
const mostLogins = 1 << 14

// newLogins derives the key of names from the key of ids.
func newLogins(idKey []byte) (*logins, error) {
	key, err := hkdf.Key(sha256.New, idKey, nil, "helsegraf: ids of logins in the usage log", sha256.Size)
	return &logins{key: key, recent: map[loginID]struct{}{}}, err
}

// of names the login of the actor's session; false when the token tells of none.
// The actor is part of the name, so that nobody's entry stands in another's way.
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

// known reports whether the log is known to have a login.
func (l *logins) known(id loginID) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, recent := l.recent[id]
	_, earlier := l.earlier[id]
	return recent || earlier
}

// add remembers that the log has a login.
func (l *logins) add(id loginID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.recent) >= mostLogins {
		l.recent, l.earlier = map[loginID]struct{}{}, l.recent
	}
	l.recent[id] = struct{}{}
}

// String is the login as an id of a FHIR resource.
func (id loginID) String() string { return hex.EncodeToString(id[:]) }

package resolvers

import (
	"encoding/binary"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// The id of a login depends on the session, the person and the key, all three.
func TestCaseA8LoginIDs(t *testing.T) {
	line, err := fnr.Parse("14837846839")
	if err != nil {
		t.Fatal(err)
	}
	of := func(key byte, n fnr.Number, session policy.Session) string {
		t.Helper()
		l, err := newLogins([]byte{key})
		if err != nil {
			t.Fatal(err)
		}
		id, ok := l.of(policy.Authenticated(policy.Credentials{Number: n, Session: session}))
		if !ok || len(id.String()) != 64 {
			t.Fatal("no id of 64 characters")
		}
		return id.String()
	}
	id := of(1, line, policy.Session{1})
	if of(1, line, policy.Session{1}) != id {
		t.Error("one session has two ids")
	}
	for what, other := range map[string]string{
		"session": of(1, line, policy.Session{2}), "key": of(2, line, policy.Session{1}), "person": of(1, fnr.Number{}, policy.Session{1}),
	} {
		if other == id {
			t.Errorf("another %s has the same id", what)
		}
	}
	l, err := newLogins([]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := l.of(policy.Authenticated(policy.Credentials{Number: line})); ok {
		t.Error("a token that tells of no session has an id")
	}
}

// Memory of sessions is bounded, and keeps the latest.
func TestLoginsAreBounded(t *testing.T) {
	l, err := newLogins([]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	id := func(i int) (id loginID) {
		binary.BigEndian.PutUint64(id[:], uint64(i))
		return id
	}
	const many = 5 * mostLogins
	for i := range many {
		l.add(id(i))
		if !l.known(id(i)) || i >= mostLogins && !l.known(id(i-mostLogins)) {
			t.Fatalf("%d is forgotten at once", i)
		}
	}
	if l.known(id(0)) || len(l.recent)+len(l.earlier) > 2*mostLogins {
		t.Errorf("%d are remembered", len(l.recent)+len(l.earlier))
	}
}

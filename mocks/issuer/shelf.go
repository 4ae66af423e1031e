package issuer

import (
	"crypto/rand"
	"sync"
	"time"
)

// shelf stores values for a limited time, each under an unguessable name. It is
// bounded; the oldest make room.
type shelf[T any] struct {
	life time.Duration

	mu     sync.Mutex
	things map[string]shelved[T]
	order  []string
}

type shelved[T any] struct {
	thing T
	since time.Time
}

const mostShelved = 1 << 12

// put stores a value, and returns its name.
func (s *shelf[T]) put(thing T, now time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.things == nil {
		s.things = map[string]shelved[T]{}
	}
	for len(s.order) > 0 && (len(s.order) >= mostShelved || now.Sub(s.things[s.order[0]].since) > s.life) {
		delete(s.things, s.order[0])
		s.order = s.order[1:]
	}
	name := rand.Text()
	s.things[name] = shelved[T]{thing, now}
	s.order = append(s.order, name)
	return name
}

// look returns a value that has not expired.
func (s *shelf[T]) look(name string, now time.Time) (T, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.things[name]
	if !ok || now.Sub(found.since) > s.life {
		var none T
		return none, false
	}
	return found.thing, true
}

// take returns a value and removes it: nobody else gets it.
func (s *shelf[T]) take(name string, now time.Time) (T, bool) {
	thing, ok := s.look(name, now)
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, still := s.things[name]; !still {
		var none T
		return none, false // meanwhile taken by another
	}
	delete(s.things, name)
	return thing, ok
}

package issuer

import "sync"

// memory caches results for texts, and is cleared when it holds too many. The zero
// memory is empty.
type memory[T any] struct {
	mu    sync.Mutex
	known map[string]T
}

const mostKnown = 1 << 10

func (m *memory[T]) of(text string) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.known[text]
	return v, ok
}

func (m *memory[T]) keep(text string, v T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= mostKnown {
		m.known = map[string]T{}
	}
	m.known[text] = v
}

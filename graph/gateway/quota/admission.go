package quota

import "sync"

// Memory bounds the bytes of responses that are being made or not yet sent, both in
// total and for each party.
type Memory struct {
	most int64

	mu      sync.Mutex
	held    int64
	parties map[Party]int64
}

// NewMemory returns a Memory of most bytes.
func NewMemory(most int64) *Memory {
	return &Memory{most: most, parties: map[Party]int64{}}
}

// take takes n bytes, unless there are too few left or the party would hold more
// than each.
func (m *Memory) take(p Party, n, each int64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held+n > m.most || m.parties[p]+n > each {
		return false
	}
	m.held += n
	m.parties[p] += n
	return true
}

func (m *Memory) give(p Party, n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.held -= n
	decrease(m.parties, p, n)
}

// Admission is what one request in flight holds: a slot while its response is made,
// and memory for the response until it is sent.
type Admission struct {
	party  Party
	slots  *Slots
	memory *Memory
	each   int64

	mu    sync.Mutex
	slot  bool
	held  int64
	ended bool
}

// Admit lets a request in if a slot is free. Each is how many bytes its party may
// hold.
func Admit(s *Slots, m *Memory, p Party, each int64) (*Admission, bool) {
	if !s.Take(p) {
		return nil, false
	}
	return &Admission{party: p, slots: s, memory: m, each: each, slot: true}, true
}

// Grow takes n more bytes for a growing response, and reports whether it could.
func (a *Admission) Grow(n int64) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ended || !a.memory.take(a.party, n, a.each) {
		return false
	}
	a.held += n
	return true
}

// Made returns the slot once the response, of that many bytes, is made. If there is
// no memory for it the slot is kept until it is sent, as a finished response is
// never thrown away.
func (a *Admission) Made(bytes int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ended || !a.slot {
		return
	}
	if missing := bytes - a.held; missing > 0 {
		if !a.memory.take(a.party, missing, a.each) {
			return
		}
		a.held += missing
	}
	a.slot = false
	a.slots.Give(a.party)
}

// End returns everything that is still held.
func (a *Admission) End() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ended = true
	if a.slot {
		a.slot = false
		a.slots.Give(a.party)
	}
	if a.held > 0 {
		a.memory.give(a.party, a.held)
		a.held = 0
	}
}

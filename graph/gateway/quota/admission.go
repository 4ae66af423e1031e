package quota

import "sync"

// Memory bounds the bytes of responses that are being made or not yet taken by
// their clients: of all together, and of each party.
type Memory struct {
	most int64

	mu      sync.Mutex
	held    int64
	parties map[Party]int64
}

// NewMemory has room for so many bytes.
func NewMemory(most int64) *Memory {
	return &Memory{most: most, parties: map[Party]int64{}}
}

// take takes room, unless there is too little, or the party would have more than
// each may.
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

// Admission is what one request in flight holds: a slot while its response is
// made, and memory for that until it is sent.
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

// Admit lets a request in if there is a slot. Each is how many bytes its party may
// hold.
func Admit(s *Slots, m *Memory, p Party, each int64) (*Admission, bool) {
	if !s.Take(p) {
		return nil, false
	}
	return &Admission{party: p, slots: s, memory: m, each: each, slot: true}, true
}

// Grow takes memory for a response that grows, if there is any.
func (a *Admission) Grow(n int64) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ended || !a.memory.take(a.party, n, a.each) {
		return false
	}
	a.held += n
	return true
}

// Made returns the slot back: the response is made and has so many bytes. If
// there is no memory for it the slot is kept until it is sent: a response that
// was made is not thrown away.
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

// End returns everything back.
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

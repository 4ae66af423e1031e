package gateway

import "sync"

// departures bounds the memory of answers that are not sent, while they are made
// and until the client has taken them: of all, and of each party.
type departures struct {
	most int64

	mu      sync.Mutex
	held    int64
	parties map[party]int64
}

func newDepartures(most int64) *departures {
	return &departures{most: most, parties: map[party]int64{}}
}

// take takes room, unless there is too little, or the party would have more than
// each may.
func (d *departures) take(p party, n, each int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held+n > d.most || d.parties[p]+n > each {
		return false
	}
	d.held += n
	d.parties[p] += n
	return true
}

func (d *departures) give(p party, n int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held -= n
	less(d.parties, p, n)
}

// stay is what one request holds: a slot while its answer is made, and room for
// what it comes to until that is sent.
type stay struct {
	party      party
	slots      *slots
	departures *departures
	each       int64

	mu    sync.Mutex
	slot  bool
	room  int64
	ended bool
}

// admit has a request stay, if there is a slot. Each is how much room its party
// may have.
func (g *Gateway) admit(p party, each int64) (*stay, *fault) {
	if f := g.slots.take(p); f != nil {
		return nil, f
	}
	return &stay{party: p, slots: g.slots, departures: g.departures, each: each, slot: true}, nil
}

// more takes room for an answer that grows.
func (s *stay) more(n int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || !s.departures.take(s.party, n, s.each) {
		return false
	}
	s.room += n
	return true
}

// made gives the slot to others: the answer is there and has so many bytes. If
// there is no room for it, the slot is kept until it is sent: an answer that was
// made is given.
func (s *stay) made(bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || !s.slot {
		return
	}
	if missing := bytes - s.room; missing > 0 {
		if !s.departures.take(s.party, missing, s.each) {
			return
		}
		s.room += missing
	}
	s.slot = false
	s.slots.give(s.party)
}

// end gives back all there is.
func (s *stay) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.slot {
		s.slot = false
		s.slots.give(s.party)
	}
	if s.room > 0 {
		s.departures.give(s.party, s.room)
		s.room = 0
	}
}

package quota

import (
	"net/http"
	"net/netip"
	"sync"
)

// Party is who a request counts against: a citizen in a client or, without a token,
// a network address.
type Party struct {
	client  *quota
	citizen digest
	host    netip.Prefix
}

// Party returns who a request on the account counts against.
func (a Account) Party(r *http.Request) Party {
	if a.isCitizen {
		return Party{client: a.quota, citizen: a.citizen}
	}
	return Party{client: a.quota, host: hostOf(r.RemoteAddr)}
}

// hostOf returns the host of a remote address; for IPv6 the whole /64, which is
// what one customer has.
func hostOf(remote string) netip.Prefix {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Prefix{}
	}
	const ofOne = 64
	host, err := at.Addr().Unmap().Prefix(min(ofOne, at.Addr().Unmap().BitLen()))
	if err != nil {
		return netip.Prefix{}
	}
	return host
}

// Slots bound the requests in flight. While half of them are free anybody gets one;
// beyond that no party has more than its share, and the last few are kept from a
// client that holds nearly all.
type Slots struct {
	most int

	mu      sync.Mutex
	used    int
	parties map[Party]int
	clients map[*quota]int
}

// NewSlots returns that many slots.
func NewSlots(most int) *Slots {
	return &Slots{most: most, parties: map[Party]int{}, clients: map[*quota]int{}}
}

// Take takes a slot if one is free. Nobody is queued: they would only wait for a
// response that comes too late.
func (s *Slots) Take(p Party) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	const share, reserve = 8, 8 // parts of all slots: one party's share, and the reserve for other clients
	if s.used >= s.most ||
		2*s.used >= s.most && s.parties[p] >= max(1, s.most/share) ||
		s.clients[p.client] >= s.most-s.most/reserve {
		return false
	}
	s.used++
	s.parties[p]++
	s.clients[p.client]++
	return true
}

// Give returns a slot.
func (s *Slots) Give(p Party) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used--
	decrease(s.parties, p, 1)
	decrease(s.clients, p.client, 1)
}

// decrease subtracts n from a count, and removes it at zero.
func decrease[K comparable, N int | int64](m map[K]N, key K, n N) {
	if m[key] -= n; m[key] == 0 {
		delete(m, key)
	}
}

package gateway

import (
	"net/http"
	"net/netip"
	"sync"
)

// party is whose a request is: a citizen's in a client or, without one, that of
// whoever is at an address.
type party struct {
	client  *quota
	citizen digest
	host    netip.Prefix
}

// party is whose the request is that spends from p.
func (p purse) party(r *http.Request) party {
	if p.anybody {
		return party{client: p.quota, citizen: p.citizen}
	}
	return party{client: p.quota, host: hostOf(r.RemoteAddr)}
}

// hostOf is who is at an address. Of IPv6 everybody has a whole network.
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

// slots are how many requests there is room for at a time. While half of them
// are free anybody has one; then nobody has more than their share, and the last
// few are not for a client that has nearly all.
type slots struct {
	most int

	mu      sync.Mutex
	used    int
	parties map[party]int
	clients map[*quota]int
}

func newSlots(most int) *slots {
	return &slots{most: most, parties: map[party]int{}, clients: map[*quota]int{}}
}

// take takes a slot, or refuses at once: a queue would only keep people waiting
// for answers that come too late.
func (s *slots) take(p party) *fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	const share, reserve = 8, 8 // parts of all slots: of one party, and for other clients
	if s.used >= s.most ||
		2*s.used >= s.most && s.parties[p] >= max(1, s.most/share) ||
		s.clients[p.client] >= s.most-s.most/reserve {
		return overloaded()
	}
	s.used++
	s.parties[p]++
	s.clients[p.client]++
	return nil
}

func (s *slots) give(p party) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used--
	less(s.parties, p, 1)
	less(s.clients, p.client, 1)
}

// less takes from a number, and forgets it when nothing is left.
func less[K comparable, N int | int64](m map[K]N, key K, n N) {
	if m[key] -= n; m[key] == 0 {
		delete(m, key)
	}
}

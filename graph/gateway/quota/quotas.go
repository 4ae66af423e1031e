package quota

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"helsegraf/graph/policy"
)

// Quotas are the rate limits of all clients and their citizens. A citizen is
// known by a digest under a key of this process: no identity number is kept, and
// none can be recovered without the key.
type Quotas struct {
	key     []byte
	clients map[string]*quota
	// others is shared by requests without a token and by unknown clients.
	others *quota
}

// quota is what one client may spend, and each of its citizens there. Clients
// have theirs apart, so that one that is flooded takes no room from another.
type quota struct {
	rates Rates
	most  int // citizens remembered

	mu       sync.Mutex
	client   *allowance
	citizens *simplelru.LRU[digest, *allowance]
	// overflow is shared by the citizens for whom there is no room.
	overflow *allowance
}

type digest [sha256.Size]byte

// New makes the quotas of clients, by id. What a client leaves out of its rates
// is as preset; most bounds the citizens remembered of each client.
func New(preset Rates, clients map[string]Rates, most int) *Quotas {
	q := &Quotas{key: make([]byte, sha256.Size), clients: map[string]*quota{}}
	_, _ = rand.Read(q.key) // never fails
	preset = preset.withDefaults(defaultRates())
	q.others = newQuota(preset, most)
	for id, rates := range clients {
		q.clients[id] = newQuota(rates.withDefaults(preset), most)
	}
	return q
}

func newQuota(r Rates, most int) *quota {
	citizens, _ := simplelru.NewLRU[digest, *allowance](max(1, most), nil) // fails only at no room
	return &quota{
		rates: r, most: most, client: newAllowance("client", r.Client), citizens: citizens, overflow: newAllowance("subject", r.Subject),
	}
}

// Account is what one request spends from: its client's allowance and, for a
// citizen, the citizen's own.
type Account struct {
	*quota
	citizen   digest
	isCitizen bool
}

// Account is the account of an actor.
func (q *Quotas) Account(a policy.Actor) Account {
	id := a.Client().ID
	client, ok := q.clients[id]
	if !ok {
		client = q.others
	}
	n := a.Number()
	if n.IsZero() {
		return Account{quota: client}
	}
	m := hmac.New(sha256.New, q.key)
	_, _ = m.Write([]byte(n.Digits() + " " + id))
	return Account{client, digest(m.Sum(nil)), true}
}

// allowances are those that must all suffice.
func (a Account) allowances(now time.Time) []*allowance {
	out := make([]*allowance, 0, 2)
	if a.client != nil {
		out = append(out, a.client)
	}
	if a.isCitizen && a.overflow != nil {
		out = append(out, a.subject(a.citizen, now))
	}
	return out
}

// subject is the allowance of one citizen. Only those that are full again are
// evicted, since a new one is the same: nobody gets a fresh allowance by having
// others push theirs out. When there is no room left, newcomers share one.
func (q *quota) subject(d digest, now time.Time) *allowance {
	if a, ok := q.citizens.Get(d); ok {
		return a
	}
	for range 2 { // one more than is added, so that a crowd that has left is evicted
		if _, oldest, ok := q.citizens.GetOldest(); !ok || !oldest.full(now) {
			break
		}
		q.citizens.RemoveOldest()
	}
	if q.citizens.Len() >= q.most {
		return q.overflow
	}
	a := newAllowance("subject", q.rates.Subject)
	q.citizens.Add(d, a)
	return a
}

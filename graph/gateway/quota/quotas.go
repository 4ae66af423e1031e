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

// Quotas are the rate limits of all clients and their citizens. A citizen is a
// digest under a key of this process: no identity number is kept, and none can be
// recovered without the key.
type Quotas struct {
	key     []byte
	clients map[string]*quota
	// others is shared by requests without a token and by unknown clients.
	others *quota
}

// quota is what one client, and each of its citizens, may spend. Each client has
// its own, so that a flooded client takes no room from another.
type quota struct {
	rates Rates
	most  int // citizens remembered

	mu       sync.Mutex
	client   *allowance
	citizens *simplelru.LRU[digest, *allowance]
	// overflow is shared by the citizens there is no room for.
	overflow *allowance
}

type digest [sha256.Size]byte

// New makes the quotas of clients, by id. Preset fills in what a client's rates
// leave out; most bounds the citizens remembered for each client.
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
	citizens, _ := simplelru.NewLRU[digest, *allowance](max(1, most), nil) // fails only for a size of 0
	return &quota{
		rates: r, most: most, client: newAllowance("client", r.Client), citizens: citizens, overflow: newAllowance("subject", r.Subject),
	}
}

// Account is what one request spends from: the allowance of its client and, for a
// citizen, the citizen's own.
type Account struct {
	*quota
	citizen   digest
	isCitizen bool
}

// Account returns the account of an actor.
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

// allowances are the allowances that must all suffice.
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

// subject returns the allowance of one citizen. Only full allowances are evicted,
// since a new one is identical: nobody gets a fresh allowance by having others push
// theirs out. When there is no room left, newcomers share one.
func (q *quota) subject(d digest, now time.Time) *allowance {
	if a, ok := q.citizens.Get(d); ok {
		return a
	}
	for range 2 { // one more than is added, so that departed citizens are evicted
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

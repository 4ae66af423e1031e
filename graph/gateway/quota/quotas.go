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
	citizens *simplelru.LRU[digest, citizen]
	// overflow is shared by the citizens there is no room for.
	overflow citizen
}

// citizen is what one citizen may spend through one client; nil is without limit.
type citizen struct{ calls, changes *allowance }

func newCitizen(r Rates) citizen {
	return citizen{newAllowance("subject", r.Subject), newAllowance("changes", r.Changes)}
}

// full reports whether everything is refilled, and so identical to a new citizen's.
func (c citizen) full(now time.Time) bool {
	return (c.calls == nil || c.calls.full(now)) && (c.changes == nil || c.changes.full(now))
}

type digest [sha256.Size]byte

// New makes the quotas of clients, by id. Preset fills in what a client's rates
// leave out; most bounds the citizens remembered for each client.
func New(preset Rates, clients map[string]Rates, most int) *Quotas {
	q := &Quotas{key: make([]byte, sha256.Size), clients: map[string]*quota{}}
	_, _ = rand.Read(q.key) // never fails
	preset = preset.WithDefaults()
	q.others = newQuota(preset, most)
	for id, rates := range clients {
		q.clients[id] = newQuota(rates.withDefaults(preset), most)
	}
	return q
}

func newQuota(r Rates, most int) *quota {
	citizens, _ := simplelru.NewLRU[digest, citizen](max(1, most), nil) // fails only for a size of 0
	return &quota{
		rates: r, most: most, client: newAllowance("client", r.Client), citizens: citizens, overflow: newCitizen(r),
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

// charge is a cost and the allowance that pays it.
type charge struct {
	*allowance
	cost int
}

// charges appends what must all be paid for a number of calls and, if changes is
// set, a mutation. A request costs at most what an allowance can hold.
func (a Account) charges(to []charge, calls, already int, changes bool, now time.Time) []charge {
	add := func(from *allowance, cost, already int) {
		if from != nil {
			to = append(to, charge{from, min(cost, from.rate.AtOnce-already)})
		}
	}
	add(a.client, calls, already)
	if a.isCitizen && a.overflow != (citizen{}) {
		of := a.of(a.citizen, now)
		add(of.calls, calls, already)
		if changes {
			add(of.changes, 1, 0)
		}
	}
	return to
}

// of returns the allowances of one citizen. Only full allowances are evicted,
// since a new one is identical: nobody gets a fresh allowance by having others push
// theirs out. When there is no room left, newcomers share one.
func (q *quota) of(d digest, now time.Time) citizen {
	if c, ok := q.citizens.Get(d); ok {
		return c
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
	c := newCitizen(q.rates)
	q.citizens.Add(d, c)
	return c
}

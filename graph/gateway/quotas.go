package gateway

import (
	"container/list"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"

	"helsegraf/graph/policy"
)

// quotas are the allowances there are. A citizen's is found by a digest under a
// key of this process: no number is kept, and none can be found from what is
// without the key.
type quotas struct {
	key     []byte
	clients map[string]*quota
	// others is that of requests without a token, as if they were one client,
	// and of clients that are not known.
	others *quota
}

// quota is what one client may spend, and each of its citizens there. Clients
// have theirs apart, so that one that is flooded takes no room from another.
type quota struct {
	rates Rates
	most  int // citizens remembered

	mu     sync.Mutex
	client *allowance
	known  map[digest]*list.Element // of citizen
	order  *list.List               // the last used first
	// crowd is shared by those for whom there is no room.
	crowd *allowance
}

type digest [sha256.Size]byte

type citizen struct {
	digest digest
	*allowance
}

func newQuotas(preset Rates, clients []Client, most int) *quotas {
	q := &quotas{key: make([]byte, sha256.Size), clients: map[string]*quota{}}
	_, _ = rand.Read(q.key) // never fails
	preset = preset.or(defaultRates())
	q.others = newQuota(preset, most)
	for _, c := range clients {
		q.clients[c.ID] = newQuota(c.Rates.or(preset), most)
	}
	return q
}

func newQuota(r Rates, most int) *quota {
	return &quota{
		rates: r, most: most, client: newAllowance("client", r.Client), crowd: newAllowance("subject", r.Subject),
		known: map[digest]*list.Element{}, order: list.New(),
	}
}

// purse is what one request may spend from.
type purse struct {
	*quota
	citizen digest
	anybody bool // the request is a citizen's
}

// of is what an actor spends from: its client's allowance, and its own there.
func (q *quotas) of(a policy.Actor) purse {
	id := a.Client().ID
	client, ok := q.clients[id]
	if !ok {
		client = q.others
	}
	n := a.Number()
	if n.IsZero() {
		return purse{quota: client}
	}
	m := hmac.New(sha256.New, q.key)
	_, _ = m.Write([]byte(n.Digits() + " " + id))
	return purse{client, digest(m.Sum(nil)), true}
}

// allowances are those that all have to suffice.
func (p purse) allowances(now time.Time) []*allowance {
	out := make([]*allowance, 0, 2)
	if p.client != nil {
		out = append(out, p.client)
	}
	if p.anybody && p.crowd != nil {
		out = append(out, p.subject(p.citizen, now))
	}
	return out
}

// subject is the allowance of one citizen. Those that are full again are
// forgotten: a new one is the same. No other ever is, so that nobody gets a new
// one by having others push theirs out; when there is no room left, those who
// come share one.
func (q *quota) subject(d digest, now time.Time) *allowance {
	if e := q.known[d]; e != nil {
		q.order.MoveToFront(e)
		return e.Value.(citizen).allowance
	}
	for range 2 { // one more than comes, so that a crowd that is gone is forgotten
		last := q.order.Back()
		if last == nil || !last.Value.(citizen).full(now) {
			break
		}
		delete(q.known, q.order.Remove(last).(citizen).digest)
	}
	if q.order.Len() >= q.most {
		return q.crowd
	}
	a := newAllowance("subject", q.rates.Subject)
	q.known[d] = q.order.PushFront(citizen{d, a})
	return a
}

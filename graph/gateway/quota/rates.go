package quota

import (
	"cmp"
	"math"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/time/rate"
)

// Rate is how many register calls a caller's requests may be planned to make, or how
// many mutations a citizen may send. Zero takes the default; a negative value is no
// limit.
type Rate struct {
	PerMinute int
	AtOnce    int // default PerMinute
}

// Rates are those of a client and of each citizen using it.
type Rates struct {
	Client  Rate // default 60 000 per minute
	Subject Rate // default 600 per minute
	// Changes are a citizen's mutations, which cost their calls as well: nobody changes
	// things by the hundred. Default 60 per minute.
	Changes Rate
}

// WithDefaults returns the rates with defaults filled in.
func (r Rates) WithDefaults() Rates {
	return r.withDefaults(Rates{Client: Rate{PerMinute: 60_000}, Subject: Rate{PerMinute: 600}, Changes: Rate{PerMinute: 60}})
}

// withDefaults fills in what r leaves out from preset.
func (r Rates) withDefaults(preset Rates) Rates {
	return Rates{Client: r.Client.withDefaults(preset.Client), Subject: r.Subject.withDefaults(preset.Subject), Changes: r.Changes.withDefaults(preset.Changes)}
}

func (r Rate) withDefaults(preset Rate) Rate {
	if r.PerMinute == 0 {
		r.PerMinute, r.AtOnce = preset.PerMinute, cmp.Or(r.AtOnce, preset.AtOnce)
	}
	r.AtOnce = cmp.Or(r.AtOnce, r.PerMinute)
	return r
}

// allowance is the token bucket of a client, or of one of its citizens.
type allowance struct {
	name    string
	rate    Rate
	limiter *rate.Limiter
}

// newAllowance returns a full allowance, or nil if r is no limit.
func newAllowance(name string, r Rate) *allowance {
	if r.PerMinute < 0 {
		return nil
	}
	return &allowance{name, r, rate.NewLimiter(rate.Limit(float64(r.PerMinute)/60), r.AtOnce)}
}

// lacks is how long until a cost can be paid; 0 means now.
func (a *allowance) lacks(cost int, now time.Time) time.Duration {
	missing := float64(cost) - a.limiter.TokensAt(now)
	return time.Duration(max(missing, 0) / float64(a.limiter.Limit()) * float64(time.Second))
}

// full reports whether it is refilled, and so identical to a new one.
func (a *allowance) full(now time.Time) bool {
	return a.limiter.TokensAt(now) >= float64(a.rate.AtOnce)
}

// policy appends the allowance as a RateLimit-Policy item
// (draft-ietf-httpapi-ratelimit-headers-10).
func (a *allowance) policy(b []byte) []byte {
	return a.item(b, "q", a.rate.AtOnce, "w", float64(a.rate.AtOnce))
}

// left appends the allowance as a RateLimit item: what can be spent, and in how
// many seconds it is full again.
func (a *allowance) left(b []byte, now time.Time) []byte {
	tokens := max(a.limiter.TokensAt(now), 0)
	return a.item(b, "r", int(tokens), "t", float64(a.rate.AtOnce)-tokens)
}

// item appends a structured field item with two parameters; the second is the time
// in which that many tokens are refilled.
func (a *allowance) item(b []byte, amount string, n int, within string, tokens float64) []byte {
	if len(b) > 0 {
		b = append(b, ", "...)
	}
	b = append(append(append(append(b, '"'), a.name...), `";`...), amount...)
	b = strconv.AppendInt(append(b, '='), int64(n), 10)
	b = append(append(append(b, ';'), within...), '=')
	return strconv.AppendInt(b, int64(math.Ceil(tokens/float64(a.limiter.Limit()))), 10)
}

// Spend takes a cost from all of the allowances or from none, and sets the
// RateLimit headers. It returns how long to wait until the cost can be paid, or 0
// if it was paid. A request that costs more than an allowance can hold costs all of
// it; already is what the request has spent before.
func (a Account) Spend(h http.Header, cost, already int, now time.Time) (wait time.Duration) {
	return a.spend(h, cost, already, false, now)
}

// SpendOnChange is Spend for a mutation, which is one of the citizen's changes too.
func (a Account) SpendOnChange(h http.Header, cost, already int, now time.Time) (wait time.Duration) {
	return a.spend(h, cost, already, true, now)
}

func (a Account) spend(h http.Header, cost, already int, changes bool, now time.Time) (wait time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var room [3]charge
	from := a.charges(room[:0], cost, already, changes, now)

	for _, c := range from {
		wait = max(wait, c.lacks(c.cost, now))
	}
	var left, policy []byte
	for _, c := range from {
		if wait == 0 {
			c.limiter.AllowN(now, c.cost)
		}
		left, policy = c.left(left, now), c.policy(policy)
	}
	if len(from) > 0 {
		h.Set("RateLimit", string(left))
		h.Set("RateLimit-Policy", string(policy))
	}
	return wait
}

// Charge takes a cost that is known only afterwards, even if less is left: the debt
// is refilled before anything more can be spent.
func (a Account) Charge(cost int, now time.Time) {
	if cost <= 0 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	var room [3]charge
	for _, c := range a.charges(room[:0], cost, 0, false, now) {
		c.limiter.ReserveN(now, c.cost)
	}
}

// BytesPerCall is how many bytes of a response cost as much as one register call.
const BytesPerCall = 64 << 10

package gateway

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/time/rate"
)

// Rate is how many calls to registers somebody's questions may be planned to
// make. Zero takes the default; less than zero is no limit.
type Rate struct {
	PerMinute int
	AtOnce    int // default PerMinute
}

// Rates are those of a client and of each citizen who uses it.
type Rates struct {
	Client  Rate // default 60 000 a minute
	Subject Rate // default 600 a minute
}

// or takes what r leaves out from preset.
func (r Rates) or(preset Rates) Rates {
	return Rates{Client: r.Client.or(preset.Client), Subject: r.Subject.or(preset.Subject)}
}

func (r Rate) or(preset Rate) Rate {
	if r.PerMinute == 0 {
		r.PerMinute, r.AtOnce = preset.PerMinute, cmp.Or(r.AtOnce, preset.AtOnce)
	}
	r.AtOnce = cmp.Or(r.AtOnce, r.PerMinute)
	return r
}

func defaultRates() Rates {
	return Rates{Client: Rate{PerMinute: 60_000}, Subject: Rate{PerMinute: 600}}
}

// allowance is what is left to somebody: a client, or one of its citizens.
type allowance struct {
	name    string
	rate    Rate
	limiter *rate.Limiter
}

// newAllowance is a full one; nil where there is no limit.
func newAllowance(name string, r Rate) *allowance {
	if r.PerMinute < 0 {
		return nil
	}
	return &allowance{name, r, rate.NewLimiter(rate.Limit(float64(r.PerMinute)/60), r.AtOnce)}
}

// lacks is how long until a cost can be paid; 0 is now.
func (a *allowance) lacks(cost int, now time.Time) time.Duration {
	missing := float64(cost) - a.limiter.TokensAt(now)
	return time.Duration(max(missing, 0) / float64(a.limiter.Limit()) * float64(time.Second))
}

// full tells that all was given back, so that a new one would be the same.
func (a *allowance) full(now time.Time) bool {
	return a.limiter.TokensAt(now) >= float64(a.rate.AtOnce)
}

// policy is the allowance as RateLimit-Policy has it
// (draft-ietf-httpapi-ratelimit-headers-10).
func (a *allowance) policy(b []byte) []byte {
	return a.item(b, "q", a.rate.AtOnce, "w", float64(a.rate.AtOnce))
}

// left is what RateLimit tells of it: what can be spent, and in how many
// seconds all will be there again.
func (a *allowance) left(b []byte, now time.Time) []byte {
	tokens := max(a.limiter.TokensAt(now), 0)
	return a.item(b, "r", int(tokens), "t", float64(a.rate.AtOnce)-tokens)
}

// item is a structured field of two parameters, the second the time in which so
// many tokens come.
func (a *allowance) item(b []byte, amount string, n int, within string, tokens float64) []byte {
	if len(b) > 0 {
		b = append(b, ", "...)
	}
	b = append(append(append(append(b, '"'), a.name...), `";`...), amount...)
	b = strconv.AppendInt(append(b, '='), int64(n), 10)
	b = append(append(append(b, ';'), within...), '=')
	return strconv.AppendInt(b, int64(math.Ceil(tokens/float64(a.limiter.Limit()))), 10)
}

// spend takes a cost from all of the allowances, or from none of them, and tells
// in the headers what is left. A question that costs more than there ever is, is
// had for the whole; already is what was spent on it before.
func (p purse) spend(h http.Header, cost, already int, now time.Time) *fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	from := p.allowances(now)
	var wait time.Duration
	for _, a := range from {
		wait = max(wait, a.lacks(min(cost, a.rate.AtOnce-already), now))
	}
	var left, policy []byte
	for _, a := range from {
		if wait == 0 {
			a.limiter.AllowN(now, min(cost, a.rate.AtOnce-already))
		}
		left, policy = a.left(left, now), a.policy(policy)
	}
	if len(from) > 0 {
		h.Set("RateLimit", string(left))
		h.Set("RateLimit-Policy", string(policy))
	}
	if wait == 0 {
		return nil
	}
	return limited(wait)
}

// owe takes a cost that is known only when it has been made, though there may be
// less left: it is paid back before anything more is had.
func (p purse) owe(cost int, now time.Time) {
	if cost <= 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, a := range p.allowances(now) {
		a.limiter.ReserveN(now, min(cost, a.rate.AtOnce))
	}
}

// bytesPerCall is how many bytes of an answer cost as much as one call to a
// register.
const bytesPerCall = 64 << 10

// limited refuses until so much later.
func limited(wait time.Duration) *fault {
	seconds := int(math.Ceil(wait.Seconds()))
	f := refuse(http.StatusTooManyRequests, codeRate, fmt.Sprintf("Too much was asked for in a short time. Try again in %d s.", seconds))
	f.errors[0].Extensions["retryAfter"] = seconds
	f.header = http.Header{"Retry-After": {strconv.Itoa(seconds)}}
	return f
}

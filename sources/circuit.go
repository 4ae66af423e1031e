package sources

import (
	"errors"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"
)

// circuits holds one circuit per operation, made on first use. The names are
// constants of the register packages, so the map stays small.
type circuits struct {
	config Config
	mu     sync.Mutex
	byName map[string]*circuit
	order  []*circuit
}

// circuit is the breaker and the statistics of one operation. Operations fail
// independently: a slow search must not close the lookup.
type circuit struct {
	name    string
	breaker *gobreaker.CircuitBreaker[struct{}]
	open    time.Duration

	mu           sync.Mutex
	openedAt     time.Time // on the system clock, like the breaker's
	backOffUntil time.Time // from the register's Retry-After
	stats        statistics
	foreign      int // records about other people
	faulty       int // unreadable records
}

func (s *circuits) of(name string) *circuit {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.byName[name]; ok {
		return c
	}
	c := newCircuit(name, s.config)
	if s.byName == nil {
		s.byName = map[string]*circuit{}
	}
	s.byName[name], s.order = c, append(s.order, c)
	return c
}

func (s *circuits) all() []*circuit {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*circuit(nil), s.order...)
}

func newCircuit(name string, config Config) *circuit {
	const buckets = 10
	c := &circuit{name: name, open: config.Breaker.Open}
	b := config.Breaker
	c.breaker = gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Name:         name,
		MaxRequests:  1,
		Interval:     b.Window,
		BucketPeriod: b.Window / buckets,
		Timeout:      b.Open,
		ReadyToTrip: func(n gobreaker.Counts) bool {
			// Requests also counts calls in flight and excluded ones, and
			// either would hide that all others fail.
			ended := n.TotalSuccesses + n.TotalFailures
			return int(ended) >= b.MinCalls && float64(n.TotalFailures) >= b.FailureRatio*float64(ended)
		},
		OnStateChange: func(_ string, _, to gobreaker.State) {
			if to == gobreaker.StateOpen {
				c.mu.Lock()
				c.openedAt = time.Now()
				c.mu.Unlock()
			}
		},
		IsSuccessful: healthy,
		IsExcluded:   notAttributable,
	})
	return c
}

// healthy reports whether the register did its job: "no such record" is a valid
// response, and a rejected request (a fault of ours) says nothing of its
// health.
func healthy(err error) bool {
	if left, ok := errors.AsType[partial](err); ok {
		return !left.foreign
	}
	if _, ok := errors.AsType[Incomplete](err); ok {
		return true
	}
	switch KindOf(err) {
	case 0, NotFound, Invalid, Denied:
		return true
	default:
		return false
	}
}

// notAttributable reports whether an outcome says nothing about the register.
func notAttributable(err error) bool {
	switch KindOf(err) {
	case Canceled, OverBudget:
		return true
	default:
		return false
	}
}

// opensIn is the time until a probe may go through.
func (c *circuit) opensIn() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(0, time.Until(c.openedAt.Add(c.open)))
}

// maxBackOff caps Retry-After: a register that says a week by mistake is tried
// again before that.
const maxBackOff = 2 * time.Minute

// backOff is how long the register still asks not to be called.
func (c *circuit) backOff() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(0, time.Until(c.backOffUntil))
}

// observe records the outcome of a call, at the time now of the configured
// clock.
func (c *circuit) observe(now time.Time, took time.Duration, err error) {
	if notAttributable(err) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := errors.AsType[*Error](err); ok && e.Kind == Unavailable && e.RetryAfter > 0 {
		c.backOffUntil = later(c.backOffUntil, time.Now().Add(min(e.RetryAfter, maxBackOff)))
	}
	c.stats.add(now, took, healthy(err))
}

// dropped counts the records of a response that were dropped.
func (c *circuit) dropped(r *Response) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.foreign += r.foreign
	c.faulty += r.faulty
}

package sources

import (
	"errors"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"
)

// circuits holds one circuit for each operation, made when first asked. The
// names are constants of the register packages, so the map stays small.
type circuits struct {
	config Config
	mu     sync.Mutex
	byName map[string]*circuit
	order  []*circuit
}

// circuit is the breaker and the statistics of one operation. A register's
// operations fail apart: a slow search must not close the lookup.
type circuit struct {
	name    string
	breaker *gobreaker.CircuitBreaker[struct{}]
	open    time.Duration

	mu        sync.Mutex
	openedAt  time.Time // by the machine's clock, as the breaker's
	restUntil time.Time // the register asked to be left alone until then
	stats     statistics
	foreign   int // records about somebody who was not asked for
	faulty    int // records that could not be used
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
			// Requests counts those under way and those excluded too, and both
			// would hide that all others fail.
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
		IsExcluded:   notTheRegisters,
	})
	return c
}

// healthy tells whether the register did its job: "no such record" is an
// answer, and a question refused (ours to mend) says nothing of its health.
func healthy(err error) bool {
	if left, ok := errors.AsType[partial](err); ok {
		return !left.foreign
	}
	switch KindOf(err) {
	case 0, NotFound, Invalid, Denied:
		return true
	default:
		return false
	}
}

// notTheRegisters are outcomes that say nothing of the register at all.
func notTheRegisters(err error) bool {
	switch KindOf(err) {
	case Canceled, OverBudget:
		return true
	default:
		return false
	}
}

// opensIn is how long until a probe may go through.
func (c *circuit) opensIn() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(0, time.Until(c.openedAt.Add(c.open)))
}

// maxRest is the longest a register is left alone because it asked for it: one
// that says a week by mistake is tried again before that.
const maxRest = 2 * time.Minute

// rests is how long the register still wants to be left alone.
func (c *circuit) rests() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(0, time.Until(c.restUntil))
}

// observe takes in how a question went, at the time now of the configured
// clock.
func (c *circuit) observe(now time.Time, took time.Duration, err error) {
	if notTheRegisters(err) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := errors.AsType[*Error](err); ok && e.Kind == Unavailable && e.RetryAfter > 0 {
		c.restUntil = later(c.restUntil, time.Now().Add(min(e.RetryAfter, maxRest)))
	}
	c.stats.add(now, took, healthy(err))
}

// dropped counts the records of an answer that were left out.
func (c *circuit) dropped(r *Response) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.foreign += r.foreign
	c.faulty += r.faulty
}

package sources

import (
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

	mu       sync.Mutex
	openedAt time.Time
	stats    statistics
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
			return int(n.Requests) >= b.MinCalls && float64(n.TotalFailures) >= b.FailureRatio*float64(n.Requests)
		},
		OnStateChange: func(_ string, _, to gobreaker.State) {
			if to == gobreaker.StateOpen {
				c.mu.Lock()
				c.openedAt = config.Now()
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
func (c *circuit) opensIn(now time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(0, c.openedAt.Add(c.open).Sub(now))
}

func (c *circuit) observe(now time.Time, took time.Duration, err error) {
	if notTheRegisters(err) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stats.add(now, took, healthy(err))
}

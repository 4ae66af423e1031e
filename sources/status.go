package sources

import (
	"slices"
	"time"

	"github.com/sony/gobreaker/v2"
)

// BreakerState is the state of one operation's circuit.
type BreakerState string

// The states of a circuit breaker.
const (
	BreakerClosed   BreakerState = "CLOSED"
	BreakerHalfOpen BreakerState = "HALF_OPEN"
	BreakerOpen     BreakerState = "OPEN"
)

// Status is how one endpoint has been lately: counters in memory, bounded,
// and of nobody.
type Status struct {
	Register      string
	Region        string
	Since         time.Time // when it last changed between well and unwell; zero when never asked
	LastSuccessAt time.Time // zero when never
	ErrorRate     float64   // 0–1, of the last questions; 0 when none
	Calls         int       // the questions these figures rest on
	P50, P95      time.Duration
	Operations    []OperationStatus
}

// OperationStatus is one operation of an endpoint.
type OperationStatus struct {
	Name    string
	Breaker BreakerState
}

// Status reads the counters of one endpoint.
func (c *Client) Status() Status { return Statuses([]*Client{c})[0] }

// Statuses reads the counters of all endpoints, in their order. A register (and
// region) that is reached by several endpoints has one Status for them all.
func Statuses(clients []*Client) []Status {
	var out []Status
	var took [][]time.Duration
	for _, c := range clients {
		i := slices.IndexFunc(out, func(s Status) bool {
			return s.Register == c.config.Register && s.Region == c.config.Region
		})
		if i < 0 {
			i = len(out)
			out, took = append(out, Status{Register: c.config.Register, Region: c.config.Region}), append(took, nil)
		}
		took[i] = append(took[i], c.addTo(&out[i])...)
	}
	for i := range out {
		s, took := &out[i], took[i]
		if s.Calls = len(took); s.Calls > 0 {
			slices.Sort(took)
			s.ErrorRate /= float64(s.Calls)
			s.P50, s.P95 = took[s.Calls/2], took[s.Calls*95/100]
		}
	}
	return out
}

// addTo adds the endpoint's operations to s, with ErrorRate as a count, and
// gives how long its last questions took.
func (c *Client) addTo(s *Status) []time.Duration {
	var took []time.Duration
	for _, o := range c.circuits.all() {
		s.Operations = append(s.Operations, OperationStatus{Name: o.name, Breaker: breakerState(o.breaker.State())})
		o.mu.Lock()
		for _, r := range o.stats.recent(c.config.Now()) {
			took = append(took, r.took)
			if !r.ok {
				s.ErrorRate++
			}
		}
		s.LastSuccessAt = later(s.LastSuccessAt, o.stats.lastSuccess)
		s.Since = later(s.Since, o.stats.since)
		o.mu.Unlock()
	}
	return took
}

func breakerState(s gobreaker.State) BreakerState {
	switch s {
	case gobreaker.StateOpen:
		return BreakerOpen
	case gobreaker.StateHalfOpen:
		return BreakerHalfOpen
	case gobreaker.StateClosed:
	}
	return BreakerClosed
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

const (
	remembered = 256         // outcomes kept per operation
	horizon    = time.Minute // older ones say nothing of now
)

// statistics are the last outcomes of an operation, in a ring.
type statistics struct {
	ring        [remembered]outcome
	next, size  int
	lastSuccess time.Time
	since       time.Time
	wasOK       bool
}

type outcome struct {
	at   time.Time
	took time.Duration
	ok   bool
}

func (s *statistics) add(now time.Time, took time.Duration, ok bool) {
	s.ring[s.next] = outcome{now, took, ok}
	s.next = (s.next + 1) % remembered
	s.size = min(s.size+1, remembered)
	if ok {
		s.lastSuccess = now
	}
	if s.since.IsZero() || ok != s.wasOK {
		s.since, s.wasOK = now, ok
	}
}

func (s *statistics) recent(now time.Time) []outcome {
	var out []outcome
	for _, o := range s.ring[:s.size] {
		if now.Sub(o.at) <= horizon {
			out = append(out, o)
		}
	}
	return out
}

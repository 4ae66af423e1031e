package sources

import (
	"cmp"
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

// Status is the recent health of one endpoint: bounded in-memory counters that
// concern no person.
type Status struct {
	Register      string
	Region        string
	Since         time.Time // when it last changed between healthy and unhealthy; zero before the first call
	LastSuccessAt time.Time // zero when never
	LastFailureAt time.Time // zero when never
	ErrorRate     float64   // 0–1, of the last calls; 0 when none
	Calls         int       // the calls these figures are based on
	P50, P95      time.Duration
	// Minute is the last minute in parts of [Slot] each, oldest first.
	Minute     [Slots]Part
	Operations []OperationStatus
}

// State is an endpoint's health in one word.
type State string

// The states: all calls of the last minute succeeded, or some, or none; or
// there were no calls.
const (
	Up       State = "UP"
	Degraded State = "DEGRADED"
	Down     State = "DOWN"
	Unknown  State = "UNKNOWN"
)

// State is the endpoint's health. One whose circuit opened and that has not
// succeeded since is down, even if it succeeded earlier in the minute.
func (s Status) State() State {
	open := 0
	for _, o := range s.Operations {
		if o.Breaker != BreakerClosed {
			open++
		}
	}
	switch {
	case open > 0 && (open == len(s.Operations) || s.LastFailureAt.After(s.LastSuccessAt)), s.Calls > 0 && s.ErrorRate == 1:
		return Down
	case s.Calls == 0:
		return Unknown
	case open > 0, s.ErrorRate > 0:
		return Degraded
	}
	return Up
}

// A minute has Slots parts, each Slot long.
const (
	Slots = 30
	Slot  = horizon / Slots
)

// Part is the calls of one slot, and the slowest of them.
type Part struct {
	Calls, Failed int
	Slowest       time.Duration
}

// OperationStatus is one operation of an endpoint.
type OperationStatus struct {
	Name    string
	Breaker BreakerState
	// Foreign is how many records about other people were dropped since the
	// start; Faulty how many unreadable ones.
	Foreign, Faulty int
}

// Status reads the counters of one endpoint.
func (c *Client) Status() Status { return Statuses([]*Client{c})[0] }

// Statuses reads the counters of all endpoints, in their order. Endpoints of
// the same register (and region) share one Status.
func Statuses(clients []*Client) []Status {
	var out []Status
	var outcomes [][]outcome
	for _, c := range clients {
		i := slices.IndexFunc(out, func(s Status) bool {
			return s.Register == c.config.Register && s.Region == c.config.Region
		})
		if i < 0 {
			i = len(out)
			out, outcomes = append(out, Status{Register: c.config.Register, Region: c.config.Region}), append(outcomes, nil)
		}
		outcomes[i] = append(outcomes[i], c.addTo(&out[i])...)
	}
	for i := range out {
		out[i].sum(outcomes[i])
	}
	return out
}

// sum computes the figures of the last minute.
func (s *Status) sum(outcomes []outcome) {
	s.Calls = len(outcomes)
	if s.Calls == 0 {
		return
	}
	failed := 0
	for _, o := range outcomes {
		if !o.ok {
			failed++
		}
	}
	slices.SortFunc(outcomes, func(a, b outcome) int { return cmp.Compare(a.took, b.took) })
	s.ErrorRate = float64(failed) / float64(s.Calls)
	s.P50, s.P95 = outcomes[s.Calls/2].took, outcomes[s.Calls*95/100].took
}

// addTo adds the endpoint's operations to s, and returns its recent outcomes.
func (c *Client) addTo(s *Status) []outcome {
	var all []outcome
	now := c.config.Now()
	for _, o := range c.circuits.all() {
		breaker := breakerState(o.breaker.State()) // which may take the lock
		o.mu.Lock()
		s.Operations = append(s.Operations, OperationStatus{Name: o.name, Breaker: breaker, Foreign: o.foreign, Faulty: o.faulty})
		for _, r := range o.stats.recent(now) {
			all = append(all, r)
			s.Minute[part(now, r.at)].add(r)
		}
		s.LastSuccessAt = later(s.LastSuccessAt, o.stats.lastSuccess)
		s.LastFailureAt = later(s.LastFailureAt, o.stats.lastFailure)
		s.Since = later(s.Since, o.stats.since)
		o.mu.Unlock()
	}
	return all
}

// part is the index of the slot at falls in. Slots begin at the same times for
// every now, so that the calls of one slot stay together.
func part(now, at time.Time) int {
	ago := now.Truncate(Slot).Sub(at.Truncate(Slot)) / Slot
	return Slots - 1 - int(min(max(ago, 0), Slots-1))
}

func (p *Part) add(o outcome) {
	p.Calls++
	if !o.ok {
		p.Failed++
	}
	p.Slowest = max(p.Slowest, o.took)
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
	horizon    = time.Minute // older ones do not count
)

// statistics are the last outcomes of an operation, in a ring.
type statistics struct {
	ring        [remembered]outcome
	next, size  int
	lastSuccess time.Time
	lastFailure time.Time
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
	} else {
		s.lastFailure = now
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

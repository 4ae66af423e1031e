package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"helsegraf/mocks/standin"
)

func sprintf(format string, values ...any) string { return fmt.Sprintf(format, values...) }

// flapping: a register that goes up and down each second causes no storm.
func flapping(ctx context.Context, h *testbed, o matrixOptions, c *cell) error {
	return onBench(ctx, h, settings{pace: o.pace()}, o, func(b *bench) error {
		e := h.sample()[0]
		t := &trial{bench: b, cell: c, target: e}
		const times = 4
		done := make(chan error, 1)
		go func() {
			for range times {
				if err := e.show(ctx, &standin.Fault{Status: http.StatusInternalServerError}); err != nil {
					done <- err
					return
				}
				pause(ctx, time.Second)
				if err := e.show(ctx, nil); err != nil {
					done <- err
					return
				}
				pause(ctx, time.Second)
			}
			done <- nil
		}()
		shots := b.asker.fire(ctx, o.rate, 2*times*time.Second, t.pick)
		if err := <-done; err != nil {
			return err
		}
		calls, expected, changes, open := 0, 0, 0, false
		for i := range shots {
			s := &shots[i]
			calls, expected = calls+s.response.calls(), expected+b.expected[s.kind.name]
			if !s.kind.uses(e) && !same(s.response.data, s.who.baseline[s.kind.name]) {
				c.fail("%s: other sources' answers are not whole: %v", s.kind.name, s.response.codes("", ""))
			}
			if s.kind.name == e.query {
				if now := in(s.response.codes(s.kind.field, ""), codeCircuitOpen); now != open {
					open, changes = now, changes+1
				}
			}
		}
		if tries := float64(calls) / float64(expected); tries > 1.1 {
			c.fail("%.2f tries for each that is needed", tries)
		}
		if most := int(2*times*time.Second/b.pace.open) + 1; changes > most {
			c.fail("the circuit changed %d times", changes)
		}
		c.notes("%d requests in %d s: %.2f tries, the circuit changed %d times", len(shots), 2*times, float64(calls)/float64(expected), changes)
		return nil
	})
}

// blackHole: one register accepts calls and never answers, with production's
// timeouts.
func blackHole(ctx context.Context, h *testbed, o matrixOptions, c *cell) error {
	return onBench(ctx, h, settings{pace: usual}, o, func(b *bench) error {
		e := h.sample()[0]
		t := &trial{bench: b, cell: c, target: e}
		other := func(s *shot) bool { return !s.kind.uses(e) }
		undecided := func(s *shot) bool { return s.kind.name == "privacy" }
		healthy := b.asker.fire(ctx, o.rate, o.long, t.pick)
		before := percentile(took(healthy, other), 0.99)
		undo, err := e.proxy.toxic("timeout", map[string]any{"timeout": 0})
		if err != nil {
			return err
		}
		shots := b.asker.fire(ctx, o.rate, o.long, t.pick)
		if err := undo(); err != nil {
			return err
		}
		calls, expected, timeouts := 0, 0, 0
		for i := range shots {
			s := &shots[i]
			calls, expected = calls+s.response.calls(), expected+b.expected[s.kind.name]
			codes := s.response.codes(named(b.kinds, e.query).field, "")
			switch {
			case other(s):
				if !same(s.response.data, s.who.baseline[s.kind.name]) {
					c.fail("%s: other sources' answers are not whole: %v", s.kind.name, s.response.codes("", ""))
				}
			case !in(codes, codeTimeout, codeCircuitOpen):
				c.fail("%s: %v", s.kind.name, codes)
			case in(codes, codeTimeout):
				timeouts++
			}
			c.slowest = max(c.slowest, s.response.took)
		}
		open := percentile(took(shots, func(s *shot) bool {
			return s.kind.name == e.query && in(s.response.codes(s.kind.field, ""), codeCircuitOpen)
		}), 0.5)
		// A query that calls only the privacy registers takes as long as a field
		// whose circuit is open: the field itself adds nothing.
		field := open - percentile(took(shots, undecided), 0.5)
		c.others, c.healthy, c.requests = percentile(took(shots, other), 0.99), before, len(shots)
		c.tries = float64(calls) / float64(expected)
		if c.slowest > b.pace.answersIn() || field > 5*time.Millisecond || c.others > c.healthy+c.healthy/5 || c.tries > 1.1 || timeouts == 0 {
			c.fail("see the numbers")
		}
		c.notes("%d requests: %d told of a timeout, slowest %.0f ms; then a field costs %.1f ms; other sources' p99 %.0f ms, %.0f ms when all is well; %.2f tries",
			len(shots), timeouts, ms(c.slowest), ms(field), ms(c.others), ms(c.healthy), c.tries)
		return nil
	})
}

// overload: five times what the gateway accepts. It refuses early, and serves
// the rest as before.
func overload(ctx context.Context, h *testbed, o matrixOptions, c *cell) error {
	const room = 8
	return onBench(ctx, h, settings{pace: o.pace()}, o, func(b *bench) error {
		if err := b.restart(ctx, settings{pace: o.pace(), inFlight: room}); err != nil {
			return err
		}
		k := named(b.kinds, "contact")
		d := o.long / 4
		var served atomic.Int64
		bounded, stop := context.WithTimeout(ctx, d)
		var group sync.WaitGroup
		for i := range room { // as many as there is room for, each after the other
			group.Go(func() {
				for bounded.Err() == nil {
					if a := b.asker.put(bounded, k, b.people[i%len(b.people)]); a.err == nil && a.status == http.StatusOK {
						served.Add(1)
					}
				}
			})
		}
		group.Wait()
		stop()
		capacity := float64(served.Load()) / d.Seconds()
		shots := b.asker.fire(ctx, int(5*capacity), d, func(i int) (*kind, *person) { return k, b.people[i%len(b.people)] })
		good, shed := 0, 0
		for i := range shots {
			switch a := &shots[i].response; {
			case a.status == http.StatusOK && same(a.data, shots[i].who.baseline[k.name]):
				good++
			case a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") != "":
				shed++
			default:
				c.fail("status %d, %v, %v", a.status, a.err, a.codes("", ""))
			}
		}
		ok := func(s *shot) bool { return s.response.status == http.StatusOK }
		p99, refused := percentile(took(shots, ok), 0.99), percentile(took(shots, func(s *shot) bool { return !ok(s) }), 0.99)
		goodput := float64(good) / d.Seconds() / capacity
		if goodput < 0.8 || p99 > b.pace.answersIn() {
			c.fail("see the numbers")
		}
		c.notes("capacity %.0f/s; of %d requests at %.0f/s %d served (%.0f %% of capacity) with p99 %.0f ms, %d told to come back with p99 %.0f ms",
			capacity, len(shots), 5*capacity, good, 100*goodput, ms(p99), shed, ms(refused))
		return nil
	})
}

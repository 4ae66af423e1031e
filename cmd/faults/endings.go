package main

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"helsegraf/mocks/standin"
)

// notes records the figures of a special cell.
func (c *cell) notes(format string, values ...any) { c.note = sprintf(format, values...) }

// clientGoesAway: the calls made for a client that disconnects are cancelled.
func clientGoesAway(ctx context.Context, h *testbed, o matrixOptions, c *cell) error {
	goroutines, err := newCounter(h.binary)
	if err != nil {
		return err
	}
	return onBench(ctx, h, settings{pace: lenient}, o, func(b *bench) error {
		before, err := goroutines.count(b.gateway.pid)
		if err != nil {
			return err
		}
		e := h.sample()[0]
		if err := e.show(ctx, &standin.Fault{LatencyMs: 30_000}); err != nil {
			return err
		}
		const clients = 20
		var worst time.Duration
		for i := range clients {
			leaving, leave := context.WithCancel(ctx)
			go b.asker.put(leaving, named(b.kinds, e.query), b.people[i%len(b.people)])
			called := eventually(ctx, func() bool { return e.front.inFlight.Load() > 0 }) // the register is working on it
			leave()
			start := time.Now()
			if !called || !eventually(ctx, func() bool { return e.front.inFlight.Load() == 0 }) {
				c.fail("the register was not asked, or never told to stop")
			}
			worst = max(worst, time.Since(start))
		}
		const most = 100*time.Millisecond + 2*distance*time.Millisecond // including the time to get there
		if b.timed && worst > most {
			c.fail("a register was let work for %.0f ms", ms(worst))
		}
		if err := e.show(ctx, nil); err != nil {
			return err
		}
		after := 0
		if !eventually(ctx, func() bool {
			after, err = goroutines.count(b.gateway.pid)
			return err == nil && after <= before+10
		}) {
			c.fail("%d goroutines, %d before (%v)", after, before, err)
		}
		c.notes("%d clients: the register is told within %.0f ms; %d goroutines before, %d after", clients, ms(worst), before, after)
		return nil
	})
}

// eventually waits until a condition holds, for five seconds at most.
func eventually(ctx context.Context, holds func() bool) bool {
	for start := time.Now(); time.Since(start) < 5*time.Second; {
		if holds() {
			return true
		}
		if !pause(ctx, 2*time.Millisecond) {
			return false
		}
	}
	return false
}

// probeHangs: while a probe waits, no other call is made.
func probeHangs(ctx context.Context, h *testbed, o matrixOptions, c *cell) error {
	return onBench(ctx, h, settings{pace: o.pace()}, o, func(b *bench) error {
		e := h.sample()[0]
		if err := e.show(ctx, &standin.Fault{Status: http.StatusInternalServerError}); err != nil {
			return err
		}
		k := named(b.kinds, e.query)
		pick := func(i int) (*kind, *person) { return k, b.people[i%len(b.people)] }
		b.asker.fire(ctx, o.rate, o.each, pick)
		if err := e.show(ctx, &standin.Fault{LatencyMs: 30_000}); err != nil {
			return err
		}
		e.front.reset()
		hung := b.pace.timeout + b.pace.open
		shots := b.asker.fire(ctx, o.rate, 3*hung, pick)
		probes, most := e.front.calls.Load(), e.front.most.Load()
		if probes > 4 || most > 1 {
			c.fail("%d probes, %d at a time", probes, most)
		}
		if err := e.show(ctx, nil); err != nil {
			return err
		}
		start := time.Now()
		if !eventually(ctx, func() bool { a := b.asker.put(ctx, k, b.people[0]); return len(a.errors) == 0 && a.err == nil }) {
			c.fail("not well again")
		}
		c.notes("%d requests in %.1f s: %d probes, %d at a time; well after %.0f ms", len(shots), 3*hung.Seconds(), probes, most, ms(time.Since(start)))
		return nil
	})
}

// issuerDown: logged-in users get answers, by cached keys and tokens.
func issuerDown(ctx context.Context, h *testbed, o matrixOptions, c *cell) error {
	err := onBench(ctx, h, settings{pace: o.pace()}, o, func(b *bench) error {
		h.tokens.Stop()
		shots := b.everywhere(ctx, o.rate, o.each)
		for i := range shots {
			if s := &shots[i]; !same(s.response.data, s.who.baseline[s.kind.name]) {
				c.fail("%s: not whole: %v", s.kind.name, s.response.codes("", ""))
			}
		}
		// A gateway that starts now has no keys, and cannot verify tokens.
		if err := b.restart(ctx, settings{pace: o.pace()}); err != nil {
			return err
		}
		if a := b.asker.put(ctx, named(b.kinds, "gp"), b.people[0]); a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
			c.fail("without keys: status %d", a.status)
		}
		if a := b.asker.put(ctx, named(b.kinds, "search"), nil); len(a.errors) > 0 || !same(a.data, b.people[0].baseline["search"]) {
			c.fail("open data without keys: status %d", a.status)
		}
		c.notes("%d requests answered by known keys; without any, 503 and open data", len(shots))
		return nil
	})
	if err != nil {
		return err
	}
	return h.tokens.Start()
}

// terminated: when stopped, the gateway first reports that it is not ready, and
// answers every request it has accepted.
func terminated(ctx context.Context, h *testbed, o matrixOptions, c *cell) error {
	return onBench(ctx, h, settings{pace: o.pace()}, o, func(b *bench) error {
		var sent, cut atomic.Int64
		balancing, stop := context.WithCancel(ctx)
		defer stop()
		go func() { // as a load balancer would
			for pause(balancing, 20*time.Millisecond) && b.gateway.ready(balancing) {
			}
			stop()
		}()
		var group sync.WaitGroup
		some := b.guarded()
		for i := 0; pause(balancing, time.Second/time.Duration(o.rate)); i++ {
			if i == o.rate { // after one second
				group.Go(func() { b.ends(c) })
			}
			group.Go(func() {
				k, who := some[i%len(some)], b.people[i%len(b.people)]
				sent.Add(1)
				if a := b.asker.put(ctx, k, who); a.err != nil || a.status != http.StatusOK || !same(a.data, who.baseline[k.name]) {
					cut.Add(1)
					c.fail("%s: status %d, %v", k.name, a.status, a.err)
				}
			})
			const enough = 60 // seconds
			if i > enough*o.rate {
				break
			}
		}
		group.Wait()
		c.notes("%d requests, %d cut; %s", sent.Load(), cut.Load(), c.note)
		return nil
	})
}

// ends stops the gateway and records how.
func (b *bench) ends(c *cell) {
	d, err := b.gateway.stop()
	if err != nil || d > longestStop {
		c.fail("stopped after %v: %v", d, err)
	}
	c.notes("stopped in %.1f s", d.Seconds())
}

// in reports whether one of the codes is among others.
func in(codes []string, wanted ...string) bool {
	return slices.ContainsFunc(codes, func(code string) bool { return slices.Contains(wanted, code) })
}

package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/standin"
)

// special is a case other than one fault at one source.
type special struct {
	name string
	run  func(ctx context.Context, h *testbed, o matrixOptions, c *cell) error
}

// allSpecials are all of those; tests skip the ones that need a quiet machine.
func allSpecials(o matrixOptions) []special {
	out := []special{
		{"consent register down", consentDown},
		{"all registers down", allDown},
		{"two at a time", twoAtATime},
		{"client goes away", clientGoesAway},
		{"probe hangs", probeHangs},
		{"issuer down", issuerDown},
		{"clocks differ", clocks},
		{"SIGTERM under load", terminated},
	}
	if !o.quick {
		out = append(out, special{"flapping", flapping}, special{"one register black-holed", blackHole}, special{"overload five times", overload})
	}
	return out
}

// onBench runs f on a new bench.
func onBench(ctx context.Context, h *testbed, s settings, o matrixOptions, f func(*bench) error) error {
	b, err := newBench(ctx, h, s, o)
	if err != nil {
		return err
	}
	defer b.close()
	for _, one := range h.fronts {
		one.reset()
	}
	return f(b)
}

// guarded are the kinds that need a decision.
func (b *bench) guarded() []*kind {
	var out []*kind
	for i := range b.kinds {
		if k := &b.kinds[i]; !k.open && !k.represents() && k.name != "everything" {
			out = append(out, k)
		}
	}
	return out
}

// within reports whether a field, or one below it, is read from an endpoint.
func (b *bench) within(field string, e *endpoint) bool {
	return slices.ContainsFunc(b.guarded(), func(k *kind) bool {
		return k.uses(e) && strings.HasPrefix(k.field+".", field+".")
	})
}

// everywhere sends guarded kinds in turn.
func (b *bench) everywhere(ctx context.Context, rate int, d time.Duration) []shot {
	some := b.guarded()
	return b.asker.fire(ctx, rate, d, func(i int) (*kind, *person) {
		return some[i%len(some)], b.people[i/len(some)%len(b.people)]
	})
}

// consentDown: nothing is shown, and no health register is called.
func consentDown(ctx context.Context, h *testbed, o matrixOptions, c *cell) error {
	return onBench(ctx, h, settings{pace: o.pace()}, o, func(b *bench) error {
		e := h.consents()
		e.proxy.Stop()
		shots := b.everywhere(ctx, o.rate, o.each)
		if err := e.proxy.Start(); err != nil {
			return err
		}
		fields := 0
		for i := range shots {
			s := &shots[i]
			c.slowest = max(c.slowest, s.response.took)
			if at(s.response.data, s.kind.field) != nil {
				fields++
			}
			if codes := s.response.codes(s.kind.field, ""); !slices.Equal(codes, []string{codeConsent}) {
				c.fail("%s: %v", s.kind.name, codes)
			}
		}
		calls := int64(0)
		for _, one := range h.endpoints {
			if !slices.Contains(foundation(), one.key) {
				calls += one.front.calls.Load()
			}
		}
		if fields > 0 || calls > 0 {
			c.fail("%d fields told, %d calls to registers of health data", fields, calls)
		}
		c.notes("%d requests: %d data fields, %d calls to registers of health data", len(shots), fields, calls)
		return nil
	})
}

// allDown: the gateway says so, and soon without delay.
func allDown(ctx context.Context, h *testbed, o matrixOptions, c *cell) error {
	return onBench(ctx, h, settings{pace: o.pace()}, o, func(b *bench) error {
		for _, e := range h.endpoints {
			e.proxy.Stop()
		}
		b.everywhere(ctx, o.rate, o.each) // until the circuits are open
		shots := b.everywhere(ctx, o.rate, o.each)
		for _, e := range h.endpoints {
			if err := e.proxy.Start(); err != nil {
				return err
			}
		}
		for i := range shots {
			s := &shots[i]
			if s.response.status != http.StatusOK || at(s.response.data, s.kind.field) != nil || len(s.response.errors) == 0 {
				c.fail("%s: status %d, %v", s.kind.name, s.response.status, s.response.codes("", ""))
			}
		}
		p99 := percentile(took(shots, anything), 0.99)
		const most = 50 * time.Millisecond
		if b.timed && p99 > most {
			c.fail("p99 is %.0f ms", ms(p99))
		}
		c.notes("p99 of answers is %.1f ms when circuits are open", ms(p99))
		return nil
	})
}

func anything(*shot) bool { return true }

// twoAtATime: a register that refuses connections, one that never answers, one
// that mixes people up and one that breaks off, while all others are unaffected.
func twoAtATime(ctx context.Context, h *testbed, o matrixOptions, c *cell) error {
	return onBench(ctx, h, settings{pace: o.pace()}, o, func(b *bench) error {
		failing := h.sample()[:4]
		refusing, silent, broken, swapped := failing[0], failing[1], failing[2], failing[3]
		refusing.proxy.Stop()
		quiet, err := silent.proxy.toxic("timeout", map[string]any{"timeout": 0})
		if err != nil {
			return err
		}
		if err := swapped.show(ctx, &standin.Fault{Body: "wrong-subject"}); err != nil {
			return err
		}
		if err := broken.show(ctx, &standin.Fault{Body: "truncate"}); err != nil {
			return err
		}
		all := named(b.kinds, "everything")
		shots := b.asker.fire(ctx, max(1, o.rate/2), o.each, func(i int) (*kind, *person) { return all, b.people[i%len(b.people)] })
		for _, undo := range []func() error{
			refusing.proxy.Start, quiet,
			func() error { return swapped.show(ctx, nil) }, func() error { return broken.show(ctx, nil) },
		} {
			if err := undo(); err != nil {
				return err
			}
		}
		for i := range shots {
			s := &shots[i]
			baseline := s.who.baseline[all.name]
			if !within(s.response.data, baseline) {
				c.fail("data that are not this person's")
			}
			for _, k := range b.guarded() {
				field := k.field
				hurt := slices.ContainsFunc(failing, func(e *endpoint) bool { return b.within(field, e) })
				unknown := !slices.ContainsFunc(failing[:3], k.uses) && same(at(s.response.data, field), at(baseline, field))
				switch {
				case hurt && unknown: // a register that knows nothing of a person mixes nothing up
				case hurt && len(s.response.codes(field, "")) == 0:
					c.fail("%s does not tell that its source failed", k.name)
				case !hurt && !same(at(s.response.data, field), at(baseline, field)):
					c.fail("%s is not whole: %v", k.name, s.response.codes(field, ""))
				}
			}
			c.slowest = max(c.slowest, s.response.took)
		}
		c.notes("%d requests, slowest %.0f ms: four sources fail in four ways, the others are whole", len(shots), ms(c.slowest))
		return nil
	})
}

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// bench is a running gateway with people whose answers are known.
type bench struct {
	testbed *testbed
	gateway *gateway
	asker   *asker
	kinds   []kind
	people  []*person
	pace    pace
	timed   bool // the machine is quiet enough to assert times
	rate    int
	each    time.Duration
	// expected is how many calls each kind makes when all is well.
	expected map[string]int
	healthy  map[string][]time.Duration
}

// calmer is the wait for a busy machine to settle, and patience the number of
// waits.
const (
	calmer   = 5 * time.Second
	patience = 3
)

// prepare finds people and learns their answers.
func (b *bench) prepare(ctx context.Context) error {
	if err := b.find(ctx); err != nil {
		return err
	}
	return b.learn(ctx)
}

// calm reports whether the slowest healthy answers are close to the rest.
// Otherwise anything slow under a fault would look healthy.
func (b *bench) calm() bool {
	var all []time.Duration
	for _, d := range b.healthy {
		all = append(all, d...)
	}
	all = sorted(all)
	const apart = 3
	return percentile(all, 0.99) < apart*percentile(all, 0.5)
}

// people is how many people are used in turn.
const people = 6

// newBench starts a gateway and finds people who have data everywhere. It runs
// every query for each of them twice, to check that answers are stable.
func newBench(ctx context.Context, h *testbed, s settings, o matrixOptions) (*bench, error) {
	b := &bench{
		testbed: h, kinds: kinds(), pace: s.pace, timed: !o.quick, rate: o.rate, each: o.each,
		expected: map[string]int{}, healthy: map[string][]time.Duration{},
	}
	if err := b.start(ctx, s); err != nil {
		return nil, err
	}
	// Responses are the same from any gateway in this testbed.
	if h.known != nil && !b.timed {
		b.people, b.expected = h.known, h.expected
		b.warm(ctx)
		return b, nil
	}
	err := b.prepare(ctx)
	// The machine may be busy for a while; the gateway is not.
	for range patience {
		if err == nil && (!b.timed || b.calm()) {
			break
		}
		pause(ctx, calmer)
		err = b.prepare(ctx)
	}
	if err != nil {
		b.close()
		return nil, err
	}
	h.known, h.expected = b.people, b.expected
	return b, nil
}

func (b *bench) start(ctx context.Context, s settings) error {
	var err error
	if b.gateway, err = b.testbed.start(ctx, s, nil); err != nil {
		return err
	}
	b.asker = newAsker(b.gateway)
	return nil
}

func (b *bench) close() {
	b.asker.close()
	b.gateway.kill()
}

// restart replaces the gateway with another that has the same keys of ids.
func (b *bench) restart(ctx context.Context, s settings) error {
	b.close()
	if err := b.start(ctx, s); err != nil {
		return err
	}
	b.warm(ctx)
	return nil
}

// warm fills caches of tokens and connections.
func (b *bench) warm(ctx context.Context) {
	var group sync.WaitGroup
	for i := range b.kinds {
		group.Go(func() { b.asker.put(ctx, &b.kinds[i], b.people[0]) })
	}
	group.Wait()
}

// find finds people who have data in every register, including a document in
// NORD.
func (b *bench) find(ctx context.Context) error {
	if b.people = b.testbed.known; b.people != nil {
		return nil
	}
	everything := named(b.kinds, "everything")
	for _, one := range citizens(b.testbed.World) {
		token, err := b.testbed.Token(one)
		if err != nil {
			return err
		}
		p := &person{number: one.Number, token: token, baseline: map[string]any{}}
		a := b.asker.put(ctx, everything, p)
		if rich(at(a.data, "viewer.person")) && inNord(a.data) {
			b.people = append(b.people, p)
		}
		if len(b.people) == people {
			return nil
		}
	}
	return fmt.Errorf("%d people have something everywhere", len(b.people))
}

func inNord(data any) bool {
	documents, _ := at(data, "viewer.person.hospitalJournal.documents.nodes").([]any)
	return slices.ContainsFunc(documents, func(d any) bool { return at(d, "region") == "NORD" })
}

// rich reports whether a person has no empty list, apart from blocks.
func rich(data any) bool {
	m, ok := data.(map[string]any)
	if !ok {
		return false
	}
	for key, value := range m {
		switch v := value.(type) {
		case []any:
			if len(v) == 0 && key != "blocks" {
				return false
			}
		case map[string]any:
			if !rich(v) {
				return false
			}
		}
	}
	return true
}

// learn records the baselines: each person's answers, the calls they take and
// their times.
func (b *bench) learn(ctx context.Context) error {
	clear(b.healthy)
	rounds, rate := 3, b.rate
	if !b.timed {
		rounds, rate = 2, 2*b.rate
	}
	n := len(b.kinds) * len(b.people)
	for round := range rounds {
		shots := b.asker.fire(ctx, rate, time.Duration(n)*time.Second/time.Duration(rate), func(i int) (*kind, *person) {
			return &b.kinds[i%len(b.kinds)], b.people[i/len(b.kinds)%len(b.people)]
		})
		for i := range shots {
			if err := b.note(&shots[i], round); err != nil {
				return err
			}
		}
	}
	for name := range b.healthy {
		b.healthy[name] = sorted(b.healthy[name])
	}
	pause(ctx, b.pace.window) // let the circuit's window of successes expire
	return ctx.Err()
}

func (b *bench) note(s *shot, round int) error {
	a, name := &s.response, s.kind.name
	if a.err != nil || a.status != 200 || len(a.errors) > 0 {
		return errors.Join(fmt.Errorf("%s is not answered when all is well: status %d, %v", name, a.status, a.codes("", "")), a.err)
	}
	if round == 0 {
		s.who.baseline[name] = a.data
		b.expected[name] = max(b.expected[name], a.calls())
		return nil
	}
	if !same(a.data, s.who.baseline[name]) {
		return fmt.Errorf("%s is answered differently each time", name)
	}
	b.healthy[name] = append(b.healthy[name], a.took)
	return nil
}

func sorted(d []time.Duration) []time.Duration {
	d = slices.Clone(d)
	slices.Sort(d)
	return d
}

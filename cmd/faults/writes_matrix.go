package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"helsegraf/mocks/world"
)

// writing is the cells' source in a report.
const writing = "writes"

// writeMatrix runs every mutation under each fault, through two gateways in turn that
// have the same keys.
func writeMatrix(ctx context.Context, o matrixOptions) ([]cell, error) {
	faults := slices.DeleteFunc(writeFaults(), func(f writeFault) bool { return !o.only(writing, f.title()) })
	if len(faults) == 0 {
		return nil, nil
	}
	// Nobody has given a power, which would forbid to withdraw consent.
	w, err := world.New(world.Options{People: 12 * len(faults) * len(writes())})
	if err != nil {
		return nil, err
	}
	h, err := newTestbed(ctx, w, o.gateway)
	if err != nil {
		return nil, err
	}
	defer h.close()
	m := &writesRun{testbed: h}
	defer m.stop()
	for i := range m.gateways {
		if err := m.start(ctx, i); err != nil {
			return nil, err
		}
	}
	own := slices.DeleteFunc(writes(), func(w write) bool { return w.byParent })
	if m.people, m.parent, err = h.writers(ctx, m.askers[0], len(faults)*len(own)); err != nil {
		return nil, err
	}
	var out []cell
	for i := range faults {
		o.begin(i, len(faults), faults[i].title())
		c, err := m.run(ctx, &faults[i])
		if err != nil {
			return out, fmt.Errorf("%s: %w", faults[i].title(), err)
		}
		out = append(out, c)
		o.done(c)
	}
	return out, nil
}

// title is the fault's name, with where it is.
func (f *writeFault) title() string {
	if f.log {
		return "usage log: " + f.name
	}
	return f.name
}

// writesRun is two gateways, and people who have not made a change yet.
type writesRun struct {
	testbed  *testbed
	gateways [2]*gateway
	askers   [2]*asker
	people   []*writer
	parent   *writer
}

// start starts one of the gateways, whose circuits stay closed, so that every try gets
// where it is to fail.
func (m *writesRun) start(ctx context.Context, i int) error {
	g, err := m.testbed.start(ctx, settings{pace: pace{deadline: 4 * time.Second, timeout: time.Second, window: 2 * time.Second, open: 500 * time.Millisecond, minCalls: 10_000, ratio: 1}}, nil)
	if err == nil {
		m.gateways[i], m.askers[i] = g, newAsker(g)
	}
	return err
}

func (m *writesRun) stop() {
	for i := range m.gateways {
		m.end(i)
	}
}

// end kills one of the gateways.
func (m *writesRun) end(i int) {
	if m.gateways[i] != nil {
		m.gateways[i].kill()
		m.askers[i].close()
		m.gateways[i] = nil
	}
}

// run makes every change: twice under the fault, the second time by the other
// gateway, and again when all is well.
func (m *writesRun) run(ctx context.Context, f *writeFault) (cell, error) {
	c := cell{source: writing, fault: f.title()}
	var all []*attempt
	table := writes()
	for i := range table {
		t := &attempt{testbed: m.testbed, write: &table[i], writer: m.parent, key: rand.Text(), deaf: f.deaf}
		if !t.write.byParent {
			t.writer, m.people = m.people[0], m.people[1:]
		}
		all = append(all, t)
	}
	if err := each(all, func(t *attempt) error { return t.begin(ctx, m.askers[0]) }); err != nil {
		return c, err
	}
	var counts []string
	for i, step := range f.tries() {
		if err := m.step(ctx, step, i%len(m.gateways), all); err != nil {
			return c, err
		}
		counts = append(counts, last(all))
	}
	pause(ctx, f.settles)
	if err := each(all, func(t *attempt) error { _, err := t.settled(ctx); return err }); err != nil {
		return c, err
	}
	if err := each(all, func(t *attempt) error { return m.finish(ctx, t) }); err != nil {
		return c, err
	}
	for _, t := range all {
		for _, wrong := range t.wrong {
			c.fail("%s", wrong)
		}
		c.requests += len(t.answers)
	}
	c.note = strings.Join(append(counts, "when well "+last(all)), "; then ")
	return c, ctx.Err()
}

// step makes one try of each change, by one gateway.
func (m *writesRun) step(ctx context.Context, s writeStep, by int, all []*attempt) error {
	undo, err := s.put(ctx, m.testbed)
	if err != nil {
		return err
	}
	killed := make(chan struct{})
	go func() {
		defer close(killed)
		const soon = 600 * time.Millisecond // the register has it by then, and has not answered
		if s.killed && pause(ctx, soon) {
			m.end(by)
		}
	}()
	asker := m.askers[by]
	err = each(all, func(t *attempt) error { _, err := t.try(ctx, asker); return err })
	<-killed
	if err = errors.Join(err, undo()); err == nil && s.killed {
		err = m.start(ctx, by)
	}
	return err
}

// finish tries until it is done, now that all is well, and judges that.
func (m *writesRun) finish(ctx context.Context, t *attempt) error {
	const most = 20
	for i := range most {
		got, err := t.try(ctx, m.askers[i%2])
		if err != nil {
			return err
		}
		if got.outcome == done || !pause(ctx, 200*time.Millisecond) {
			break
		}
	}
	return t.ended(ctx, m.askers[0])
}

// each does something with all at once.
func each(all []*attempt, do func(*attempt) error) error {
	errs := make([]error, len(all))
	var group sync.WaitGroup
	for i, t := range all {
		group.Go(func() { errs[i] = do(t) })
	}
	group.Wait()
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("%s: %w", all[i].write.field, err)
		}
	}
	return nil
}

// last is the last answers, counted.
func last(all []*attempt) string {
	counts := map[string]int{}
	for _, t := range all {
		counts[cmp.Or(t.answers[len(t.answers)-1].String(), "no answer")]++
	}
	var out []string
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, fmt.Sprintf("%s %d", what, counts[what]))
	}
	return strings.Join(out, ", ")
}

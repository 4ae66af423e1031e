package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"helsegraf/mocks/world"
)

// matrixOptions configure a run of the matrix.
type matrixOptions struct {
	only    func(register, fault string) bool
	rate    int
	each    time.Duration
	long    time.Duration
	gateway string // a prebuilt gateway; "" builds one
	quick   bool   // for tests: no times, and no cells about them
	begin   func(done, all int, name string)
	done    func(cell)
}

// pace is how soon the gateway gives up.
func (o matrixOptions) pace() pace {
	if o.quick {
		return lenient
	}
	return brisk
}

// pair is one cell to run.
type pair struct {
	e *endpoint
	f *fault
}

// matrix runs the cells, source by source.
func matrix(ctx context.Context, o matrixOptions) ([]cell, error) {
	w, err := world.New(world.Options{People: 1000})
	if err != nil {
		return nil, err
	}
	empower(w)
	h, err := newTestbed(ctx, w, o.gateway)
	if err != nil {
		return nil, err
	}
	defer h.close()
	var pairs []pair
	faults := allFaults()
	for _, e := range h.endpoints {
		for i := range faults {
			f := &faults[i]
			if inMatrix(e) && (f.suits == nil || f.suits(e)) && (!f.root || h.names != nil) && o.only(e.key, f.name) {
				pairs = append(pairs, pair{e, f})
			}
		}
	}
	specials := slices.DeleteFunc(allSpecials(o), func(s special) bool { return !o.only("all", s.name) })
	twos := slices.DeleteFunc(allPairs(h), func(p both) bool { return !o.only("all", p.name()) })
	all := len(pairs) + len(twos) + len(specials)
	var out []cell
	m := &matrixRun{testbed: h, options: o}
	defer m.stop()
	for i, p := range pairs {
		o.begin(i, all, p.e.key+"/"+p.f.name)
		c, err := m.settled(ctx, p)
		if err != nil {
			return out, fmt.Errorf("%s/%s: %w", p.e.key, p.f.name, err)
		}
		out = append(out, c)
		o.done(c)
	}
	m.stop()
	for i, p := range twos {
		o.begin(len(pairs)+i, all, p.name())
		c, err := m.two(ctx, p)
		if err != nil {
			return out, fmt.Errorf("%s: %w", p.name(), err)
		}
		out = append(out, c)
		o.done(c)
	}
	m.stop()
	for i, s := range specials {
		o.begin(len(pairs)+len(twos)+i, all, s.name)
		c := cell{source: "all", fault: s.name}
		if err := s.run(ctx, h, o, &c); err != nil {
			return out, fmt.Errorf("%s: %w", s.name, err)
		}
		out = append(out, c)
		o.done(c)
	}
	return out, nil
}

// matrixRun keeps one gateway for the cells of one source.
type matrixRun struct {
	testbed *testbed
	options matrixOptions
	bench   *bench
	source  string
	away    bool // the gateway uses another address of an endpoint
}

func (m *matrixRun) stop() {
	if m.bench != nil {
		m.bench.close()
		m.bench, m.away = nil, false
	}
}

// settled runs a cell. If only times fail, the machine may be to blame rather
// than the gateway: the cell is run once more, for longer and right after the
// same requests without the fault. The report says so.
func (m *matrixRun) settled(ctx context.Context, p pair) (cell, error) {
	c, err := m.cell(ctx, p, false)
	if err != nil || !c.lateness || c.wrong {
		return c, err
	}
	again, err := m.cell(ctx, p, true)
	again.first = c.failures
	return again, err
}

// cell runs one cell. A new gateway is started if this cell or the last uses
// another address of the endpoint, or if the last one failed.
func (m *matrixRun) cell(ctx context.Context, p pair, again bool) (cell, error) {
	if err := m.start(ctx, p.e.key); err != nil {
		return cell{}, err
	}
	if m.away && (p.f.address == nil || again) {
		m.away = false
		if err := m.bench.restart(ctx, settings{pace: m.options.pace()}); err != nil {
			return cell{}, err
		}
	}
	each := m.options.each
	var healthy []time.Duration
	if again {
		const longer = 3
		each *= longer
		healthy = m.bench.withoutFault(ctx, p.e, each)
	}
	if p.f.address == nil {
		c, err := m.bench.run(ctx, p, each, healthy)
		if !c.held() {
			m.stop()
		}
		return c, err
	}
	address, stop, err := p.f.address(ctx, m.testbed, p.e)
	if err != nil {
		return cell{}, err
	}
	defer stop()
	if err := m.bench.restart(ctx, settings{pace: m.options.pace(), addresses: map[string]string{p.e.key: address}}); err != nil {
		return cell{}, err
	}
	m.away = true
	return m.bench.run(ctx, p, each, healthy)
}

// two runs a pair.
func (m *matrixRun) two(ctx context.Context, p both) (cell, error) {
	if err := m.start(ctx, "all"); err != nil {
		return cell{}, err
	}
	c, err := m.bench.runPair(ctx, p)
	if !c.held() {
		m.stop()
	}
	return c, err
}

// start starts a gateway for the cells of a source, unless one is running.
func (m *matrixRun) start(ctx context.Context, source string) error {
	// A test has no time to start one for each source.
	if m.bench != nil && (m.source == source || m.options.quick) {
		return nil
	}
	m.stop()
	b, err := newBench(ctx, m.testbed, settings{pace: m.options.pace()}, m.options)
	if err != nil {
		return err
	}
	m.bench, m.source = b, source
	return nil
}

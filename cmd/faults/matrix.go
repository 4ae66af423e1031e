package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// matrixOptions are how a matrix is run.
type matrixOptions struct {
	only  *regexp.Regexp
	rate  int
	each  time.Duration
	long  time.Duration
	quick bool // a test: no times, no cells that are about them
	begin func(done, all int, name string)
	done  func(cell)
}

// pace is how soon the gateway gives up.
func (o matrixOptions) pace() pace {
	if o.quick {
		return lenient
	}
	return brisk
}

// pair is one cell to be run.
type pair struct {
	e *endpoint
	f *fault
}

// matrix runs the cells, source by source.
func matrix(ctx context.Context, o matrixOptions) ([]cell, error) {
	h, err := newHouse(ctx, 300, nil)
	if err != nil {
		return nil, err
	}
	defer h.close()
	var pairs []pair
	faults := allFaults()
	for _, e := range h.endpoints {
		for i := range faults {
			f := &faults[i]
			if inMatrix(e) && (f.suits == nil || f.suits(e)) && o.only.MatchString(e.key+"/"+f.name) {
				pairs = append(pairs, pair{e, f})
			}
		}
	}
	specials := slices.DeleteFunc(allSpecials(o), func(s special) bool { return !o.only.MatchString("all/" + s.name) })
	all := len(pairs) + len(specials)
	var out []cell
	m := &matrixRun{house: h, options: o}
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
	for i, s := range specials {
		o.begin(len(pairs)+i, all, s.name)
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
	house   *house
	options matrixOptions
	bench   *bench
	source  string
}

func (m *matrixRun) stop() {
	if m.bench != nil {
		m.bench.close()
		m.bench = nil
	}
}

// settled runs a cell, and twice more when times did not hold: they are the
// whole machine's, not the gateway's alone. The report tells of it.
func (m *matrixRun) settled(ctx context.Context, p pair) (cell, error) {
	const most = 2
	for again := 0; ; again++ {
		c, err := m.cell(ctx, p)
		c.again = again
		if err != nil || !c.lateness || again == most {
			return c, err
		}
	}
}

// cell runs one cell. A gateway that is to find the endpoint elsewhere, or did,
// is started for it; so is one that did not stand the last cell.
func (m *matrixRun) cell(ctx context.Context, p pair) (cell, error) {
	// A test has no time to start one for each source.
	if m.bench == nil || m.source != p.e.key && !m.options.quick {
		m.stop()
		b, err := newBench(ctx, m.house, settings{pace: m.options.pace()}, m.options)
		if err != nil {
			return cell{}, err
		}
		m.bench, m.source = b, p.e.key
	}
	if p.f.address == nil {
		c, err := m.bench.run(ctx, p.e, p.f)
		if !c.held() {
			m.stop()
		}
		return c, err
	}
	address, stop, err := p.f.address(ctx, m.house, p.e)
	if err != nil {
		return cell{}, err
	}
	defer stop()
	if err := m.bench.restart(ctx, settings{pace: m.options.pace(), addresses: map[string]string{p.e.key: address}}); err != nil {
		return cell{}, err
	}
	c, err := m.bench.run(ctx, p.e, p.f)
	if err != nil {
		return c, err
	}
	return c, m.bench.restart(ctx, settings{pace: m.options.pace()})
}

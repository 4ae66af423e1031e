package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// The requests of the scenarios.
func toHealth(c *contender) request   { return c.health }
func toEveryday(c *contender) request { return c.everyday }
func toFamily(c *contender) request   { return c.family }

func (b *bench) scenarios(ctx context.Context) (*report, error) {
	r := &report{each: b.each, pairs: b.pairs, began: time.Now()}
	for _, s := range []struct {
		name string
		run  func(context.Context) ([]row, error)
	}{
		{"S1", b.onePerson}, {"S2", b.latency}, {"S3", b.family}, {"S4", b.footprint}, {"S5", b.growth}, {"S6", b.protections}, {"S7", b.everyday},
	} {
		if !b.wants(s.name) {
			continue
		}
		rows, err := s.run(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		for i := range rows {
			rows[i].scenario = s.name
		}
		r.rows = append(r.rows, rows...)
	}
	r.took = time.Since(r.began)
	return r, nil
}

// turns loads contenders in turn, the floor among them, and checks that all make
// the floor's calls.
func (b *bench) turns(ctx context.Context, what string, who []*contender, l load) (map[string][]*measured, error) {
	runs, err := b.turnsOf(ctx, what, who, l)
	if err != nil {
		return nil, err
	}
	return runs, b.sameCalls(runs)
}

// turnsOf loads contenders in turn for several rounds, every second one in
// reverse, and returns each one's runs.
func (b *bench) turnsOf(ctx context.Context, what string, who []*contender, l load) (map[string][]*measured, error) {
	runs := map[string][]*measured{}
	short := l
	short.lasts = min(l.lasts, 300*time.Millisecond)
	for _, c := range who {
		if _, err := b.run(ctx, c, short); err != nil { // to warm connections and caches
			return nil, err
		}
	}
	for round := range b.pairs {
		order := slices.Clone(who)
		if round%2 == 1 {
			slices.Reverse(order)
		}
		for _, c := range order {
			b.bar.Step("%s, round %d of %d: %s", what, round+1, b.pairs, c.name)
			m, err := b.run(ctx, c, l)
			if err != nil {
				return nil, err
			}
			runs[c.name] = append(runs[c.name], m)
		}
	}
	return runs, nil
}

// sameCalls fails if a contender made other calls than the floor. People differ,
// so runs of different length differ slightly.
func (b *bench) sameCalls(runs map[string][]*measured) error {
	wants := callsEach(runs[b.floor.name])
	for name, all := range runs {
		makes := callsEach(all)
		if off := makes/wants - 1; off > 0.05 || off < -0.05 {
			return fmt.Errorf("%s makes %.2f calls a request, and the floor %.2f", name, makes, wants)
		}
	}
	return nil
}

func callsEach(runs []*measured) float64 {
	calls, requests := int64(0), 0
	for _, m := range runs {
		for n := range maps.Values(m.calls) {
			calls += n
		}
		requests += m.requests
	}
	return float64(calls) / float64(max(1, requests))
}

// ratios are a contender's figure relative to the floor's, round by round.
func (b *bench) ratios(runs map[string][]*measured, name string, figure func(*measured) float64) spread {
	return inTurn(each(runs[name], figure), each(runs[b.floor.name], figure))
}

func figures(runs []*measured, figure func(*measured) float64) spread {
	return spreadOf(each(runs, figure))
}

func each(runs []*measured, figure func(*measured) float64) (out []float64) {
	for _, m := range runs {
		out = append(out, figure(m))
	}
	return out
}

// slower requires a peer to answer fewer requests than the gateway.
func (b *bench) slower(r *row, c *contender, theirs, ours float64) {
	if slices.Contains(b.peers, c) {
		r.goal, r.held = "less than ours", theirs < ours
	}
}

// dearer requires a peer to use more than the gateway.
func (b *bench) dearer(r *row, c *contender, theirs, ours float64) {
	if slices.Contains(b.peers, c) {
		r.goal, r.held = "more than ours", theirs > ours
	}
}

// inTurn are the ratios of values to the floor's, round by round.
func inTurn(values, floors []float64) spread {
	var out []float64
	for i, v := range values {
		out = append(out, v/floors[i])
	}
	return spreadOf(out)
}

func processorMs(m *measured) float64 { return m.each().Seconds() * 1000 }

// onePerson is S1: requests per second.
func (b *bench) onePerson(ctx context.Context) ([]row, error) {
	const clients = 32
	runs, err := b.turns(ctx, "S1 one person", b.all(), load{request: toHealth, people: b.citizens, clients: clients, lasts: b.each})
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, c := range b.all() {
		r := row{
			what: fmt.Sprintf("requests a second, one person, five registers, %d clients", clients), who: c.name,
			value:  fmt.Sprintf("%.0f", figures(runs[c.name], (*measured).perSecond).median),
			ratio:  b.ratios(runs, c.name, (*measured).perSecond),
			detail: fmt.Sprintf("%.3f ms of processor and %.2f calls each", figures(runs[c.name], processorMs).median, callsEach(runs[c.name])),
		}
		switch c {
		case b.gateway:
			r.goal, r.held = "≥ 0.5 (stretch 0.8)", r.ratio.median >= 0.5
		default:
			b.slower(&r, c, r.ratio.median, b.ratios(runs, b.gateway.name, (*measured).perSecond).median)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// latency is S2: the response time at a moderate rate when registers take 20 ms.
func (b *bench) latency(ctx context.Context) ([]row, error) {
	const away, rate, clients = 20 * time.Millisecond, 60, 32
	b.delay.Store(int64(away))
	defer b.delay.Store(0)
	runs, err := b.turns(ctx, "S2 registers of 20 ms", b.all(), load{request: toHealth, people: b.citizens, clients: clients, rate: rate, lasts: 4 * b.each})
	if err != nil {
		return nil, err
	}
	var rows []row
	floor := pooled(runs[b.floor.name])
	ours := pooled(runs[b.gateway.name])
	for _, p := range []struct {
		share float64
		goal  time.Duration
	}{{0.50, time.Millisecond}, {0.95, 0}, {0.99, 3 * time.Millisecond}} {
		for _, c := range b.all() {
			took := pooled(runs[c.name]).percentile(p.share)
			over := took - floor.percentile(p.share)
			r := row{
				what: fmt.Sprintf("p%.0f at %d requests a second, registers of 20 ms", 100*p.share, rate), who: c.name,
				value: fmt.Sprintf("%.2f ms", ms(took)), ratio: exactly(float64(took) / float64(floor.percentile(p.share))),
				detail: fmt.Sprintf("%+.2f ms to the floor", ms(over)),
			}
			switch {
			case c == b.gateway && p.goal > 0:
				r.goal, r.held = fmt.Sprintf("≤ +%.0f ms", ms(p.goal)), over <= p.goal
			default:
				b.dearer(&r, c, ms(took), ms(ours.percentile(p.share)))
			}
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// pooled combines all runs into one.
func pooled(runs []*measured) *measured {
	all := &measured{}
	for _, m := range runs {
		all.latencies = append(all.latencies, m.latencies...)
	}
	slices.Sort(all.latencies)
	return all
}

// family is S3: one request about fifty people.
func (b *bench) family(ctx context.Context) ([]row, error) {
	l := load{request: toFamily, people: []*citizen{b.guardians[family]}, clients: 1, lasts: b.each}
	runs, err := b.turns(ctx, "S3 fifty people", b.all(), l)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, c := range b.all() {
		r := row{
			what: fmt.Sprintf("processor time of one request about %d people", family), who: c.name,
			value: fmt.Sprintf("%.1f ms", figures(runs[c.name], processorMs).median), ratio: b.ratios(runs, c.name, processorMs),
			detail: callsByRegister(runs[c.name]),
		}
		switch c {
		case b.gateway:
			r.goal, r.held = "≤ 2 (stretch 1.2)", r.ratio.median <= 2
		default:
			b.dearer(&r, c, r.ratio.median, b.ratios(runs, b.gateway.name, processorMs).median)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func callsByRegister(runs []*measured) string {
	calls, requests := map[string]int64{}, 0
	for _, m := range runs {
		for name, n := range m.calls {
			calls[name] += n
		}
		requests += m.requests
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		if n := calls[name]; n > 0 {
			out = append(out, fmt.Sprintf("%s %.0f", name, float64(n)/float64(requests)))
		}
	}
	return "calls: " + strings.Join(out, ", ")
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

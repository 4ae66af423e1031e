package main

import (
	"context"
	"fmt"
	"time"
)

// footprint is S4: size, memory and startup time.
func (b *bench) footprint(ctx context.Context) ([]row, error) {
	const mega, most, soon = 1 << 20, 64, 100 * time.Millisecond
	began, idle := map[string][]float64{}, map[string][]float64{}
	for round := range b.pairs {
		for _, c := range b.all() {
			b.bar.Step("S4 start, round %d of %d: %s", round+1, b.pairs, c.name)
			c.stop()
			took, err := b.firstAnswer(ctx, c)
			if err != nil {
				return nil, err
			}
			began[c.name], idle[c.name] = append(began[c.name], ms(took)), append(idle[c.name], float64(c.memory())/mega)
		}
	}
	var rows []row
	ours := map[string]float64{}
	add := func(what string, c *contender, unit string, values, floors []float64, goal string, most float64) {
		value := spreadOf(values).median
		r := row{what: what, who: c.name, value: fmt.Sprintf("%.*f %s", map[bool]int{true: 0, false: 1}[value >= 100], value, unit), ratio: inTurn(values, floors)}
		if c == b.gateway {
			ours[what] = value
		}
		if c == b.gateway && goal != "" {
			r.goal, r.held = goal, value < most
		}
		b.dearer(&r, c, value, ours[what])
		rows = append(rows, r)
	}
	var loaded, size []float64 // the floor's
	for _, c := range b.all() {
		b.bar.Step("S4: load %s", c.name)
		after, err := b.run(ctx, c, load{request: toHealth, people: b.citizens, clients: 32, lasts: 2 * b.each})
		if err != nil {
			return nil, err
		}
		resident, installed := []float64{float64(after.memory) / mega}, []float64{float64(c.size) / mega}
		if c == b.floor {
			loaded, size = resident, installed
		}
		add("from start to the first answer", c, "ms", began[c.name], began[b.floor.name], "< 100 ms", ms(soon))
		add("resident memory after the first answer", c, "MB", idle[c.name], idle[b.floor.name], "", 0)
		add("resident memory after S1's load", c, "MB", resident, loaded, "< 64 MB", most)
		add("size", c, "MB", installed, size, "", 0)
	}
	return rows, nil
}

// firstAnswer starts a contender, and returns the time to its first answer.
func (b *bench) firstAnswer(ctx context.Context, c *contender) (time.Duration, error) {
	start := time.Now()
	if err := c.start(ctx, b.Dir); err != nil {
		return 0, err
	}
	one, err := dial(ctx, c.address)
	if err != nil {
		return 0, err
	}
	defer one.close()
	err = one.exchange(c.health, b.citizens[0])
	return time.Since(start), err
}

// growth is S5: the cost of more people per request, and of more clients.
func (b *bench) growth(ctx context.Context) ([]row, error) {
	var rows []row
	first := map[string]float64{}
	for _, size := range []int{1, 10, 100, 500} {
		l := load{request: toFamily, people: []*citizen{b.guardians[size]}, clients: 1, lasts: b.each / 2}
		runs, err := b.turns(ctx, fmt.Sprintf("S5 %d people", size), b.all(), l)
		if err != nil {
			return nil, err
		}
		for _, c := range b.all() {
			each := figures(runs[c.name], processorMs).median / float64(size)
			if first[c.name] == 0 {
				first[c.name] = each
			}
			r := row{
				what: fmt.Sprintf("processor time for each of %d people in one request", size), who: c.name,
				value: fmt.Sprintf("%.3f ms", each), ratio: b.ratios(runs, c.name, processorMs),
				detail: fmt.Sprintf("%.2f of what it is for one", each/first[c.name]),
			}
			if c == b.gateway && size > 1 {
				const linear = 1.05
				r.goal, r.held = "linear or better", each <= linear*first[c.name]
			}
			b.dearer(&r, c, r.ratio.median, b.ratios(runs, b.gateway.name, processorMs).median)
			rows = append(rows, r)
		}
	}
	for _, clients := range []int{1, 4, 16, 64} {
		l := load{request: toHealth, people: b.citizens, clients: clients, lasts: b.each / 2}
		runs, err := b.turns(ctx, fmt.Sprintf("S5 %d clients", clients), b.all(), l)
		if err != nil {
			return nil, err
		}
		for _, c := range b.all() {
			r := row{
				what: fmt.Sprintf("requests a second of %d clients", clients), who: c.name,
				value: fmt.Sprintf("%.0f", figures(runs[c.name], (*measured).perSecond).median), ratio: b.ratios(runs, c.name, (*measured).perSecond),
				detail: fmt.Sprintf("p99 %.1f ms", ms(pooled(runs[c.name]).percentile(0.99))),
			}
			b.slower(&r, c, r.ratio.median, b.ratios(runs, b.gateway.name, (*measured).perSecond).median)
			rows = append(rows, r)
		}
	}
	return rows, nil
}

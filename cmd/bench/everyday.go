package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// everyday is S7: one person's health together with what people come for first,
// nine registers in one request. Contacts are merged from three of them. The slowest path is what the floor takes: two
// calls, or three for those whose critical information is listed.
func (b *bench) everyday(ctx context.Context) ([]row, error) {
	const (
		clients, rate = 32, 40
		away          = 20 * time.Millisecond
		above         = 2 * time.Millisecond
	)
	who := slices.DeleteFunc(b.all(), func(c *contender) bool { return c.everyday.path == "" })
	runs, err := b.turns(ctx, "S7 everyday services", who, load{request: toEveryday, people: b.citizens, clients: clients, lasts: b.each})
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, c := range who {
		r := row{
			what: fmt.Sprintf("requests a second, one person, nine registers, %d clients", clients), who: c.name,
			value:  fmt.Sprintf("%.0f", figures(runs[c.name], (*measured).perSecond).median),
			ratio:  b.ratios(runs, c.name, (*measured).perSecond),
			detail: fmt.Sprintf("%.3f ms of processor and %.2f calls each", figures(runs[c.name], processorMs).median, callsEach(runs[c.name])),
		}
		b.slower(&r, c, r.ratio.median, b.ratios(runs, b.gateway.name, (*measured).perSecond).median)
		rows = append(rows, r)
	}
	b.delay.Store(int64(away))
	defer b.delay.Store(0)
	runs, err = b.turns(ctx, "S7 registers of 20 ms", who, load{request: toEveryday, people: b.citizens, clients: clients, rate: rate, lasts: 4 * b.each})
	if err != nil {
		return nil, err
	}
	ours, floor := pooled(runs[b.gateway.name]).percentile(0.5), pooled(runs[b.floor.name]).percentile(0.5)
	for _, c := range who {
		took := pooled(runs[c.name]).percentile(0.5)
		over := took - floor
		r := row{
			what: fmt.Sprintf("p50 at %d requests a second, registers of %d ms", rate, away.Milliseconds()), who: c.name,
			value: fmt.Sprintf("%.2f ms", ms(took)), ratio: exactly(float64(took) / float64(floor)),
			detail: fmt.Sprintf("%+.2f ms to the floor", ms(over)),
		}
		if c == b.gateway {
			r.goal, r.held = fmt.Sprintf("≤ +%d ms", above.Milliseconds()), over <= above
		} else {
			b.dearer(&r, c, ms(took), ms(ours))
		}
		rows = append(rows, r)
	}
	return rows, nil
}

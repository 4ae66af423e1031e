package main

import (
	"context"
	"slices"
	"sync"
	"time"
)

// shot is one request, and its answer.
type shot struct {
	kind     *kind
	who      *person
	at       time.Duration // since the first shot
	response response
}

// fire sends requests at a steady rate for a while, whether answers come or not,
// and waits for the last one.
func (a *asker) fire(ctx context.Context, rate int, d time.Duration, pick func(i int) (*kind, *person)) []shot {
	n := max(1, int(d.Seconds()*float64(rate)))
	shots := make([]shot, n)
	start := time.Now()
	var group sync.WaitGroup
	for i := range n {
		if !pause(ctx, time.Until(start.Add(time.Duration(i)*time.Second/time.Duration(rate)))) {
			shots = shots[:i]
			break
		}
		s := &shots[i]
		s.kind, s.who = pick(i)
		s.at = time.Since(start)
		group.Go(func() { s.response = a.put(ctx, s.kind, s.who) })
	}
	group.Wait()
	return shots
}

// put sends one kind of query as a person.
func (a *asker) put(ctx context.Context, k *kind, who *person) response {
	if k.open {
		who = nil
	}
	return a.query(ctx, k.query, who)
}

// pause waits, and reports whether to go on.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// took are the times of the wanted shots.
func took(shots []shot, wanted func(*shot) bool) []time.Duration {
	var out []time.Duration
	for i := range shots {
		if wanted(&shots[i]) {
			out = append(out, shots[i].response.took)
		}
	}
	slices.Sort(out)
	return out
}

// percentile is of sorted times; 0 if there are none.
func percentile(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}

// ms is a time in milliseconds, for reports.
func ms(d time.Duration) float64 { return float64(d.Microseconds()/100) / 10 }

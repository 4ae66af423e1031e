package main

import (
	"cmp"
	"context"
	"time"

	"helsegraf/cmd/lab"
)

// judgeCircuit checks the circuits after the load.
func (t *trial) judgeCircuit(data any) {
	register := t.target.Register.Enum
	list, _ := at(data, "registers").([]any)
	open := false
	for _, one := range list {
		entry, _ := one.(map[string]any)
		region, _ := entry["region"].(string)
		operations, _ := entry["operations"].([]any)
		mine := entry["name"] == register && region == t.target.RegionKey()
		for _, operation := range operations {
			if o, _ := operation.(map[string]any); o["breaker"] != "CLOSED" {
				open = open || mine
				if !mine {
					t.cell.fail("the circuit of %v is open too", entry["name"])
				}
			}
		}
	}
	switch {
	case list == nil:
		t.cell.fail("the registers' status cannot be had")
	case t.fault.opens && !open && t.callsToTarget() >= cmp.Or(t.pace.minCalls, 20):
		t.cell.fail("the circuit is closed still")
	case !t.fault.opens && open:
		t.cell.fail("the circuit is open")
	}
	// Calls already sent when the first response arrives count too.
	most := int64(t.rate/2) * max(1, int64(t.shots[len(t.shots)-1].at/(restSeconds*time.Second)))
	if t.fault.rests && t.target.front.calls.Load() > most {
		t.cell.fail("%d calls to a register that asked to be left alone", t.target.front.calls.Load())
	}
}

// callsToTarget is how many calls the target's own query took. Those who wait for
// what is kept for all share one, and a circuit opens after some.
func (t *trial) callsToTarget() int {
	calls := 0
	for i := range t.shots {
		for _, s := range t.shots[i].response.sources {
			if t.shots[i].kind.name == t.target.query && s.Register == t.target.Register.Enum && s.Region == t.target.RegionKey() {
				calls += s.Calls
			}
		}
	}
	return calls
}

// judgeTimes compares latencies with those when all is well. It needs a quiet
// machine, so tests leave it out.
func (t *trial) judgeTimes(healthy []time.Duration) {
	c := t.cell
	c.others = percentile(took(t.shots, t.other), 0.99)
	if healthy == nil {
		for _, k := range t.others() {
			healthy = append(healthy, t.healthy[k.name]...)
		}
	}
	c.healthy = percentile(sorted(healthy), 0.99)
	if !t.timed {
		return
	}
	if c.slowest > t.pace.answersIn() {
		c.late("an answer took %.0f ms", ms(c.slowest))
	}
	if most := slower(c.healthy); c.others > most {
		c.late("p99 of other sources' answers is %.0f ms, was %.0f ms", ms(c.others), ms(c.healthy))
	}
}

// slower is the permitted p99 when it was d: a fifth more, plus noise in the few
// answers of one cell, whose p99 is the slowest of forty. Registers, proxies and
// clients share the gateway's cores; in the longer measurement with one register
// black-holed, a fifth is the whole allowance.
func slower(d time.Duration) time.Duration { return d + d/5 + 15*time.Millisecond }

// recover waits until the target is answered again.
func (t *trial) recover(ctx context.Context) {
	const patience = 6 * time.Second
	k := named(t.kinds, t.target.query)
	start := time.Now()
	for time.Since(start) < patience {
		a := t.asker.put(ctx, k, t.people[0])
		if a.err == nil && len(a.errors) == 0 && same(a.data, t.people[0].baseline[k.name]) {
			t.cell.recovered = time.Since(start)
			return
		}
		if !pause(ctx, 100*time.Millisecond) {
			return
		}
	}
	t.cell.fail("not well again in %v", patience)
}

// watch samples a process's memory until most is called for the peak.
func watch(ctx context.Context, pid int) (most func() int64) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan int64)
	go func() {
		var most int64
		for {
			most = max(most, lab.Memory(pid))
			if !pause(ctx, 50*time.Millisecond) {
				done <- most
				return
			}
		}
	}()
	return func() int64 {
		stop()
		return <-done
	}
}

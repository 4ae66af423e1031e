package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"helsegraf/cmd/lab"
)

// cell is the result of one fault at one source.
type cell struct {
	source, fault string
	failures      []string // expectations that failed, at most a few
	lateness      bool     // some concern times
	wrong         bool     // and some do not
	first         []string // the failures of a first run in which only times failed

	requests  int
	slowest   time.Duration // of all answers
	healthy   time.Duration // p99 of other sources' answers when all is well
	others    time.Duration // and during the fault
	tries     float64       // calls to registers, relative to when all is well
	recovered time.Duration // after the fault
	note      string        // other figures of a special cell
}

func (c *cell) held() bool { return len(c.failures) == 0 }

// fail records a failed expectation.
func (c *cell) fail(format string, values ...any) {
	c.wrong = true
	c.add(format, values...)
}

// add adds to the failures. The first few are enough.
func (c *cell) add(format string, values ...any) {
	const enough = 6
	text := fmt.Sprintf(format, values...)
	if len(c.failures) < enough && !slices.Contains(c.failures, text) {
		c.failures = append(c.failures, text)
	}
}

// late records a failed expectation about a time.
func (c *cell) late(format string, values ...any) {
	c.lateness = true
	c.add(format, values...)
}

// trial is one cell in progress.
type trial struct {
	*bench
	cell   *cell
	target *endpoint
	fault  *fault
	shots  []shot
}

// withoutFault are the times of other sources' answers when all is well, under
// the requests of a cell.
func (b *bench) withoutFault(ctx context.Context, e *endpoint, d time.Duration) []time.Duration {
	t := &trial{bench: b, target: e}
	t.shots = b.asker.fire(ctx, b.rate, d, t.pick)
	pause(ctx, b.pace.window) // let the circuit's window of successes expire
	return took(t.shots, t.other)
}

// other reports whether a shot does not involve the target.
func (t *trial) other(s *shot) bool { return !s.kind.uses(t.target) }

// run runs one cell on a bench with a healthy gateway. healthy are the times of
// other sources' answers to compare with; nil means the bench's.
func (b *bench) run(ctx context.Context, p pair, each time.Duration, healthy []time.Duration) (cell, error) {
	e, f := p.e, p.f
	c := cell{source: e.key, fault: f.name}
	t := &trial{bench: b, cell: &c, target: e, fault: f}
	for _, one := range b.testbed.fronts {
		one.reset()
	}
	b.testbed.elsewhere.reset()
	before := lab.Memory(b.gateway.pid)
	memory := watch(ctx, b.gateway.pid)
	undo := func() error { return nil }
	if f.put != nil {
		var err error
		if undo, err = f.put(ctx, b.testbed, e); err != nil {
			return c, err
		}
	}
	t.shots = b.asker.fire(ctx, b.rate, each, t.pick)
	breakers := b.asker.query(ctx, "{ registers { name region operations { breaker } } }", nil)
	if err := undo(); err != nil {
		return c, err
	}
	grown := memory() - before
	t.judge()
	t.judgeCircuit(breakers.data)
	t.judgeTimes(healthy)
	const most = 64 << 20
	if grown > most {
		c.fail("memory grew by %d MiB", grown>>20)
	}
	if f.put != nil {
		t.recover(ctx)
	}
	return c, ctx.Err()
}

// pick sends four requests of ten to the target, two to everything, and the rest
// elsewhere.
func (t *trial) pick(i int) (*kind, *person) {
	who := t.people[i%len(t.people)]
	switch {
	case i%10 < 4:
		return named(t.kinds, t.target.query), who
	case i%10 < 6:
		return named(t.kinds, "everything"), who
	}
	others := t.others()
	return others[(i/10*4+i%10-6)%len(others)], who
}

// others are the kinds that do not need the target. There is always at least the
// search, or a person's query without it.
func (t *trial) others() []*kind {
	var out []*kind
	for i := range t.kinds {
		if k := &t.kinds[i]; !k.uses(t.target) {
			out = append(out, k)
		}
	}
	return out
}

// judge checks every answer against what is expected.
func (t *trial) judge() {
	c := t.cell
	c.requests = len(t.shots)
	calls, expected, reported := 0, 0, false
	for i := range t.shots {
		s := &t.shots[i]
		a := &s.response
		c.slowest = max(c.slowest, a.took)
		calls, expected = calls+a.calls(), expected+t.expected[s.kind.name]
		if a.err != nil || a.status != 200 {
			c.fail("%s: status %d, %v", s.kind.name, a.status, a.err)
			continue
		}
		baseline := s.who.baseline[s.kind.name]
		if !within(a.data, baseline) {
			c.fail("%s: data that are not this person's", s.kind.name)
		}
		if word := tells(a.about); word != "" {
			c.fail("%s: the answer tells %q", s.kind.name, word)
		}
		switch {
		case t.other(s):
			if !same(a.data, baseline) || len(a.errors) > 0 {
				c.fail("%s: other sources' answers are not whole: %v", s.kind.name, a.codes("", ""))
			}
		case s.kind.name == "everything":
			t.siblings(s)
		case s.kind.name == t.target.query:
			reported = t.judgeField(s) || reported
		}
	}
	if len(t.fault.codes) > 0 && !reported {
		c.fail("no answer tells of the fault by %s", strings.Join(t.allowed(), " or "))
	}
	c.tries = float64(calls) / float64(max(1, expected))
	const most = 1.1
	if c.tries > most {
		c.fail("%.2f tries for each that is needed", c.tries)
	}
	if n := t.testbed.elsewhere.calls.Load(); n > 0 {
		c.fail("%d requests went where they were pointed to", n)
	}
	if word := tells([]byte(t.gateway.output.String())); word != "" {
		c.fail("the log tells %q", word)
	}
	for _, p := range t.people {
		if strings.Contains(t.gateway.output.String(), p.number) {
			c.fail("the log tells an identity number")
		}
	}
}

// tells finds words in the gateway's messages that only the registers know.
func tells(text []byte) string {
	for _, word := range []string{"127.0.0.1", ".onion", "Registerets egen", "Logg inn", "Forespørselen", "goroutine ", "\"panic\"", "x509", "EOF"} {
		if strings.Contains(string(text), word) {
			return word
		}
	}
	return ""
}

// allowed are the codes the field may have.
func (t *trial) allowed() []string {
	if t.target.code != "" {
		return []string{t.target.code}
	}
	return t.fault.codes
}

// judgeField checks the target's own field, and reports whether it had one of
// the fault's codes.
func (t *trial) judgeField(s *shot) (reported bool) {
	a, baseline := &s.response, s.who.baseline[s.kind.name]
	codes := a.codes(s.kind.field, t.target.RegionKey())
	switch {
	case t.fault.whole:
		if !same(a.data, baseline) || len(a.errors) > 0 {
			t.cell.fail("%s: the answer is not what it was: %v", s.kind.name, codes)
		}
		return true
	case len(t.fault.codes) == 0:
		return true
	case len(codes) == 0 && at(a.data, s.kind.field+".complete") == false:
		return true // other regions' data stands, and the list is marked incomplete
	case len(codes) == 0:
		t.cell.fail("%s: no error where the source failed", s.kind.name)
	}
	for _, code := range codes {
		if code != codeCircuitOpen && !slices.Contains(t.allowed(), code) {
			t.cell.fail("%s: code %s", s.kind.name, code)
		}
		reported = reported || slices.Contains(t.allowed(), code)
	}
	if t.target.code != "" && !s.kind.represents() && at(a.data, s.kind.field) != nil {
		t.cell.fail("%s: data although it was not decided or logged", s.kind.name)
	}
	return reported
}

// siblings checks that other fields stand in an answer without the target's.
func (t *trial) siblings(s *shot) {
	if slices.Contains(foundation(), t.target.key) {
		return
	}
	for i := range t.kinds {
		k := &t.kinds[i]
		if k.open || k.name == "everything" || k.uses(t.target) {
			continue
		}
		got, want := at(s.response.data, k.field), at(s.who.baseline["everything"], k.field)
		for _, part := range t.targetsIn(k) {
			got, want = without(got, part), without(want, part)
		}
		if !same(got, want) {
			t.cell.fail("everything: %s is not whole: %v", k.name, s.response.codes(k.field, ""))
		}
	}
}

// targetsIn are the paths below a kind's field to those fields that the target
// answers: in everything, they are in the same object.
func (t *trial) targetsIn(k *kind) (paths []string) {
	for i := range t.kinds {
		below, inside := strings.CutPrefix(t.kinds[i].field, k.field+".")
		if inside && t.kinds[i].uses(t.target) {
			paths = append(paths, below)
		}
	}
	return paths
}

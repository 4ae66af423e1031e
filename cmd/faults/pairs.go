package main

import (
	"context"
	"slices"
	"strings"

	"helsegraf/mocks/standin"
)

// way is how one of two endpoints fails.
type way struct {
	name  string
	codes []string
	put   func(context.Context, *testbed, *endpoint) (func() error, error)
}

// both is two endpoints failing at once, each in its own way.
type both struct {
	endpoints [2]*endpoint
	ways      [2]way
}

// name is which endpoints, and how they fail.
func (p both) name() string {
	var out []string
	for i, e := range p.endpoints {
		out = append(out, e.key+" "+p.ways[i].name)
	}
	return strings.Join(out, ", ")
}

// allPairs are the register of consents and two others, in pairs: one is down
// while the other is slow, and one mixes people up while the other breaks off,
// both ways round.
func allPairs(h *testbed) []both {
	others := h.sample()
	some := []*endpoint{h.consents(), others[3], others[0]}
	pairs := [][2]way{
		{
			{"refused", []string{codeUnavailable}, refuse},
			{"slow", []string{codeTimeout}, by(standin.Fault{LatencyMs: 30_000})},
		},
		{
			{"about others", []string{codeMismatch, codeInvalid}, by(standin.Fault{Body: "wrong-subject"})},
			{"truncated", []string{codeUnavailable, codeInvalid}, by(standin.Fault{Body: "truncate"})},
		},
	}
	var out []both
	for i, one := range some {
		for _, other := range some[i+1:] {
			for _, ways := range pairs {
				out = append(out,
					both{[2]*endpoint{one, other}, ways},
					both{[2]*endpoint{other, one}, ways})
			}
		}
	}
	return out
}

// runPair runs a pair on a healthy bench.
func (b *bench) runPair(ctx context.Context, p both) (cell, error) {
	c := cell{source: "all", fault: p.name()}
	for _, one := range b.testbed.fronts {
		one.reset()
	}
	var undo []func() error
	for i, e := range p.endpoints {
		f, err := p.ways[i].put(ctx, b.testbed, e)
		if err != nil {
			return c, err
		}
		undo = append(undo, f)
	}
	all := b.guarded()
	shots := b.asker.fire(ctx, b.rate, b.each, func(i int) (*kind, *person) {
		return all[i%len(all)], b.people[i/len(all)%len(b.people)]
	})
	calls := 0
	for _, e := range p.endpoints {
		calls += int(e.front.calls.Load())
	}
	for _, f := range undo {
		if err := f(); err != nil {
			return c, err
		}
	}
	denied := slices.ContainsFunc(p.endpoints[:], func(e *endpoint) bool { return slices.Contains(foundation(), e.key) })
	fields := 0
	for i := range shots {
		s := &shots[i]
		fields += p.judge(&c, s, denied)
		c.slowest = max(c.slowest, s.response.took)
	}
	if b.timed && c.slowest > b.pace.answersIn() {
		c.fail("an answer took %.0f ms", ms(c.slowest))
	}
	for _, e := range p.endpoints {
		(&trial{bench: b, cell: &c, target: e}).recover(ctx)
	}
	c.notes("%d requests, %d data fields, slowest %.0f ms, %d calls to the two; well after %.0f ms", len(shots), fields, ms(c.slowest), calls, ms(c.recovered))
	return c, ctx.Err()
}

// judge checks one answer, and returns how many fields it shows.
func (p both) judge(c *cell, s *shot, denied bool) int {
	a, baseline := &s.response, s.who.baseline[s.kind.name]
	codes, field := a.codes(s.kind.field, ""), at(a.data, s.kind.field)
	partial := 0
	if field != nil {
		partial = 1
	}
	if a.err != nil || a.status != 200 {
		c.fail("%s: status %d, %v", s.kind.name, a.status, a.err)
		return partial
	}
	if !within(a.data, baseline) {
		c.fail("%s: data that are not this person's", s.kind.name)
	}
	if denied {
		if field != nil || !slices.Equal(codes, []string{codeConsent}) {
			c.fail("%s: told although it was not decided: %v", s.kind.name, codes)
		}
		return partial
	}
	needed := false
	for i, e := range p.endpoints {
		if !s.kind.uses(e) {
			continue
		}
		needed = true
		for _, code := range codes {
			if code != codeCircuitOpen && !slices.Contains(p.ways[i].codes, code) {
				c.fail("%s: code %s", s.kind.name, code)
			}
		}
		if len(codes) == 0 {
			c.fail("%s: no error where the source failed", s.kind.name)
		}
	}
	if !needed && (!same(a.data, baseline) || len(a.errors) > 0) {
		c.fail("%s: other sources' answers are not whole: %v", s.kind.name, a.codes("", ""))
	}
	return partial
}

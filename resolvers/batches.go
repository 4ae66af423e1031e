package resolvers

import (
	"context"
	"sync"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
)

// loaders are the batches of one request, by the places of their reads in the
// table. Their keys hold grants, so that nothing can be asked that was not
// decided.
type loaders struct {
	// expected is written before the first field is resolved and only read after;
	// where nothing is expected of a read it is nil.
	expected []batch
	// bound is what the keys now expected are counted against; nil is nothing.
	bound *budget

	mu     sync.Mutex
	strays map[int]batch // for keys that nothing foresaw
}

// batch is a loader, whatever it loads.
type batch interface {
	start(ctx context.Context)
	// size is how many questions it comes to.
	size() int
	// about is how many it would be about so many people as it now is about one.
	about(people int) int
	// mark remembers which keys are expected, and undo refuses those that have
	// come since.
	mark()
	undo(because error)
}

// of is the batch at a place.
func (l *loaders) of(at, size int) batch {
	if l.expected == nil {
		l.expected = make([]batch, size)
	}
	return l.expected[at]
}

// start sends every batch that expects something.
func (l *loaders) start(ctx context.Context) {
	for _, one := range l.expected {
		if one != nil {
			one.start(ctx)
		}
	}
}

// size is how many questions all batches come to.
func (l *loaders) size() int { return l.about(1) }

// about is how many there would be about so many people.
func (l *loaders) about(people int) int {
	n := 0
	for _, one := range l.expected {
		if one != nil {
			n += one.about(people)
		}
	}
	return n
}

// expect adds the keys that one need of one subject will load. It is false where
// what bounds them has no room for all of them: then they are refused.
func (l *loaders) expect(q *request, need plan.Need, g policy.Grant) bool {
	rows := q.r.reads.byField[need.Field]
	if l.bound == nil {
		for _, r := range rows {
			r.expect(q, l, need, g)
		}
		return true
	}
	before := l.size()
	for _, r := range rows {
		if one := r.loader(l); one != nil {
			one.mark()
		}
		r.expect(q, l, need, g)
	}
	calls := l.size() - before
	if calls <= l.bound.left {
		l.bound.take(calls)
		return true
	}
	by := graph.Register(need.Register)
	l.bound.refuse(by)
	for _, r := range rows {
		if one := r.loader(l); one != nil {
			one.undo(overBudget(by))
		}
	}
	return false
}

package resolvers

import (
	"context"
	"sync"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
)

// loaders are the batches of one request, indexed by the place of their read in
// the table. Their keys hold grants, so nothing undecided can be fetched.
type loaders struct {
	// expected is written before the first field is resolved and only read after.
	// An entry is nil when no keys are expected for its read.
	expected []batch
	// bound is the budget that expected keys are counted against; nil is
	// unlimited.
	bound *budget

	mu     sync.Mutex
	strays map[int]batch // for keys that no plan foresaw
}

// batch is a loader of any type.
type batch interface {
	start(ctx context.Context)
	// size is the number of calls the batch makes.
	size() int
	// about is the number of calls if the batch covered this many people instead
	// of one.
	about(people int) int
	// mark remembers which keys are expected, and undo removes those added since.
	mark()
	undo(because error)
}

// of returns the batch at a place.
func (l *loaders) of(at, size int) batch {
	if l.expected == nil {
		l.expected = make([]batch, size)
	}
	return l.expected[at]
}

// start sends every batch that expects keys.
func (l *loaders) start(ctx context.Context) {
	for _, one := range l.expected {
		if one != nil {
			one.start(ctx)
		}
	}
}

// size is the number of calls all batches make.
func (l *loaders) size() int { return l.about(1) }

// about is the number of calls if each batch covered this many people.
func (l *loaders) about(people int) int {
	n := 0
	for _, one := range l.expected {
		if one != nil {
			n += one.about(people)
		}
	}
	return n
}

// expect adds the keys that one need of one subject will load. It returns false,
// and refuses the keys, when the budget has no room for all of them.
func (l *loaders) expect(q *request, need plan.Need, g policy.Grant) bool {
	rows := q.r.reads.rows(need)
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

package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"helsegraf/mocks/standin"
)

// writeFault is one way for the register, or the usage log, to fail with a change.
type writeFault struct {
	name string
	log  bool // the usage log's, and not the register's
	// deaf: outcomes may not reach the log.
	deaf bool
	// settles is how long something may be on its way when the fault has ended.
	settles time.Duration
	put     put
	// steps are the tries under the fault, if they differ.
	steps []writeStep
}

// put causes a fault until undo.
type put func(ctx context.Context, h *testbed, e *endpoint) (undo func() error, err error)

// writeStep is how one try is to fail: at the register, at the usage log, or both.
type writeStep struct {
	change, log put
	killed      bool // the gateway, while it is at it
}

// tries are how each try is to fail: two in the same way, if nothing else is said.
func (f *writeFault) tries() []writeStep {
	if f.steps != nil {
		return f.steps
	}
	one := writeStep{change: f.put}
	if f.log {
		one = writeStep{log: f.put}
	}
	return []writeStep{one, one}
}

// put causes the faults of a step until undo.
func (s writeStep) put(ctx context.Context, h *testbed) (undo func() error, err error) {
	var all []func() error
	undo = func() (err error) {
		for _, one := range all {
			err = errors.Join(err, one())
		}
		return err
	}
	for e, p := range map[*endpoint]put{h.changes: s.change, h.log(): s.log} {
		if p == nil {
			continue
		}
		one, err := p(ctx, h, e)
		if err != nil {
			return nil, errors.Join(err, undo())
		}
		all = append(all, one)
	}
	return undo, nil
}

// Operations of the stand-ins: those that change something, the beginning of a
// change and its outcome.
const (
	changeOperations = "SettInnbyggersPersonvernInnstilling|Akuttsperre"
	beginOperation   = "Act"
	outcomeOperation = "Outcome"
	bothOperations   = beginOperation + "|" + outcomeOperation
)

// never is longer than anybody waits.
const never = 30_000

func writeFaults() []writeFault {
	of := func(operations string) func(standin.Fault) func(context.Context, *testbed, *endpoint) (func() error, error) {
		return func(f standin.Fault) func(context.Context, *testbed, *endpoint) (func() error, error) {
			f.Operation = operations
			return by(f)
		}
	}
	change, begin, outcome, both := of(changeOperations), of(beginOperation), of(outcomeOperation), of(bothOperations)
	const late, later = 1300, 3500
	return []writeFault{
		{name: "done, and 500", put: change(standin.Fault{Status: http.StatusInternalServerError, After: true})},
		{name: "done, and 503", put: change(standin.Fault{Status: http.StatusServiceUnavailable, After: true})},
		{name: "done, and 401", put: change(standin.Fault{Status: http.StatusUnauthorized, After: true})},
		{name: "done, and 403", put: change(standin.Fault{Status: http.StatusForbidden, After: true})},
		{name: "done, and 422", put: change(standin.Fault{Status: http.StatusUnprocessableEntity, After: true})},
		{name: "done, and redirect", put: elsewhere(standin.Fault{Operation: changeOperations, Status: http.StatusFound, After: true})},
		{name: "done, and garbled", put: change(standin.Fault{Body: "garble"})},
		{name: "done, and truncated", put: change(standin.Fault{Body: "truncate"})},
		{name: "done, and login page", put: change(standin.Fault{Body: "html"})},
		{name: "done, and another resource", put: change(standin.Fault{Body: "other"})},
		{name: "done, and reset", put: change(standin.Fault{Body: "reset"})},
		{name: "done, and slow body", put: change(standin.Fault{Body: "slow"})},
		{name: "done late", settles: late * time.Millisecond, put: change(standin.Fault{Body: "late", LatencyMs: late})},
		{name: "done later", settles: later * time.Millisecond, put: change(standin.Fault{Body: "late", LatencyMs: later})},
		{name: "done, and the network resets", put: byToxic("reset_peer", nil)},
		{name: "done, and the network says nothing", put: byToxic("timeout", map[string]any{"timeout": 0})},
		{name: "read and closed", put: change(standin.Fault{Body: "close"})},
		{name: "refused", put: refuse},
		{name: "slow headers", put: change(standin.Fault{LatencyMs: never})},
		{name: "500", put: change(standin.Fault{Status: http.StatusInternalServerError})},
		{name: "503, come back later", settles: restSeconds * time.Second, put: change(standin.Fault{Status: http.StatusServiceUnavailable, RetryAfter: restSeconds})},
		{name: "429, come back later", settles: restSeconds * time.Second, put: change(standin.Fault{Status: http.StatusTooManyRequests, RetryAfter: restSeconds})},
		{name: "400", put: change(standin.Fault{Status: http.StatusBadRequest})},
		{name: "401", put: change(standin.Fault{Status: http.StatusUnauthorized})},
		{name: "403", put: change(standin.Fault{Status: http.StatusForbidden})},
		{name: "408", put: change(standin.Fault{Status: http.StatusRequestTimeout})},
		{name: "409", put: change(standin.Fault{Status: http.StatusConflict})},

		{name: "refused", log: true, deaf: true, put: refuse},
		{name: "slow headers", log: true, deaf: true, put: both(standin.Fault{LatencyMs: never})},
		{name: "503", log: true, deaf: true, put: both(standin.Fault{Status: http.StatusServiceUnavailable})},
		{name: "garbled", log: true, deaf: true, put: both(standin.Fault{Body: "garble"})},
		{name: "another entry", log: true, deaf: true, put: both(standin.Fault{Body: "wrong-subject"})},
		{name: "begun, and 503", log: true, put: begin(standin.Fault{Status: http.StatusServiceUnavailable, After: true})},
		{name: "begun, and reset", log: true, put: begin(standin.Fault{Body: "reset"})},
		{name: "refuses outcomes", log: true, deaf: true, put: outcome(standin.Fault{Status: http.StatusServiceUnavailable})},
		{name: "outcomes slow", log: true, deaf: true, put: outcome(standin.Fault{LatencyMs: never})},
		{name: "outcomes taken, and 503", log: true, put: outcome(standin.Fault{Status: http.StatusServiceUnavailable, After: true})},
		{name: "outcomes taken, and reset", log: true, put: outcome(standin.Fault{Body: "reset"})},

		// What one try leaves behind must not be denied by the next.
		{name: "done later, then refused, without the log", deaf: true, settles: later * time.Millisecond, steps: []writeStep{
			{change: change(standin.Fault{Body: "late", LatencyMs: later}), log: both(standin.Fault{Status: http.StatusServiceUnavailable})},
			{change: refuse, log: both(standin.Fault{Status: http.StatusServiceUnavailable})},
		}},
		{name: "refused, then killed while it is done, then refused", settles: later * time.Millisecond, steps: []writeStep{
			{change: refuse}, {change: change(standin.Fault{Body: "late", LatencyMs: later}), killed: true}, {change: refuse},
		}},
	}
}

package main

import (
	"context"
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
	put     func(ctx context.Context, h *testbed, e *endpoint) (undo func() error, err error)
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
	}
}

// at is the endpoint that fails.
func (f *writeFault) at(h *testbed) *endpoint {
	if f.log {
		return h.log()
	}
	return h.changes
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"helsegraf/mocks/standin"
)

// restart ends one replica after the other, every second time at once.
func (s *writesSoak) restart(ctx context.Context) error {
	for i := 0; pause(ctx, s.every); i++ {
		one, kill := s.replicas[i%2], i/2%2 == 1
		if kill {
			one.gateway.kill()
		} else if _, err := one.gateway.stop(); err != nil {
			return fmt.Errorf("a replica stops: %w", err)
		}
		s.mu.Lock()
		if kill {
			s.kills++
		} else {
			s.stops++
		}
		s.mu.Unlock()
		if err := s.start(context.WithoutCancel(ctx), one); err != nil {
			return err
		}
	}
	return nil
}

// fail makes the registers that a change needs fail in every way, in turn.
func (s *writesSoak) fail(ctx context.Context) {
	var changes, logs []standin.Fault
	for _, f := range []standin.Fault{
		{Status: http.StatusServiceUnavailable}, {Status: http.StatusServiceUnavailable, After: true}, {Status: http.StatusUnauthorized, After: true},
		{Status: http.StatusForbidden, After: true}, {Status: http.StatusForbidden}, {Status: http.StatusTooManyRequests}, {Body: "garble"}, {Body: "truncate"}, {Body: "reset"},
		{Body: "html"}, {Body: "close"}, {Body: "late", LatencyMs: 600}, {Body: "late", LatencyMs: 3000}, {LatencyMs: never},
	} {
		f.Operation = changeOperations
		changes = append(changes, f, f) // these are what this is about
		f.Operation = "HentInnbyggersPiForPart"
		if !f.After && f.Body != "late" && f.Body != "close" {
			changes = append(changes, f)
		}
		for _, operation := range []string{beginOperation, outcomeOperation} {
			f.Operation = operation
			logs = append(logs, f)
		}
	}
	for i := 0; pause(ctx, 300*time.Millisecond); i++ {
		change, log := changes[i%len(changes)], logs[i*5%len(logs)]
		change.Rate, log.Rate = s.wrong, s.wrong
		_ = s.testbed.changes.show(ctx, &change) // set again in a moment
		_ = s.testbed.log().show(ctx, &log)
	}
}

// refuse makes the network refuse connections to one and the other, for its share of
// the time.
func (s *writesSoak) refuse(ctx context.Context) {
	const each = 300 * time.Millisecond
	for i := 0; pause(ctx, time.Duration(float64(each)/s.wrong)); i++ {
		p := []*endpoint{s.testbed.changes, s.testbed.log()}[i%2].proxy
		p.Stop()
		pause(ctx, each)
		if p.Start() != nil {
			return
		}
	}
}

// calm ends every fault.
func (s *writesSoak) calm(ctx context.Context) error {
	return errors.Join(s.testbed.changes.show(ctx, nil), s.testbed.log().show(ctx, nil))
}

package main

import (
	"context"
	"time"

	"helsegraf/sources"
)

// register looks at one endpoint: the way there, the token, a question.
func (d *doctor) register(ctx context.Context, e reachable) []finding {
	if !e.configured() {
		return []finding{{Level: skipped, Check: "configuration", Subject: e.Key(), Says: "not configured: what it has is not offered"}}
	}
	found := []finding{d.reach(ctx, e.Key(), e.BaseURL)}
	if failed(found) {
		return found
	}
	if e.User == "" {
		if found = append(found, d.token(ctx, e)); failed(found) {
			return found
		}
	}
	return append(found, d.question(ctx, e))
}

// question asks an endpoint what is about nobody, as the gateway itself would put
// it. Some have no such question: one with an identity number made up would be
// refused or, worse, be somebody's.
func (d *doctor) question(ctx context.Context, e reachable) finding {
	if e.Unasked != "" {
		return finding{Level: skipped, Check: "question", Subject: e.Key(), Says: "not asked: " + e.Unasked}
	}
	start := time.Now()
	if err := e.Register.Ask(ctx, &d.registers, e.Part); err != nil {
		return bad("question", e.Key(), sources.KindOf(err).Error(), questionHint(sources.KindOf(err), e))
	}
	return good("question", e.Key(), "answered in "+time.Since(start).Round(time.Millisecond).String())
}

func questionHint(k sources.Kind, e reachable) string {
	key := "registers." + e.Key()
	switch k {
	case sources.Denied:
		if e.User != "" {
			return "Look at " + key + ".user and .password: the register does not take them."
		}
		return "The token is good and the register does not take it: look at " + key + ".audience and .scope, and whether there is an agreement."
	case sources.NotFound, sources.Invalid, sources.Garbled:
		return "Look at " + key + ".baseUrl: another service, or a proxy's page, answers there."
	case sources.Timeout:
		return "It takes longer than " + key + ".timeout; see whether it always does."
	case sources.Unavailable, sources.CircuitOpen, sources.OverBudget, sources.Mismatch, sources.Canceled, sources.Internal:
	}
	return "Whoever runs it has to mend it; the gateway answers without it meanwhile."
}

package doctor

import (
	"context"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/sources"
)

// register checks one endpoint: the connection, the token, a call.
func (d *Doctor) register(ctx context.Context, e config.Reachable) []Finding {
	if !e.Configured() {
		return []Finding{skip("configuration", e.Key(), "not configured, so its data is not offered")}
	}
	found := []Finding{d.reach(ctx, e.Key(), e.BaseURL)}
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

// question makes a call that concerns no person, as the gateway itself would.
// Some endpoints have none: a made-up identity number would be rejected or,
// worse, be somebody's.
func (d *Doctor) question(ctx context.Context, e config.Reachable) Finding {
	if e.Unasked != "" {
		return skip("question", e.Key(), "not asked: "+e.Unasked)
	}
	start := time.Now()
	if err := e.Register.Ask(ctx, &d.Registers, e.Part); err != nil {
		return fail("question", e.Key(), sources.KindOf(err).Error(), questionHint(sources.KindOf(err), e))
	}
	return pass("question", e.Key(), "answered in "+time.Since(start).Round(time.Millisecond).String())
}

func questionHint(k sources.Kind, e config.Reachable) string {
	key := "registers." + e.Key()
	switch k {
	case sources.Denied:
		if e.User != "" {
			return "Check " + key + ".user and .password: the register refuses them."
		}
		return "The token is good, but the register refuses it: check " + key + ".audience and .scope, and that there is an agreement."
	case sources.NotFound, sources.Invalid, sources.Garbled:
		return "Check " + key + ".baseUrl: another service, or a proxy's page, answers there."
	case sources.Timeout:
		return "It takes longer than " + key + ".timeout; check whether it always does."
	case sources.Unavailable, sources.CircuitOpen, sources.OverBudget, sources.Mismatch, sources.Canceled, sources.Internal:
	}
	return "Its operator must fix it; the gateway answers without it meanwhile."
}

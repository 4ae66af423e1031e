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
	if e.User == "" && e.Audience != "" {
		if found = append(found, d.token(ctx, e)); failed(found) {
			return found
		}
	}
	return append(found, d.probe(ctx, e))
}

// probe makes a call that concerns no person, as the gateway itself would. Some
// endpoints have none: a made-up identity number would be rejected or, worse, be
// somebody's.
func (d *Doctor) probe(ctx context.Context, e config.Reachable) Finding {
	if e.NotProbed != "" {
		return skip("probe", e.Key(), "not probed: "+e.NotProbed)
	}
	start := time.Now()
	if err := e.Register.Probe(ctx, &d.Registers, e.Part); err != nil {
		return fail("probe", e.Key(), sources.KindOf(err).Error(), probeHint(sources.KindOf(err), e))
	}
	return pass("probe", e.Key(), "responded in "+time.Since(start).Round(time.Millisecond).String())
}

func probeHint(k sources.Kind, e config.Reachable) string {
	key := "registers." + e.Key()
	switch k {
	case sources.Denied:
		if e.User != "" {
			return "Check " + key + ".user and .password: the register rejects them."
		}
		if e.KeyHeader != "" {
			return "Check " + key + ".key: the register rejects the subscription key."
		}
		return "The token is valid, but the register rejects it: check " + key + ".audience and .scope, and that there is an agreement."
	case sources.NotFound, sources.Invalid, sources.Garbled:
		return "Check " + key + ".baseUrl: the response comes from another service or from a proxy."
	case sources.Timeout:
		return "The response took longer than " + key + ".timeout; check whether it always does."
	case sources.Unavailable, sources.CircuitOpen, sources.OverBudget, sources.Mismatch, sources.Canceled, sources.Internal:
	}
	return "Its operator must fix it; until then, the gateway returns errors for its fields."
}

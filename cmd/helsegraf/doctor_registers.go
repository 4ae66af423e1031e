package main

import (
	"context"
	"time"

	"helsegraf/resolvers"
	"helsegraf/sources"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/pasientjournal"
)

// harmless are the questions that can be put to the registers about nobody, by
// endpoint, as the gateway itself would put them.
func harmless(r resolvers.Registers) map[string]func(context.Context) error {
	ask := map[string]func(context.Context) error{
		// Open data of the smallest municipality, Utsira: one page.
		"fastlegeregister": func(ctx context.Context) error {
			_, err := r.Fastlegeregister.Search(ctx, fastlegeregister.SearchQuery{Municipality: "1151"})
			return err
		},
		"reseptformidler": r.Reseptformidler.Ping,
		"frikort":         r.Frikort.Ping,
		"usagelog":        r.UsageLog.Ping,
	}
	for _, region := range r.Pasientjournal.Regions() {
		ask["pasientjournal."+string(region)] = func(ctx context.Context) error { return r.Pasientjournal.Ping(ctx, pasientjournal.Region(region)) }
	}
	return ask
}

// unasked is why the others are not asked. None has a published question that
// names nobody; one with an identity number made up would be refused or, worse,
// be somebody's.
func unasked(endpoint string) string {
	if endpoint == "personvern.settings" {
		return "its questions name a citizen, or list all who have a setting"
	}
	return "all that it can be asked names somebody"
}

// register looks at one endpoint: the way there, the token, a question.
func (d *doctor) register(ctx context.Context, e reachable) []finding {
	found := []finding{d.reach(ctx, e.key, e.BaseURL)}
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

func (d *doctor) question(ctx context.Context, e reachable) finding {
	ask, ok := d.ask[e.key]
	if !ok {
		return finding{Level: skipped, Check: "question", Subject: e.key, Says: "not asked: " + unasked(e.key)}
	}
	start := time.Now()
	if err := ask(ctx); err != nil {
		return bad("question", e.key, sources.KindOf(err).Error(), questionHint(sources.KindOf(err), e))
	}
	return good("question", e.key, "answered in "+time.Since(start).Round(time.Millisecond).String())
}

func questionHint(k sources.Kind, e reachable) string {
	key := "registers." + e.key
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

package main

import (
	"context"
	"net/http"

	"helsegraf/mocks/standin"
	"helsegraf/sources"
)

// fault is one way for an endpoint to fail, and the expected effect.
type fault struct {
	name string
	// codes are the field's permitted codes; none when it may be answered.
	codes []string
	// opens: the circuit opens; otherwise it stays closed.
	opens bool
	// whole: the field is answered as usual.
	whole bool
	// rests: the register asks for a pause, and gets it.
	rests bool
	// root: only root can cause it.
	root bool
	// suits reports whether an endpoint can have the fault; nil means all can.
	suits func(*endpoint) bool
	// put causes the fault until undo.
	put func(ctx context.Context, h *testbed, e *endpoint) (undo func() error, err error)
	// address is another address to reach the endpoint at.
	address func(ctx context.Context, h *testbed, e *endpoint) (address string, stop func(), err error)
}

// Codes a field may have besides that of an open circuit.
const (
	codeUnavailable = "SOURCE_UNAVAILABLE"
	codeTimeout     = "SOURCE_TIMEOUT"
	codeInvalid     = "SOURCE_INVALID"
	codeForbidden   = "SOURCE_FORBIDDEN"
	codeMismatch    = "SUBJECT_MISMATCH"
	codeCircuitOpen = "SOURCE_CIRCUIT_OPEN"
)

// restSeconds is how long a register asks for a pause.
const restSeconds = 2

// allFaults are the rows of the matrix.
func allFaults() []fault {
	unavailable, timeout, invalid := []string{codeUnavailable}, []string{codeTimeout}, []string{codeInvalid}
	// A broken connection may break before or within the response.
	broken := []string{codeUnavailable, codeInvalid}
	out := []fault{
		{name: "refused", codes: unavailable, opens: true, put: refuse},
		{name: "no such name", codes: unavailable, opens: true, address: noSuchName},
		{name: "slow name", codes: []string{codeUnavailable, codeTimeout}, opens: true, root: true, address: slowlyNamed},
		{name: "reset", codes: broken, opens: true, put: byToxic("reset_peer", nil)},
		{name: "cut in the headers", codes: broken, opens: true, put: byToxic("limit_data", map[string]any{"bytes": 60})},
		{name: "cut mid-body", codes: broken, opens: true, suits: hasBodies, put: byToxic("limit_data", map[string]any{"bytes": 140})},
		{name: "slow headers", codes: timeout, opens: true, put: by(standin.Fault{LatencyMs: 30_000})},
		{name: "slow body", codes: timeout, opens: true, put: by(standin.Fault{Body: "slow"})},
		{name: "slow network", codes: timeout, opens: true, put: byToxic("slicer", map[string]any{"average_size": 8, "size_variation": 0, "delay": 100_000})},
		{name: "says nothing", codes: timeout, opens: true, put: byToxic("timeout", map[string]any{"timeout": 0})},
		// A SOAP fault comes with 500, so the body is parsed, and is invalid.
		{name: "500", codes: broken, opens: true, put: by(standin.Fault{Status: http.StatusInternalServerError})},
		{name: "503, come back later", codes: unavailable, rests: true, put: by(standin.Fault{Status: http.StatusServiceUnavailable, RetryAfter: restSeconds})},
		{name: "429, come back later", codes: unavailable, rests: true, put: by(standin.Fault{Status: http.StatusTooManyRequests, RetryAfter: restSeconds})},
		{name: "401", codes: []string{codeForbidden}, put: by(standin.Fault{Status: http.StatusUnauthorized})},
		{name: "403", codes: []string{codeForbidden}, put: by(standin.Fault{Status: http.StatusForbidden})},
		{name: "truncated", codes: broken, opens: true, put: by(standin.Fault{Body: "truncate"})},
		{name: "login page", codes: invalid, opens: true, put: by(standin.Fault{Body: "html"})},
		{name: "huge", codes: []string{codeInvalid, codeTimeout}, opens: true, put: by(standin.Fault{Body: "huge"}), address: nearby},
		{name: "gzip bomb", codes: []string{codeInvalid, codeTimeout}, opens: true, put: by(standin.Fault{Body: "gzip-bomb"}), address: nearby},
		{name: "a million levels", codes: invalid, opens: true, put: by(standin.Fault{Body: "deep"})},
		{name: "NaN", codes: invalid, opens: true, suits: speaksJSON, put: by(standin.Fault{Body: "nan"})},
		{name: "duplicate keys", codes: invalid, opens: true, put: by(standin.Fault{Body: "twice"})},
		{name: "another resource", codes: invalid, opens: true, put: by(standin.Fault{Body: "other"})},
		{name: "garbled", codes: invalid, opens: true, put: by(standin.Fault{Body: "garble"})},
		{name: "wrong person", codes: []string{codeMismatch, codeInvalid}, opens: true, suits: holdsRecords, put: by(standin.Fault{Body: "wrong-subject"})},
		{name: "record missing", suits: holdsRecords, put: by(standin.Fault{Body: "missing"})},
		{name: "record twice", whole: true, suits: holdsRecords, put: by(standin.Fault{Body: "duplicate"})},
		{name: "next page elsewhere", codes: invalid, opens: true, suits: hasPages, put: elsewhere(standin.Fault{Body: "next-link"})},
		{name: "redirect", codes: invalid, opens: true, put: elsewhere(standin.Fault{Status: http.StatusFound})},
	}
	for _, t := range tlsFaults() {
		out = append(out, fault{name: t.name, codes: unavailable, opens: true, address: func(ctx context.Context, h *testbed, e *endpoint) (string, func(), error) {
			return h.behindTLS(ctx, e, t)
		}})
	}
	return out
}

// holdsRecords: the usage log, when written to, returns no records.
func holdsRecords(e *endpoint) bool { return e.Role != sources.Logs }

// speaksJSON: for others NaN is ordinary text.
func speaksJSON(e *endpoint) bool { return e.Speaks != sources.SpeaksSOAP }

// hasBodies: responses are longer than their headers.
func hasBodies(e *endpoint) bool { return !e.brief }

// hasPages: responses link to a next page.
func hasPages(e *endpoint) bool { return e.pages }

// by makes the stand-in itself fail.
func by(f standin.Fault) func(context.Context, *testbed, *endpoint) (func() error, error) {
	return func(ctx context.Context, _ *testbed, e *endpoint) (func() error, error) {
		return func() error { return e.show(context.WithoutCancel(ctx), nil) }, e.show(ctx, &f)
	}
}

// elsewhere makes the stand-in link to a forbidden address.
func elsewhere(f standin.Fault) func(context.Context, *testbed, *endpoint) (func() error, error) {
	return func(ctx context.Context, h *testbed, e *endpoint) (func() error, error) {
		f.Location = "http://" + h.elsewhere.address + "/latest/meta-data"
		return by(f)(ctx, h, e)
	}
}

// byToxic makes the network fail.
func byToxic(kind string, attributes map[string]any) func(context.Context, *testbed, *endpoint) (func() error, error) {
	return func(_ context.Context, _ *testbed, e *endpoint) (func() error, error) {
		return e.proxy.toxic(kind, attributes)
	}
}

// refuse makes connections be refused.
func refuse(_ context.Context, _ *testbed, e *endpoint) (func() error, error) {
	e.proxy.Stop()
	return e.proxy.Start, nil
}

// nearby is the stand-in without its proxy, which would buffer far more than the
// gateway reads, and stall its other connections meanwhile.
func nearby(_ context.Context, _ *testbed, e *endpoint) (string, func(), error) {
	return "http://" + e.front.address, func() {}, nil
}

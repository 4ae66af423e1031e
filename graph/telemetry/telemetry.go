package telemetry

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"helsegraf/graph/gateway"
	"helsegraf/sources"
)

// Telemetry observes one gateway and its registers. It is safe for concurrent
// use.
type Telemetry struct {
	metrics *metrics
	traces  *traces
}

var (
	_ gateway.Observer = (*Telemetry)(nil)
	_ sources.Observer = (*Telemetry)(nil)
)

// New makes a Telemetry that traces only if exporter is not nil.
func New(exporter *Exporter) *Telemetry {
	return &Telemetry{metrics: newMetrics(), traces: newTraces(exporter)}
}

// Metrics serves the metrics to Prometheus.
func (t *Telemetry) Metrics() http.Handler {
	return promhttp.HandlerFor(t.metrics.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.HTTPErrorOnError, MaxRequestsInFlight: 4})
}

// Watch adds what is read on each scrape: the state of the registers' circuits,
// and how much plans did not foresee.
func (t *Telemetry) Watch(registers []*sources.Client, unforeseen func() int64) {
	t.metrics.registry.MustRegister(circuits{registers}, prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "helsegraf_plan_unforeseen_total", Help: "Keys and log entries that no plan foresaw. Anything but 0 is a fault of the gateway.",
	}, func() float64 { return float64(unforeseen()) }))
}

// WatchCertificate adds when the certificate runs out.
func (t *Telemetry) WatchCertificate(until func() time.Time) {
	t.metrics.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "helsegraf_certificate_expiry_timestamp_seconds", Help: "When the certificate in use runs out.",
	}, func() float64 { return float64(until().Unix()) }))
}

// Begin observes the start of a request.
func (t *Telemetry) Begin(ctx context.Context, h http.Header) (context.Context, string, func(gateway.Outcome)) {
	begun := time.Now()
	t.metrics.inFlight.Inc()
	ctx, end := t.traces.request(ctx, h)
	return ctx, traceOf(ctx), func(o gateway.Outcome) {
		t.metrics.inFlight.Dec()
		t.metrics.request(o, time.Since(begun))
		end(o)
	}
}

// Step is a part of a request's work.
func (t *Telemetry) Step(ctx context.Context, name string) (context.Context, func()) {
	return t.traces.step(ctx, name)
}

// registerCall is one call in flight.
type registerCall struct {
	sources.CallInfo
	sent int // only one try is in flight at a time
}

type registerCallKey struct{}

// Start begins the metrics and span of a call to a register.
func (t *Telemetry) Start(ctx context.Context, q sources.CallInfo) (context.Context, func(sources.Kind)) {
	begun := time.Now()
	a := &registerCall{CallInfo: q}
	ctx, end := t.traces.call(context.WithValue(ctx, registerCallKey{}, a), q)
	return ctx, func(k sources.Kind) {
		outcome := outcomeOf(k)
		t.metrics.call(a, outcome, time.Since(begun))
		end(outcome, a.sent)
	}
}

// Send counts and traces one try of a call.
func (t *Telemetry) Send(ctx context.Context, h http.Header) {
	if a, ok := ctx.Value(registerCallKey{}).(*registerCall); ok {
		a.sent++
	}
	t.traces.send(ctx, h)
}

// outcomeOf is the label of a call's outcome.
func outcomeOf(k sources.Kind) string {
	switch k {
	case 0:
		return "ok"
	case sources.NotFound:
		return "not_found"
	case sources.Invalid:
		return "invalid"
	case sources.Denied:
		return "denied"
	case sources.Unavailable:
		return "unavailable"
	case sources.Timeout:
		return "timeout"
	case sources.Garbled:
		return "garbled"
	case sources.Mismatch:
		return "mismatch"
	case sources.CircuitOpen:
		return "circuit_open"
	case sources.OverBudget:
		return "over_budget"
	case sources.Canceled:
		return "canceled"
	case sources.Internal:
	}
	return "internal"
}

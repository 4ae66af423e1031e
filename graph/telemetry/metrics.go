package telemetry

import (
	"cmp"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"helsegraf/graph/gateway"
	"helsegraf/sources"
)

// metrics are in a registry of their own, so that no library adds to them.
type metrics struct {
	registry *prometheus.Registry

	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	inFlight prometheus.Gauge
	calls    *prometheus.HistogramVec
	sent     *prometheus.CounterVec
	retries  *prometheus.CounterVec
}

// seconds are the bounds of what a request or a question may take.
func seconds() []float64 {
	return []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 4, 8}
}

func newMetrics() *metrics {
	of := []string{"register", "region", "operation"}
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "helsegraf_requests_total",
			Help: "Requests by route, HTTP status, client and outcome: ok, partial (an answer with errors), or the code of what was refused, such as RATE_LIMITED and OVERLOADED.",
		}, []string{"route", "status", "client", "outcome"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "helsegraf_request_duration_seconds", Help: "How long requests took.", Buckets: seconds(),
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "helsegraf_requests_in_flight", Help: "Requests under way.",
		}),
		calls: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "helsegraf_register_call_duration_seconds",
			Help: "Questions to registers, and how long they took, by outcome. circuit_open and over_budget were not sent.", Buckets: seconds(),
		}, append(of, "outcome")),
		sent: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "helsegraf_register_requests_total", Help: "HTTP requests sent to registers, every try included.",
		}, of),
		retries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "helsegraf_register_retries_total", Help: "Tries after the first.",
		}, of),
	}
	m.registry.MustRegister(m.requests, m.took, m.inFlight, m.calls, m.sent, m.retries,
		ThisBuild().gauge(), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) request(o gateway.Outcome, took time.Duration) {
	m.requests.WithLabelValues(o.Route, strconv.Itoa(o.Status), o.Client, outcomeLabel(o)).Inc()
	m.took.WithLabelValues(o.Route).Observe(took.Seconds())
}

// outcomeLabel is the label of a request's outcome.
func outcomeLabel(o gateway.Outcome) string {
	if o.Partial {
		return "partial"
	}
	return cmp.Or(o.Code, "ok")
}

func (m *metrics) call(a *registerCall, outcome string, took time.Duration) {
	m.calls.WithLabelValues(a.Register, a.Region, a.Operation, outcome).Observe(took.Seconds())
	if a.sent > 0 {
		m.sent.WithLabelValues(a.Register, a.Region, a.Operation).Add(float64(a.sent))
		m.retries.WithLabelValues(a.Register, a.Region, a.Operation).Add(float64(a.sent - 1))
	}
}

// circuits collects the registers' circuits on each scrape.
type circuits struct{ registers []*sources.Client }

func breakerState() *prometheus.Desc {
	return prometheus.NewDesc("helsegraf_register_breaker_state", "0 closed, 1 half open, 2 open.", []string{"register", "region", "operation"}, nil)
}

func foreignRecords() *prometheus.Desc {
	return prometheus.NewDesc("helsegraf_register_foreign_records_total", "Records about somebody who was not asked for, which were dropped.", []string{"register", "region", "operation"}, nil)
}

func faultyRecords() *prometheus.Desc {
	return prometheus.NewDesc("helsegraf_register_faulty_records_total", "Records that could not be used, which were left out.", []string{"register", "region", "operation"}, nil)
}

// Describe tells what is collected.
func (c circuits) Describe(to chan<- *prometheus.Desc) {
	to <- breakerState()
	to <- foreignRecords()
	to <- faultyRecords()
}

// Collect reads it.
func (c circuits) Collect(to chan<- prometheus.Metric) {
	for _, s := range sources.Statuses(c.registers) {
		for _, o := range s.Operations {
			state := map[sources.BreakerState]float64{sources.BreakerHalfOpen: 1, sources.BreakerOpen: 2}[o.Breaker]
			to <- prometheus.MustNewConstMetric(breakerState(), prometheus.GaugeValue, state, s.Register, s.Region, o.Name)
			to <- prometheus.MustNewConstMetric(foreignRecords(), prometheus.CounterValue, float64(o.Foreign), s.Register, s.Region, o.Name)
			to <- prometheus.MustNewConstMetric(faultyRecords(), prometheus.CounterValue, float64(o.Faulty), s.Register, s.Region, o.Name)
		}
	}
}

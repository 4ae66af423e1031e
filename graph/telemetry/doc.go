// Package telemetry is what operators see of the gateway: metrics for
// Prometheus, traces for OpenTelemetry, and the trace context that goes from
// clients to registers.
//
// It observes requests through gateway.Observer and register calls through
// sources.Observer. All labels and names have bounded sets of values: routes, codes,
// configured clients, registers, regions, operations and outcomes. No address,
// number, name, variable or text of a query reaches it. An operation's document is
// identified in traces only, by a short hash, and only if it cannot contain personal
// data.
//
// Only traceparent is propagated from a request. tracestate and baggage are free text
// and are dropped; so is a trace id that contains an identity number, and a new trace
// is started instead.
//
// Without an endpoint (OTEL_EXPORTER_OTLP_ENDPOINT) nothing is traced: a client's
// traceparent is passed on with a new parent id for each call, and that is all.
package telemetry

// Package telemetry is what operators see of the gateway: metrics for
// Prometheus, traces for OpenTelemetry, and the trace context that goes from
// clients to registers.
//
// It is told of requests by gateway.Observer and of questions to registers by
// sources.Observer, and knows nothing else: what it counts and names is of a
// bounded few (routes, codes, clients of the configuration, registers, regions,
// operations, outcomes). No address, number, name, variable or text of a query
// reaches it. An operation's document is named in traces only, by a short hash
// and only if nobody can be in it.
//
// Of what comes with a request only traceparent is taken on. tracestate and
// baggage are the client's own words, and go no further; so does a trace id with
// an identity number in it, in place of which a new trace begins.
//
// Without an endpoint (OTEL_EXPORTER_OTLP_ENDPOINT) nothing is traced: a client's
// traceparent is passed on with a new parent id for each call, and that is all.
package telemetry

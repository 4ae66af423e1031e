package telemetry

import (
	"context"
	"crypto/rand"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"helsegraf/graph/gateway"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
)

// traces makes spans where they are exported, and else hands on what came.
type traces struct {
	tracer trace.Tracer // nil when nothing is exported
}

func newTraces(e *Exporter) *traces {
	if e == nil {
		return &traces{}
	}
	return &traces{e.provider.Tracer("helsegraf")}
}

// request begins a request, in the client's trace if it has one.
func (t *traces) request(ctx context.Context, h http.Header) (context.Context, func(gateway.Outcome)) {
	if parent := incoming(h); parent.IsValid() {
		ctx = trace.ContextWithRemoteSpanContext(ctx, parent)
	}
	if t.tracer == nil {
		return ctx, func(gateway.Outcome) {}
	}
	ctx, span := t.tracer.Start(ctx, "request", trace.WithSpanKind(trace.SpanKindServer))
	return ctx, func(o gateway.Outcome) {
		span.SetAttributes(attribute.String("operation", o.Operation), attribute.String("outcome", outcomeLabel(o)))
		span.End()
	}
}

// traceOf is the id of the trace that a context is part of, "" for none.
func traceOf(ctx context.Context) string {
	if sc := trace.SpanContextFromContext(ctx); sc.HasTraceID() {
		return sc.TraceID().String()
	}
	return ""
}

// incoming is the trace that a request names; none when it names no good one.
func incoming(h http.Header) trace.SpanContext {
	if h.Get("Traceparent") == "" {
		return trace.SpanContext{}
	}
	sc := trace.SpanContextFromContext(propagation.TraceContext{}.Extract(context.Background(), propagation.HeaderCarrier(h)))
	if holdsNumber(sc.TraceID().String()) || holdsNumber(sc.SpanID().String()) {
		return trace.SpanContext{}
	}
	return sc.WithTraceState(trace.TraceState{})
}

// holdsNumber reports whether eleven digits on end are an identity number.
func holdsNumber(hex string) bool {
	for i := range len(hex) - 10 {
		if _, err := fnr.Parse(hex[i : i+11]); err == nil {
			return true
		}
	}
	return false
}

// step begins a part of a request.
func (t *traces) step(ctx context.Context, name string) (context.Context, func()) {
	if t.tracer == nil {
		return ctx, func() {}
	}
	ctx, span := t.tracer.Start(ctx, name)
	return ctx, func() { span.End() }
}

// call begins a question to a register.
func (t *traces) call(ctx context.Context, q sources.CallInfo) (context.Context, func(outcome string, sent int)) {
	if t.tracer == nil {
		return ctx, func(string, int) {}
	}
	ctx, span := t.tracer.Start(ctx, q.Register+" "+q.Operation, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("register", q.Register), attribute.String("region", q.Region), attribute.String("operation", q.Operation),
	))
	return ctx, func(outcome string, sent int) {
		span.SetAttributes(attribute.String("outcome", outcome), attribute.Int("attempts", sent))
		span.End()
	}
}

// send names the trace to a register. Nothing else of it goes along.
func (t *traces) send(ctx context.Context, h http.Header) {
	sc := trace.SpanContextFromContext(ctx)
	if !sc.IsValid() {
		return
	}
	if t.tracer == nil {
		var id trace.SpanID
		_, _ = rand.Read(id[:]) // never fails
		sc = sc.WithSpanID(id)
	}
	h.Set("Traceparent", "00-"+sc.TraceID().String()+"-"+sc.SpanID().String()+"-"+(sc.TraceFlags()&trace.FlagsSampled).String())
}

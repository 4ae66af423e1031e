package telemetry

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-logr/logr"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
)

// Exporter sends spans to a collector, by OTLP over HTTP.
type Exporter struct {
	provider *trace.TracerProvider
}

// NewExporter makes an Exporter as the variables OTEL_… say: endpoint, headers,
// certificates, sampler, name of the service. It is nil where they name no
// endpoint, or turn traces off. Others than these are read by OpenTelemetry
// itself, from the process's environment.
func NewExporter(ctx context.Context, environment map[string]string, log *slog.Logger) (*Exporter, error) {
	off := turnedOff(environment)
	switch {
	case endpoint(environment) == "":
		return nil, nil //nolint:nilnil // having no exporter is not an error
	case off != "":
		log.LogAttrs(ctx, slog.LevelInfo, "traces are turned off", slog.String("by", off))
		return nil, nil //nolint:nilnil // having no exporter is not an error
	}
	for _, notice := range unsupported(environment) {
		log.LogAttrs(ctx, slog.LevelWarn, "an OpenTelemetry variable has no effect", slog.String("variable", notice[0]), slog.String("reason", notice[1]))
	}
	// OpenTelemetry would print what goes wrong to standard error, address and all.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {
		log.LogAttrs(ctx, slog.LevelWarn, "traces cannot be exported")
	}))
	otel.SetLogger(logr.New(complaints{log}))
	sender, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_…: %w", err)
	}
	// What the variables say stands above the name.
	named, err := resource.Merge(resource.NewSchemaless(attribute.String("service.name", "helsegraf")), resource.Environment())
	if err != nil {
		return nil, fmt.Errorf("OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	return &Exporter{trace.NewTracerProvider(trace.WithBatcher(sender, batched(environment)...), trace.WithResource(named))}, nil
}

// complaints logs OpenTelemetry's errors without the values: those of headers may
// be secrets.
type complaints struct{ log *slog.Logger }

// Init does nothing.
func (complaints) Init(logr.RuntimeInfo) {}

// Enabled reports that only errors are logged.
func (complaints) Enabled(int) bool { return false }

// Info does nothing.
func (complaints) Info(int, string, ...any) {}

// Error logs what failed.
func (c complaints) Error(_ error, what string, _ ...any) {
	c.log.Warn("OpenTelemetry cannot use one of its variables", slog.String("failed", what))
}

// WithValues forgets the values.
func (c complaints) WithValues(...any) logr.LogSink { return c }

// WithName forgets the name.
func (c complaints) WithName(string) logr.LogSink { return c }

// patience is how long the collector may take for what is left at the end.
const patience = 2 * time.Second

// Close sends what is left. What the collector does not take is lost.
func (e *Exporter) Close(ctx context.Context) {
	if e == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	_ = e.provider.Shutdown(ctx)
}

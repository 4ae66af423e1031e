package telemetry

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/sdk/trace"
)

// unsupported lists OpenTelemetry's variables whose values have no effect here, and
// what happens instead. Whoever set them would otherwise look for traces in vain.
func unsupported(environment map[string]string) (notices [][2]string) {
	notice := func(variable, what string) { notices = append(notices, [2]string{variable, what}) }
	// first is the first of some variables that is set.
	first := func(names ...string) (name, value string) {
		for _, name := range names {
			if value := strings.TrimSpace(environment[name]); value != "" {
				return name, value
			}
		}
		return "", ""
	}
	if at, value := first("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"); at != "" {
		if u, err := url.Parse(value); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			notice(at, "must be http(s)://host:port; the usual port is 4318")
		}
	}
	if at, value := first("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"); at != "" && value != "http/protobuf" {
		notice(at, "is not supported; traces are sent as http/protobuf, for which collectors listen on port 4318 and not 4317")
	}
	if at, value := first("OTEL_TRACES_EXPORTER"); at != "" && value != "otlp" {
		notice(at, "is not supported; traces are sent by OTLP")
	}
	if at, value := first("OTEL_TRACES_SAMPLER"); at != "" {
		samplers := []string{"always_on", "traceidratio", "parentbased_always_on", "parentbased_traceidratio"}
		switch {
		case value == "always_off":
			notice(at, "turns tracing off")
		case value == "parentbased_always_off":
			notice(at, "traces only requests that the client traces")
		case !slices.Contains(samplers, value):
			notice(at, "is not a known sampler; every request is traced unless the client opts out")
		case strings.HasSuffix(value, "traceidratio"):
			argument, share := first("OTEL_TRACES_SAMPLER_ARG")
			if f, err := strconv.ParseFloat(share, 64); argument != "" && (err != nil || !(f >= 0 && f <= 1)) {
				notice(argument, "must be between 0 and 1; every request is traced")
			}
		}
	}
	if at, _ := first("OTEL_TRACES_SAMPLER_ARG"); at != "" && !strings.HasSuffix(strings.TrimSpace(environment["OTEL_TRACES_SAMPLER"]), "traceidratio") {
		notice(at, "is only used by the samplers traceidratio and parentbased_traceidratio")
	}
	if at, value := first("OTEL_PROPAGATORS"); at != "" && !slices.Contains(strings.Split(value, ","), "tracecontext") {
		notice(at, "is ignored; only the client's traceparent is propagated")
	}
	if at, value := first("OTEL_SDK_DISABLED"); at != "" && !strings.EqualFold(value, "true") && !strings.EqualFold(value, "false") {
		notice(at, "must be true or false; traces are sent")
	}
	if at, value := first("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION"); at != "" && value != "gzip" && value != "none" {
		notice(at, "is not supported; traces are sent uncompressed")
	}
	if at, value := first("OTEL_METRICS_EXPORTER"); at != "" && value != "none" {
		notice(at, "is ignored; metrics are served at metrics.listen")
	}
	if at, value := first("OTEL_LOGS_EXPORTER"); at != "" && value != "none" {
		notice(at, "is ignored; the log is written to standard error")
	}
	for _, name := range batching {
		if at, value := first(name); at != "" && !batchable(value) {
			notice(at, "must be a number from 1 to "+strconv.Itoa(mostBatching)+"; all OTEL_BSP_… variables are ignored")
		}
	}
	return notices
}

// batching are the variables of how spans are sent together: milliseconds and
// numbers of spans, for which OpenTelemetry makes room at once.
var batching = [...]string{"OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"}

const mostBatching = 1_000_000

func batchable(value string) bool {
	n, err := strconv.Atoi(value)
	return err == nil && n >= 1 && n <= mostBatching
}

// batched is how spans are sent together where one of those numbers will not do, on
// which OpenTelemetry would panic.
func batched(environment map[string]string) []trace.BatchSpanProcessorOption {
	if !slices.ContainsFunc(batching[:], func(name string) bool {
		value := strings.TrimSpace(environment[name])
		return value != "" && !batchable(value)
	}) {
		return nil
	}
	return []trace.BatchSpanProcessorOption{
		trace.WithBatchTimeout(trace.DefaultScheduleDelay * time.Millisecond),
		trace.WithExportTimeout(trace.DefaultExportTimeout * time.Millisecond),
		trace.WithMaxQueueSize(trace.DefaultMaxQueueSize),
		trace.WithMaxExportBatchSize(trace.DefaultMaxExportBatchSize),
	}
}

// turnedOff is the variable that turns traces off although there is an endpoint.
func turnedOff(environment map[string]string) string {
	switch {
	case strings.EqualFold(environment["OTEL_SDK_DISABLED"], "true"):
		return "OTEL_SDK_DISABLED"
	case environment["OTEL_TRACES_EXPORTER"] == "none":
		return "OTEL_TRACES_EXPORTER"
	}
	return ""
}

// endpoint is where traces go; "" is nowhere.
func endpoint(environment map[string]string) string {
	return cmp.Or(environment["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"], environment["OTEL_EXPORTER_OTLP_ENDPOINT"])
}

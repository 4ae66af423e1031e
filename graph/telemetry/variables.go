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

// unheeded are variables of OpenTelemetry's that do not do here what they say, and
// what is so instead. Whoever set them would otherwise look for traces in vain.
func unheeded(environment map[string]string) (told [][2]string) {
	tell := func(variable, what string) { told = append(told, [2]string{variable, what}) }
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
			tell(at, "is no address of the form http(s)://host:port; 4318 is the usual port")
		}
	}
	if at, value := first("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"); at != "" && value != "http/protobuf" {
		tell(at, "is not spoken; traces go by http/protobuf, for which collectors listen on port 4318 and not on 4317")
	}
	if at, value := first("OTEL_TRACES_EXPORTER"); at != "" && value != "otlp" {
		tell(at, "is not offered; traces go by OTLP")
	}
	if at, value := first("OTEL_TRACES_SAMPLER"); at != "" {
		samplers := []string{"always_on", "traceidratio", "parentbased_always_on", "parentbased_traceidratio"}
		switch {
		case value == "always_off":
			tell(at, "has no request traced")
		case value == "parentbased_always_off":
			tell(at, "has only requests traced whose client traces them")
		case !slices.Contains(samplers, value):
			tell(at, "is no sampler that there is; every request is traced but those whose client says no")
		case strings.HasSuffix(value, "traceidratio"):
			argument, share := first("OTEL_TRACES_SAMPLER_ARG")
			if f, err := strconv.ParseFloat(share, 64); argument != "" && (err != nil || !(f >= 0 && f <= 1)) {
				tell(argument, "is no share between 0 and 1; every request is traced")
			}
		}
	}
	if at, _ := first("OTEL_TRACES_SAMPLER_ARG"); at != "" && !strings.HasSuffix(strings.TrimSpace(environment["OTEL_TRACES_SAMPLER"]), "traceidratio") {
		tell(at, "is not heeded but by the samplers traceidratio and parentbased_traceidratio")
	}
	if at, value := first("OTEL_PROPAGATORS"); at != "" && !slices.Contains(strings.Split(value, ","), "tracecontext") {
		tell(at, "is not heeded; clients' traceparent is taken on, and nothing else")
	}
	if at, value := first("OTEL_SDK_DISABLED"); at != "" && !strings.EqualFold(value, "true") && !strings.EqualFold(value, "false") {
		tell(at, "is neither true nor false; traces are sent")
	}
	if at, value := first("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION"); at != "" && value != "gzip" && value != "none" {
		tell(at, "is not offered; traces go uncompressed")
	}
	if at, value := first("OTEL_METRICS_EXPORTER"); at != "" && value != "none" {
		tell(at, "is not heeded; metrics are where metrics.listen says")
	}
	if at, value := first("OTEL_LOGS_EXPORTER"); at != "" && value != "none" {
		tell(at, "is not heeded; the log goes to standard error")
	}
	for _, name := range batching {
		if at, value := first(name); at != "" && !batchable(value) {
			tell(at, "is no number from 1 to "+strconv.Itoa(mostBatching)+"; all of OTEL_BSP_… are as if left out")
		}
	}
	return told
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

package telemetry

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
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
	if at, value := first("OTEL_PROPAGATORS"); at != "" && !slices.Contains(strings.Split(value, ","), "tracecontext") {
		tell(at, "is not heeded; clients' traceparent is taken on, and nothing else")
	}
	return told
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

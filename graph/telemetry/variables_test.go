package telemetry

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

// What OpenTelemetry's variables ask for and is not done is told at the start.
func TestCaseD8VariablesThatAreNotHeeded(t *testing.T) {
	const at = "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318"
	for set, told := range map[string]string{
		at: "",
		at + " OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_TRACES_EXPORTER=otlp OTEL_PROPAGATORS=tracecontext,baggage": "",
		at + " OTEL_EXPORTER_OTLP_PROTOCOL=grpc":                                                  "OTEL_EXPORTER_OTLP_PROTOCOL",
		at + " OTEL_EXPORTER_OTLP_PROTOCOL=http/json":                                             "OTEL_EXPORTER_OTLP_PROTOCOL",
		at + " OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf": "",
		at + " OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=grpc":                                           "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
		at + " OTEL_TRACES_SAMPLER=none":                                                          "OTEL_TRACES_SAMPLER",
		at + " OTEL_TRACES_SAMPLER=always_off":                                                    "OTEL_TRACES_SAMPLER",
		at + " OTEL_TRACES_SAMPLER=jaeger_remote":                                                 "OTEL_TRACES_SAMPLER",
		at + " OTEL_TRACES_SAMPLER=parentbased_always_off":                                        "OTEL_TRACES_SAMPLER",
		at + " OTEL_TRACES_SAMPLER=parentbased_traceidratio OTEL_TRACES_SAMPLER_ARG=0.1":          "",
		at + " OTEL_TRACES_SAMPLER=traceidratio OTEL_TRACES_SAMPLER_ARG=10%":                      "OTEL_TRACES_SAMPLER_ARG",
		at + " OTEL_TRACES_SAMPLER=traceidratio OTEL_TRACES_SAMPLER_ARG=7":                        "OTEL_TRACES_SAMPLER_ARG",
		at + " OTEL_TRACES_EXPORTER=console":                                                      "OTEL_TRACES_EXPORTER",
		at + " OTEL_TRACES_EXPORTER=none":                                                         "OTEL_TRACES_EXPORTER",
		at + " OTEL_SDK_DISABLED=TRUE":                                                            "OTEL_SDK_DISABLED",
		at + " OTEL_SDK_DISABLED=yes":                                                             "OTEL_SDK_DISABLED", at + " OTEL_SDK_DISABLED=false": "",
		at + " OTEL_TRACES_SAMPLER_ARG=0.5":         "OTEL_TRACES_SAMPLER_ARG",
		at + " OTEL_EXPORTER_OTLP_COMPRESSION=zstd": "OTEL_EXPORTER_OTLP_COMPRESSION",
		at + " OTEL_METRICS_EXPORTER=otlp":          "OTEL_METRICS_EXPORTER", at + " OTEL_METRICS_EXPORTER=none OTEL_LOGS_EXPORTER=none": "",
		at + " OTEL_LOGS_EXPORTER=otlp":                                  "OTEL_LOGS_EXPORTER",
		at + " OTEL_BSP_MAX_QUEUE_SIZE=4096 OTEL_BSP_SCHEDULE_DELAY=500": "",
		at + " OTEL_PROPAGATORS=b3":                                      "OTEL_PROPAGATORS",
		"OTEL_EXPORTER_OTLP_ENDPOINT=collector:4317":                     "OTEL_EXPORTER_OTLP_ENDPOINT",
		"OTEL_EXPORTER_OTLP_ENDPOINT=grpc://collector:4317":              "OTEL_EXPORTER_OTLP_ENDPOINT",
		"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=collector:4317":              "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
		"OTEL_EXPORTER_OTLP_PROTOCOL=grpc":                               "", // nothing goes anywhere
		"":                                                               "",
	} {
		environment := map[string]string{}
		for pair := range strings.FieldsSeq(set) {
			name, value, _ := strings.Cut(pair, "=")
			environment[name] = value
		}
		var log bytes.Buffer
		exporter, err := NewExporter(t.Context(), environment, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(set, err)
		}
		exporter.Close(t.Context())
		lines := log.String()
		if told == "" && lines != "" || told != "" && (strings.Count(lines, "\n") != 1 || !strings.Contains(lines, "="+told+" ") && !strings.Contains(lines, "="+told+"\n")) {
			t.Errorf("%q: wanted %q of\n%s", set, told, lines)
		}
		if strings.Contains(lines, "collector:") {
			t.Error("tells an address:", lines)
		}
	}
}

// Numbers that would have OpenTelemetry panic are told of, and the usual ones hold.
func TestCaseD8NumbersThatWillNotDo(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
	for _, name := range []string{"OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"} {
		for _, value := range []string{"-1", "0", "x", "99999999999999", "1e3"} {
			t.Setenv(name, value) // which OpenTelemetry reads itself
			var log bytes.Buffer
			exporter, err := NewExporter(t.Context(), map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", name: value}, slog.New(slog.NewTextHandler(&log, nil)))
			if err != nil {
				t.Fatal(name, value, err)
			}
			exporter.Close(t.Context())
			if !strings.Contains(log.String(), "="+name+" ") {
				t.Errorf("%s=%s: %s", name, value, log.String())
			}
		}
		t.Setenv(name, "")
	}
}

// What OpenTelemetry complains of is a line of the log, without what was set.
func TestCaseD8ComplaintsTellNoValues(t *testing.T) {
	environment := map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
	t.Setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization-is-a-secret")
	t.Setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "a-secret-too")
	var log bytes.Buffer
	exporter, err := NewExporter(t.Context(), environment, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	exporter.Close(t.Context())
	if lines := log.String(); strings.Count(lines, "cannot use one of its variables") < 2 || strings.Contains(lines, "secret") {
		t.Error(lines)
	}
}

func TestCaseD7BuildInfo(t *testing.T) {
	b := ThisBuild()
	families, err := newMetrics().registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != "helsegraf_build_info" {
			continue
		}
		labels := map[string]string{}
		for _, l := range f.GetMetric()[0].GetLabel() {
			labels[l.GetName()] = l.GetValue()
		}
		if f.GetMetric()[0].GetGauge().GetValue() != 1 || labels["version"] != b.Version || labels["commit"] != b.Commit || labels["go"] != b.Go || !strings.HasPrefix(b.Go, "go1.") {
			t.Error(f)
		}
		return
	}
	t.Error("there is none")
}

package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// newCollector starts a collector of traces, and returns what it receives.
func newCollector(ctx context.Context) (*front, *output, error) {
	came := &output{}
	f, err := newFront(ctx, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(came, r.Body)
	}), nil)
	return f, came, err
}

// toCollector makes a process send it traces, uncompressed and without delay.
func toCollector(f *front) []string {
	return []string{"OTEL_EXPORTER_OTLP_ENDPOINT=http://" + f.address, "OTEL_EXPORTER_OTLP_COMPRESSION=none", "OTEL_BSP_SCHEDULE_DELAY=200"}
}

// metricsAt is the address of the metrics that a gateway logs.
func (g *gateway) metricsAt() string {
	for line := range strings.Lines(g.output.String()) {
		var entry struct{ Msg, Address string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "metrics" {
			return "http://" + entry.Address + "/metrics"
		}
	}
	return ""
}

// telemetry searches metrics and traces.
func (w *watched) telemetry() []string {
	var found []string
	if w.metrics != "" {
		switch text, err := read(w.metrics); {
		case err != nil || len(text) == 0:
			found = append(found, "none can be told: no metrics")
		case w.in(text) != "":
			found = append(found, "a value in the metrics")
		}
	}
	if w.traces != nil {
		switch text := []byte(w.traces.String()); {
		case len(text) == 0:
			found = append(found, "none can be told: no traces")
		case w.in(text) != "":
			found = append(found, "a value in the traces")
		}
	}
	return found
}

func read(address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	return io.ReadAll(resp.Body)
}

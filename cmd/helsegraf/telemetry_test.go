package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"helsegraf/graph/telemetry"
)

// Traces of the journeys' queries include every register, and no person.
func TestTracesTellOfNobody(t *testing.T) {
	var mu sync.Mutex
	var exported []byte
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		exported = append(exported, body...)
	}))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	var exporter *telemetry.Exporter
	h := newTestEnv(t, func(s *surroundings) {
		var err error
		if exporter, err = telemetry.NewExporter(t.Context(), map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": collector.URL}, s.log); err != nil {
			t.Fatal(err)
		}
		s.observer = telemetry.New(exporter)
	})
	h.warm()
	number := "13899799008"
	for _, file := range []string{"my-health.graphql", "family.graphql"} {
		query, err := os.ReadFile(filepath.Join(journeys, file))
		if err != nil {
			t.Fatal(err)
		}
		_, response := h.send(h.bearer(login{persona: "line", client: "web"}), graphQL(t, string(query), ""))
		h.discreet(response)
	}
	h.send(h.bearer(login{persona: "line", client: "web"}), graphQL(t, `query Line { person(id: "`+number+`") { name { full } } }`, ""))
	for _, header := range []string{"Traceparent: 00-abcde" + number + "0123456789abcdef-00f067aa0ba902b7-01", "Baggage: who=" + number, "Tracestate: who=" + number} {
		send(t, http.MethodGet, h.url+"/documents/"+number, "", header)
	}
	exporter.Close(t.Context())
	text := string(exported)
	for _, want := range []string{"request", "plan", "privacy", "pasientjournal ITI-67", "SOR_OST", "usagelog Write", "query ", "UNAUTHENTICATED"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q among the spans", want)
		}
	}
	for _, leak := range h.scanner().leaks(text) {
		t.Error("the spans tell", leak)
	}
	if strings.Contains(text, "127.0.0.1") || strings.Contains(text, "/documents") || strings.Contains(text, "generalPractitioner") {
		t.Error("the spans tell an address or a query")
	}
}

// Metrics are served at a separate address, and not to clients.
func TestMetricsOfTheProgram(t *testing.T) {
	text := elsewhere(t) + "metrics: {listen: \"127.0.0.1:0\"}\n"
	p, line := starts(t, `"listening"`, stderr, "serve", "--config", write(t, "helsegraf.yaml", text))
	defer p.ends(t)
	address := func(line string) string {
		var entry struct{ Address string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		return "http://" + entry.Address
	}
	gateway, metrics := address(line), ""
	for line := range strings.Lines(p.errs.String()) {
		if strings.Contains(line, `"metrics"`) {
			metrics = address(line)
		}
	}
	if status, _ := send(t, http.MethodGet, gateway+"/metrics", ""); status != http.StatusNotFound {
		t.Error("clients reach /metrics:", status)
	}
	send(t, http.MethodGet, gateway+"/healthz", "")
	status, body := send(t, http.MethodGet, metrics+"/metrics", "")
	for _, want := range []string{`helsegraf_requests_total{client="",outcome="ok",route="GET /healthz",status="200"} 1`, `outcome="NOT_FOUND",route="/",status="404"} 1`, "helsegraf_plan_unforeseen_total 0", "process_resident_memory_bytes"} {
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%d: no %s", status, want)
		}
	}
	if status, _ := send(t, http.MethodGet, metrics+"/graphql", ""); status != http.StatusNotFound {
		t.Error("the graph is at the metrics' address:", status)
	}
}

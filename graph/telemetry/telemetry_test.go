package telemetry_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"helsegraf/graph/gateway"
	"helsegraf/graph/telemetry"
	"helsegraf/sources"
)

// register is one that keeps the headers it is sent, and a client of it. It is
// busy when it is asked for "busy" the first time, and has nothing at "none".
type register struct {
	*sources.Client
	mu   sync.Mutex
	sent []http.Header
}

func newRegister(t *testing.T, o *telemetry.Telemetry) *register {
	t.Helper()
	r := &register{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.sent = append(r.sent, q.Header)
		switch {
		case q.URL.Path == "/busy" && len(r.sent) == 1:
			w.WriteHeader(http.StatusServiceUnavailable)
		case q.URL.Path == "/none":
			w.WriteHeader(http.StatusNotFound)
		default:
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, "{}")
		}
	}))
	t.Cleanup(server.Close)
	c, err := sources.New(sources.Config{Register: "pasientjournal", Region: "NORD", BaseURL: server.URL, Observer: o})
	if err != nil {
		t.Fatal(err)
	}
	r.Client = c
	o.Watch([]*sources.Client{c}, func() int64 { return 3 })
	return r
}

// ask asks the register within a request of some headers.
func (r *register) ask(t *testing.T, o *telemetry.Telemetry, path string, foreign int, headers ...string) []http.Header {
	t.Helper()
	h := http.Header{}
	for _, one := range headers {
		name, value, _ := strings.Cut(one, ": ")
		h.Add(name, value)
	}
	ctx, _, ended := o.Begin(t.Context(), h)
	r.sent = nil
	op := sources.Operation{Name: "ITI-67", Repeatable: true, Accepts: []string{"application/json"}}
	_ = r.Call(ctx, op, sources.Request{Method: http.MethodGet, Path: path}, func(a *sources.Response) error {
		a.Foreign(foreign)
		a.Faulty(2 * foreign)
		return nil
	})
	ended(gateway.Outcome{Route: "/graphql", Status: 200, Client: "web", Operation: "query 0123456789ab"})
	return r.sent
}

const (
	trace  = "4bf92f3577b34da6a3ce929d0e0e4736"
	parent = "00f067aa0ba902b7"
)

var traceparent = regexp.MustCompile(`^00-([0-9a-f]{32})-([0-9a-f]{16})-(0[01])$`)

// A client's trace goes on to the registers with an id of its own for each call,
// and nothing else that the client says of it.
func TestTraceparent(t *testing.T) {
	for what, o := range map[string]*telemetry.Telemetry{"not exported": telemetry.New(nil), "exported": telemetry.New(exporter(t, newCollector(t)))} {
		r := newRegister(t, o)
		seen := map[string]bool{parent: true}
		for _, flags := range []string{"01", "01", "00"} {
			sent := r.ask(t, o, "/", 0, "Traceparent: 00-"+trace+"-"+parent+"-"+flags, "Tracestate: vendor=somebody", "Baggage: who=somebody")
			got := traceparent.FindStringSubmatch(sent[0].Get("Traceparent"))
			if got == nil || got[1] != trace || seen[got[2]] || got[3] != flags {
				t.Fatalf("%s: %v after %v", what, sent[0], seen)
			}
			seen[got[2]] = true
			if sent[0].Get("Tracestate") != "" || sent[0].Get("Baggage") != "" {
				t.Errorf("%s: %v", what, sent[0])
			}
		}
		for _, header := range []string{"X: y", "Traceparent: 00-x", "Traceparent: 00-" + strings.Repeat("0", 32) + "-" + parent + "-01", "Traceparent: 00-abcdef029175435960123456789abcde-" + parent + "-01", "Traceparent: 00-" + trace + "-02917543596abcde-01"} {
			sent := r.ask(t, o, "/", 0, header)
			got := sent[0].Get("Traceparent")
			if (got != "") != (what == "exported") || strings.Contains(got, trace) || strings.Contains(got, "02917543596") {
				t.Errorf("%s: %s gives %q", what, header, got)
			}
		}
	}
}

func TestMetrics(t *testing.T) {
	o := telemetry.New(nil)
	r := newRegister(t, o)
	r.ask(t, o, "/", 0)
	r.ask(t, o, "/busy", 0)
	r.ask(t, o, "/none", 0)
	r.ask(t, o, "/", 2)
	_, _, ended := o.Begin(t.Context(), nil)
	ended(gateway.Outcome{Route: "/graphql", Status: 429, Client: "web", Code: "RATE_LIMITED"})
	o.Begin(t.Context(), nil) // which does not end
	w := httptest.NewRecorder()
	o.Metrics().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", http.NoBody))
	text := w.Body.String()
	const call = `operation="ITI-67",outcome=`
	for _, want := range []string{
		`helsegraf_requests_total{client="web",outcome="ok",route="/graphql",status="200"} 4`,
		`helsegraf_requests_total{client="web",outcome="RATE_LIMITED",route="/graphql",status="429"} 1`,
		`helsegraf_request_duration_seconds_count{route="/graphql"} 5`,
		`helsegraf_requests_in_flight 1`,
		`helsegraf_register_call_duration_seconds_count{` + call + `"ok",region="NORD",register="pasientjournal"} 3`,
		`helsegraf_register_call_duration_seconds_count{` + call + `"not_found",region="NORD",register="pasientjournal"} 1`,
		`helsegraf_register_requests_total{operation="ITI-67",region="NORD",register="pasientjournal"} 5`,
		`helsegraf_register_retries_total{operation="ITI-67",region="NORD",register="pasientjournal"} 1`,
		`helsegraf_register_breaker_state{operation="ITI-67",region="NORD",register="pasientjournal"} 0`,
		`helsegraf_register_foreign_records_total{operation="ITI-67",region="NORD",register="pasientjournal"} 2`,
		`helsegraf_register_faulty_records_total{operation="ITI-67",region="NORD",register="pasientjournal"} 4`,
		`helsegraf_plan_unforeseen_total 3`,
		`go_goroutines `,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, grep(text, strings.FieldsFunc(want, func(r rune) bool { return r == '{' || r == ' ' })[0]))
		}
	}
}

// grep is the lines of a text that begin with a word.
func grep(text, word string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, word) {
			out.WriteString(line)
		}
	}
	return out.String()
}

// collector is one that keeps what it is sent.
type collector struct {
	url  string
	mu   sync.Mutex
	took []byte
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.took = append(c.took, body...)
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// exporter sends to a collector.
func exporter(t *testing.T, c *collector) *telemetry.Exporter {
	t.Helper()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", c.url)
	e, err := telemetry.NewExporter(t.Context(), map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": c.url}, slog.New(slog.DiscardHandler))
	if err != nil || e == nil {
		t.Fatal(e, err)
	}
	t.Cleanup(func() { e.Close(context.Background()) })
	return e
}

// Spans tell of requests, steps and calls in the program's own words.
func TestSpans(t *testing.T) {
	c := newCollector(t)
	e := exporter(t, c)
	o := telemetry.New(e)
	r := newRegister(t, o)
	r.ask(t, o, "/busy", 0, "Traceparent: 00-"+trace+"-"+parent+"-01")
	_, ended := o.Step(t.Context(), "privacy")
	ended()
	e.Close(t.Context())
	for _, want := range []string{"service.name", "helsegraf", "request", "privacy", "query 0123456789ab", "pasientjournal ITI-67", "NORD", "attempts", "outcome", "ok"} {
		if !strings.Contains(string(c.took), want) {
			t.Errorf("no %q among the spans", want)
		}
	}
	for _, address := range []string{"127.0.0.1", "/busy", "http"} {
		if strings.Contains(string(c.took), address) {
			t.Errorf("%q among the spans", address)
		}
	}
	for _, environment := range []map[string]string{nil, {"OTEL_EXPORTER_OTLP_ENDPOINT": c.url, "OTEL_SDK_DISABLED": "true"}, {"OTEL_EXPORTER_OTLP_ENDPOINT": c.url, "OTEL_TRACES_EXPORTER": "none"}} {
		if e, err := telemetry.NewExporter(t.Context(), environment, slog.New(slog.DiscardHandler)); e != nil || err != nil {
			t.Error(environment, e, err)
		}
	}
}

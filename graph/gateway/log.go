package gateway

import (
	"log/slog"
	"net/http"
	"slices"
	"time"
)

// logRequest writes the request's one log line. Every value is the gateway's own
// word, except the trace id, which is hexadecimal.
func (g *Gateway) logRequest(r *http.Request, x *exchange, trace string, took time.Duration) {
	level := levelOf(r.Pattern)
	if !g.options.Log.Enabled(r.Context(), level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("id", x.id),
		slog.String("method", method(r)),
		slog.String("route", r.Pattern),
		slog.Int("status", x.status),
		slog.Float64("took", float64(took.Microseconds())/1000), // in milliseconds
		slog.String("client", x.client),
		slog.String("operation", x.operation),
		slog.String("code", x.code),
	}
	if x.reason != "" {
		attrs = append(attrs, slog.String("reason", x.reason))
	}
	if trace != "" {
		attrs = append(attrs, slog.String("trace", trace))
	}
	g.options.Log.LogAttrs(r.Context(), level, "request", attrs...)
}

// levelOf is the log level of requests on a route. Probes and static files are most
// of the traffic, and their lines carry no information.
func levelOf(route string) slog.Level {
	switch route {
	case "GET /healthz", "GET /readyz", "GET /pages/{file}", "GET /{$}", "GET /graphiql/", "GET /graphiql/settings.json", "GET /app/":
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// method returns the request's method if HTTP defines it: a client can send any word.
func method(r *http.Request) string {
	known := []string{
		http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodConnect, http.MethodOptions, http.MethodTrace,
	}
	if slices.Contains(known, r.Method) {
		return r.Method
	}
	return "other"
}

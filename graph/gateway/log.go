package gateway

import (
	"log/slog"
	"net/http"
	"slices"
	"time"
)

// logRequest writes the one line that tells how a request went. All of it is
// the gateway's own words, but for the trace's id, which is hexadecimal.
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

// levelOf is how much a request on a route is worth a line. Probes and the files
// of pages are most of what comes, and tell nothing that their absence would not.
func levelOf(route string) slog.Level {
	switch route {
	case "GET /healthz", "GET /readyz", "GET /pages/{file}", "GET /{$}", "GET /graphiql/", "GET /graphiql/settings.json", "GET /app/":
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// method is the request's method, if it is one of HTTP's: any word can be sent.
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

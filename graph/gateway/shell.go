package gateway

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"sync/atomic"

	"helsegraf/graph/gateway/transport"

	"helsegraf/graph/gateway/fault"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
)

const requestIDHeader = "X-Request-Id"

// ServeHTTP answers one request. It sets the headers common to every answer, writes
// the log line and recovers from panics.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := g.options.Now()
	x := &exchange{ResponseWriter: w, id: newID(), draining: &g.draining}
	ctx, line, done := transport.Attend(r)
	x.line = line
	defer done()
	ctx, trace, ended := g.options.Observer.Begin(ctx, r.Header)
	r = r.WithContext(graph.WithLanguage(context.WithValue(ctx, exchangeKey{}, x), transport.LanguageOf(r.Header)))
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	if g.options.HSTS > 0 {
		// For this host only: its subdomains are not ours to decide for.
		h.Set("Strict-Transport-Security", "max-age="+strconv.Itoa(int(g.options.HSTS.Seconds())))
	}
	h.Set(requestIDHeader, x.id)
	if len(r.TransferEncoding) > 0 {
		// A proxy that trusts a Content-Length sent along with chunks, which net/http
		// drops, would read what follows as part of this request.
		h.Set("Connection", "close")
	}
	defer func() {
		aborted := g.caught(r.Context(), x, recover())
		ended(Outcome{r.Pattern, x.status, x.client, x.operation, x.code, x.partial})
		g.logRequest(r, x, trace, g.options.Now().Sub(start))
		if aborted {
			panic(http.ErrAbortHandler) //nolint:forbidigo // makes net/http close the connection
		}
	}()
	g.routes.ServeHTTP(x, r)
	if x.status == 0 {
		x.last() // net/http writes the headers
	}
}

// exchange is one request and its answer, as the log line describes them.
type exchange struct {
	http.ResponseWriter
	line      *transport.Conn // the connection it came on; nil if unknown
	id        string
	status    int
	client    string // the client's id, from a checked token
	operation string // kind, and a hash if the document cannot hold a person's data
	code      string // of the error that refused the request
	reason    string // why its token was refused
	partial   bool   // the answer has errors as well as data
	draining  *atomic.Bool
}

type exchangeKey struct{}

// exchangeOf returns the exchange that a request belongs to.
func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{draining: new(atomic.Bool)}
}

// Refused records why the request was refused.
func (x *exchange) Refused(code string) { x.code = code }

// WriteHeader records the status.
func (x *exchange) WriteHeader(status int) {
	x.begin(status)
	x.ResponseWriter.WriteHeader(status)
}

func (x *exchange) Write(p []byte) (int, error) {
	x.begin(http.StatusOK)
	return x.ResponseWriter.Write(p)
}

// begin is called before the answer's headers leave.
func (x *exchange) begin(status int) {
	if x.status != 0 {
		return
	}
	x.status = status
	x.last()
	x.line.Begin()
}

// last closes the connection to further requests during the drain; HTTP/2 sends a
// GOAWAY. It is decided when the answer is ready, not when the request arrived, as
// the drain may have begun in between.
func (x *exchange) last() {
	if x.draining.Load() {
		x.Header().Set("Connection", "close")
	}
}

// Unwrap lets http.ResponseController through.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

// caught ends a request that panicked, and reports whether its connection must be
// cut because a response was already begun.
func (g *Gateway) caught(ctx context.Context, x *exchange, panicked any) (abort bool) {
	if panicked == nil {
		return false
	}
	if err, ok := panicked.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		return true
	}
	g.logPanic(ctx)
	if x.status != 0 {
		return true
	}
	fault.Internal().Write(x, transport.MediaJSON)
	return false
}

// recovered is the error that a panic in a resolver becomes.
func (g *Gateway) recovered(ctx context.Context, _ any) error {
	g.logPanic(ctx)
	return &gqlerror.Error{Message: fault.InternalMessage, Extensions: map[string]any{"code": fault.CodeInternal}}
}

// logPanic logs where the panic happened. It leaves out the value and the usual
// stack trace: both can hold the data being processed.
func (g *Gateway) logPanic(ctx context.Context) {
	pcs := make([]uintptr, 48)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	var where []string
	panicking := false
	for {
		f, more := frames.Next()
		if panicking && len(where) < 12 {
			where = append(where, f.Function)
		}
		panicking = panicking || f.Function == "runtime.gopanic"
		if !more {
			break
		}
	}
	g.options.Log.LogAttrs(ctx, slog.LevelError, "panic", slog.String("id", exchangeOf(ctx).id), slog.Any("where", where))
}

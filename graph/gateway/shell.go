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

// ServeHTTP answers one request: headers that every answer has, the log line,
// and the net under panics.
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
		// Of this host only: what else is served below it is not ours to say.
		h.Set("Strict-Transport-Security", "max-age="+strconv.Itoa(int(g.options.HSTS.Seconds())))
	}
	h.Set(requestIDHeader, x.id)
	if len(r.TransferEncoding) > 0 {
		// A proxy that goes by a Content-Length beside the chunks, which the
		// library drops, would take what follows for a part of this request.
		h.Set("Connection", "close")
	}
	defer func() {
		aborted := g.caught(r.Context(), x, recover())
		ended(Outcome{r.Pattern, x.status, x.client, x.operation, x.code, x.partial})
		g.logRequest(r, x, trace, g.options.Now().Sub(start))
		if aborted {
			panic(http.ErrAbortHandler) //nolint:forbidigo // how net/http is told to cut the connection
		}
	}()
	g.routes.ServeHTTP(x, r)
	if x.status == 0 {
		x.last() // net/http writes the headers
	}
}

// exchange is one request and its answer, as the log line tells of them.
type exchange struct {
	http.ResponseWriter
	line      *transport.Conn // that it goes by; nil for one that is not known
	id        string
	status    int
	client    string // the client's id, of a checked token
	operation string // kind, and a hash when the document holds nobody
	code      string // of the error that refused the request
	reason    string // why its token was not taken: a refusal
	partial   bool   // the answer has errors beside data
	draining  *atomic.Bool
}

type exchangeKey struct{}

// exchangeOf is the exchange a request is part of.
func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{draining: new(atomic.Bool)}
}

// Refused notes why the request was refused.
func (x *exchange) Refused(code string) { x.code = code }

// WriteHeader notes the status.
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

// last says during the drain that the connection is not to be used again, for
// which HTTP/2 sends a GOAWAY. This is decided when the answer is ready and not
// when the request came, for the drain may have begun in between.
func (x *exchange) last() {
	if x.draining.Load() {
		x.Header().Set("Connection", "close")
	}
}

// Unwrap lets http.ResponseController through.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

// caught ends a request that panicked, and reports whether its connection must
// be cut because an answer was begun.
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

// recovered is what a panic in a resolver becomes.
func (g *Gateway) recovered(ctx context.Context, _ any) error {
	g.logPanic(ctx)
	return &gqlerror.Error{Message: fault.InternalMessage, Extensions: map[string]any{"code": fault.CodeInternal}}
}

// logPanic tells where it happened. The value is left out, and so is the usual
// stack trace: both can hold what was being worked on.
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

package gateway

import (
	"context"
	"io"
	"net/http"
	"time"

	"helsegraf/graph/gateway/transport"

	"helsegraf/graph/gateway/fault"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
)

// documentCalls is the cost of a file: access is decided and logged anew before the
// hospital is called.
const documentCalls = 4

// summaryCalls is the cost of a patient summary: the privacy registers and the log,
// and those of its parts.
const summaryCalls = 12

// serveDocument streams the file behind a sealed link.
func (g *Gateway) serveDocument(w http.ResponseWriter, r *http.Request) {
	g.serveFile(w, r, documentCalls, func(ctx context.Context, out http.ResponseWriter) error {
		return g.options.Documents.ServeDocument(ctx, r.PathValue("sealed"), out)
	})
}

// serveSummary streams the patient summary behind a sealed link, in one of its
// formats. It takes no longer to make than a query may take.
func (g *Gateway) serveSummary(w http.ResponseWriter, r *http.Request) {
	format, ok := transport.SummaryFormat(r)
	w.Header().Set("Vary", "Accept, Accept-Language")
	if !ok {
		fault.New(http.StatusNotAcceptable, fault.CodeNotAcceptable, "A summary is "+transport.MediaFHIR+", "+transport.MediaHTML+" or "+transport.MediaPDF+".").Write(w, transport.MediaJSON)
		return
	}
	g.serveFile(w, r, summaryCalls, func(ctx context.Context, out http.ResponseWriter) error {
		ctx, cancel := context.WithTimeout(ctx, g.options.Deadline)
		defer cancel()
		if !transport.HasLanguage(r.Header) {
			ctx = graph.WithLanguage(ctx, graph.Bokmal)
		}
		return g.options.Documents.ServeSummary(ctx, r.PathValue("sealed"), format, out)
	})
}

// serveFile authenticates and charges the request for a file, and has it sent.
func (g *Gateway) serveFile(w http.ResponseWriter, r *http.Request, calls int, send func(context.Context, http.ResponseWriter) error) {
	if g.options.Documents == nil {
		fault.NotFound().Write(w, transport.MediaJSON)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), g.options.Timeouts.Document)
	defer cancel()
	// The server's own write timeout is meant for responses that are ready at once.
	until := time.Now().Add(g.options.Timeouts.Document)
	out := transport.Pace(w, g.options.Limits.Pace, g.options.Timeouts.Stall, until)
	_ = http.NewResponseController(w).SetWriteDeadline(until)
	actor, f := g.authenticate(r.WithContext(ctx))
	if f != nil {
		f.Write(w, transport.MediaJSON)
		return
	}
	account := g.quotas.Account(actor)
	party := account.Party(r)
	if !g.files.Take(party) {
		fault.Overloaded().Write(w, transport.MediaJSON)
		return
	}
	defer g.files.Give(party)
	if wait := account.Spend(w.Header(), calls, 0, g.options.Now()); wait > 0 {
		fault.RateLimited(wait).Write(w, transport.MediaJSON)
		return
	}
	err := send(graph.WithActor(ctx, actor), out)
	if err == nil {
		return
	}
	if exchangeOf(r.Context()).status != 0 {
		panic(http.ErrAbortHandler) //nolint:forbidigo // makes net/http close the connection, so that a truncated file is not mistaken for a whole one
	}
	g.documentFault(ctx, err).Write(w, transport.MediaJSON)
}

// documentFault explains, in the graph's own words, why there is no file.
func (g *Gateway) documentFault(ctx context.Context, err error) *fault.Fault {
	e := g.options.PresentError(ctx, err)
	f := &fault.Fault{Status: http.StatusForbidden, Errors: gqlerror.List{e}}
	switch code := f.Code(); {
	case code == fault.CodeUnauthenticated:
		f.Status = http.StatusUnauthorized
	case code == fault.CodeNotFound:
		f.Status = http.StatusNotFound
	case code == fault.CodeInternal:
		f.Status = http.StatusInternalServerError
	case e.Extensions["retryable"] == true:
		f.Status = http.StatusServiceUnavailable
	case e.Extensions["register"] != nil:
		f.Status = http.StatusBadGateway
	}
	return f
}

// serveSchema writes the part of the schema that the client may see.
func (g *Gateway) serveSchema(w http.ResponseWriter, r *http.Request) {
	actor, f := g.authenticate(r)
	v := g.visibleTo(actor)
	if f == nil && v == nil {
		f = introspectionDisabled()
	}
	if f != nil {
		f.Write(w, transport.MediaJSON)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, v.sdl)
}

// serveHealth reports that the process answers.
func (g *Gateway) serveHealth(w http.ResponseWriter, _ *http.Request) { state(w, http.StatusOK, "ok") }

// serveReady reports whether requests are wanted. A register that is down does not
// make the gateway unready: the others still answer.
func (g *Gateway) serveReady(w http.ResponseWriter, _ *http.Request) {
	switch {
	case g.draining.Load():
		state(w, http.StatusServiceUnavailable, "draining")
	case g.options.Ready() != nil:
		state(w, http.StatusServiceUnavailable, "not ready")
	default:
		state(w, http.StatusOK, "ready")
	}
}

func state(w http.ResponseWriter, status int, is string) {
	w.Header().Set("Content-Type", transport.MediaJSON)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, `{"status":"`+is+`"}`)
}

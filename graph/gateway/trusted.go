package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"helsegraf/graph/gateway/transport"

	"helsegraf/graph/gateway/documents"
	"helsegraf/graph/gateway/fault"
)

// trust reads the manifests of all clients that have one.
func (g *Gateway) trust() error {
	var wrong []error
	for _, c := range g.options.Clients {
		if c.Trusted.File == "" {
			continue
		}
		seen := g.options.Schema.Schema()
		if g.options.Narrowed != nil {
			narrow, err := g.options.Narrowed(c.Registration().Sees())
			if err != nil {
				return fmt.Errorf("the schema for client %s: %w", c.ID, err)
			}
			seen = narrow.Schema()
		}
		wrong = append(wrong, g.libraries.Add(c.ID, c.Trusted, seen))
	}
	return errors.Join(wrong...)
}

// document returns the document of a request: a trusted document of its client,
// found by id or by text, or else the one in the request. Valid reports that it
// needs no validation.
func (g *Gateway) document(r *http.Request, q transport.Request) (doc *documents.Document, valid bool, f *fault.Fault) {
	id, f := q.TrustedID()
	if f != nil {
		return nil, false, f
	}
	x := exchangeOf(r.Context())
	library := g.libraries.Of(x.client)
	if doc, f = library.Find(id, q.Query); doc != nil || f != nil {
		return doc, true, f
	}
	if doc, valid, f = g.cache.Read(q.Query); f != nil {
		return nil, false, f
	}
	if library.Logs() {
		g.options.Log.LogAttrs(r.Context(), slog.LevelWarn, "document not trusted",
			slog.String("id", x.id), slog.String("client", x.client), slog.String("hash", doc.Hash()))
	}
	return doc, valid, library.Untrusted(doc, q.OperationName)
}

// Watch checks at each tick whether manifests of trusted documents have changed,
// until ctx is done. An unusable manifest is logged once, and the previous one stays
// in use.
func (g *Gateway) Watch(ctx context.Context, ticks <-chan time.Time) { g.libraries.Watch(ctx, ticks) }

// Reload reads the certificate and the manifests of trusted documents now, whether
// or not they seem to have changed. If one is unusable, that is logged and the
// previous one stays in use.
func (g *Gateway) Reload(ctx context.Context) {
	if c := g.options.Certificate; c != nil {
		c.Reload()
	}
	g.libraries.Reload(ctx)
}

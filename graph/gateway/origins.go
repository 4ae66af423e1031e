package gateway

import (
	"net/http"

	"helsegraf/graph/gateway/transport"

	"github.com/rs/cors"
)

// shared lets the pages of known clients ask, and read what they are answered.
func (g *Gateway) shared(next http.Handler) http.Handler {
	var origins []string
	for _, c := range g.options.Clients {
		origins = append(origins, c.Origins...)
	}
	if len(origins) == 0 {
		return next // cors takes no origin to mean all of them
	}
	return cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: append(append([]string{"Accept", "Authorization", "Content-Type", "DPoP", "Traceparent"}, transport.PreflightHeaders[:]...), saidOfThemselves[:]...),
		ExposedHeaders: []string{"DPoP-Nonce", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate", requestIDHeader},
		MaxAge:         600,
	}).Handler(next)
}

// saidOfThemselves are headers in which clients' libraries say who they are.
// Nothing is made of them, for the token tells; but where they are not allowed, a
// page whose library sends them is told nothing at all.
var saidOfThemselves = [...]string{"Apollographql-Client-Name", "Apollographql-Client-Version", "GraphQL-Client-Name", "GraphQL-Client-Version", "Tracestate"}

// origins are, by client, those whose pages are the client's own.
func origins(clients []Client) map[string]*cors.Cors {
	out := map[string]*cors.Cors{}
	for _, c := range clients {
		if len(c.Origins) > 0 {
			out[c.ID] = cors.New(cors.Options{AllowedOrigins: c.Origins})
		}
	}
	return out
}

// own hides the answer from a page that is not the client's whose token it
// sent: another client's page has come by it. A preflight has no token, and so
// lets in the pages of all.
func (g *Gateway) own(x *exchange, r *http.Request) {
	const allowed = "Access-Control-Allow-Origin"
	if x.client == "" || x.Header().Get(allowed) == "" {
		return
	}
	if pages := g.origins[x.client]; pages == nil || !pages.OriginAllowed(r) {
		x.Header().Del(allowed)
	}
}

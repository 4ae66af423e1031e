package gateway

import (
	"net/http"

	"helsegraf/graph/gateway/transport"

	"github.com/rs/cors"
)

// shared lets the pages of known clients send requests and read the responses.
func (g *Gateway) shared(next http.Handler) http.Handler {
	var origins []string
	for _, c := range g.options.Clients {
		origins = append(origins, c.Origins...)
	}
	if len(origins) == 0 {
		return next // cors takes an empty list of origins to mean all
	}
	return cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: append(append([]string{"Accept", "Authorization", "Content-Type", "DPoP", "Traceparent"}, transport.PreflightHeaders[:]...), saidOfThemselves[:]...),
		ExposedHeaders: []string{"DPoP-Nonce", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate", requestIDHeader},
		MaxAge:         600,
	}).Handler(next)
}

// saidOfThemselves are headers in which client libraries name themselves. They are
// ignored, since the token identifies the client, but must be allowed: otherwise a
// page whose library sends them cannot read any response.
var saidOfThemselves = [...]string{"Apollographql-Client-Name", "Apollographql-Client-Version", "GraphQL-Client-Name", "GraphQL-Client-Version", "Tracestate"}

// origins are the origins of each client's own pages, by client.
func origins(clients []Client) map[string]*cors.Cors {
	out := map[string]*cors.Cors{}
	for _, c := range clients {
		if len(c.Origins) > 0 {
			out[c.ID] = cors.New(cors.Options{AllowedOrigins: c.Origins})
		}
	}
	return out
}

// own hides the answer from a page that does not belong to the token's client:
// another client's page has obtained the token. A preflight has no token, so it
// admits the pages of every client.
func (g *Gateway) own(x *exchange, r *http.Request) {
	const allowed = "Access-Control-Allow-Origin"
	if x.client == "" || x.Header().Get(allowed) == "" {
		return
	}
	if pages := g.origins[x.client]; pages == nil || !pages.OriginAllowed(r) {
		x.Header().Del(allowed)
	}
}

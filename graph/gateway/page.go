package gateway

import (
	"encoding/json"
	"net/http"

	"helsegraf/graph/gateway/transport"

	"helsegraf/graph/gateway/fault"

	"helsegraf/graph/gateway/pages/graphiql"
)

// Demo lets the pages log in as an invented person and make registers fail.
type Demo struct {
	Personas []Persona
	// Tokens answers POST /demo/token?persona=… as the demonstration's issuer does.
	Tokens http.Handler
	// App serves an application for logged-in users under /app/; nil for none.
	App http.Handler
	// Faults answers /demo/faults, which makes registers fail.
	Faults http.Handler
}

// Persona is an invented person to log in as.
type Persona struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	About string `json:"about"`
}

func (g *Gateway) addPages(m *http.ServeMux) error {
	demo := g.options.Demo
	around := g.frame()
	if err := graphiql.Add(m, graphiql.Settings{Demo: demo != nil, Status: around.HasStatus, Docs: around.HasDocs, Login: g.options.Login}); err != nil {
		return err
	}
	if demo != nil {
		m.HandleFunc("GET /demo/personas", g.servePersonas)
		m.Handle("POST /demo/token", demo.Tokens)
		// Other sites' pages must not be able to break the registers.
		m.Handle("/demo/faults", http.NewCrossOriginProtection().Handler(demo.Faults))
		if demo.App != nil {
			m.Handle("GET /app/", demo.App)
		}
	}
	return nil
}

func (g *Gateway) servePersonas(w http.ResponseWriter, _ *http.Request) {
	body, err := json.Marshal(g.options.Demo.Personas)
	if err != nil {
		fault.Internal().Write(w, transport.MediaJSON)
		return
	}
	w.Header().Set("Content-Type", transport.MediaJSON)
	_, _ = w.Write(body)
}

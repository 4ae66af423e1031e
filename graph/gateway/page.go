package gateway

import (
	"embed"
	"encoding/json"
	"net/http"
)

// The page at the root: a place to write a query and see the answer. It loads
// nothing from anywhere else.
//
//go:embed page
var page embed.FS

// pagePolicy lets the page load its own script and style, and call the gateway.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// Demo lets the page log in as somebody invented.
type Demo struct {
	Personas []Persona
	// Tokens answers POST /demo/token?persona=… as the demonstration's issuer does.
	Tokens http.Handler
	// App answers under /app/: an application of those who log in; nil for none.
	App http.Handler
}

// Persona is somebody to log in as.
type Persona struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	About string `json:"about"`
}

func (g *Gateway) addPage(m *http.ServeMux) {
	for path, file := range map[string][2]string{
		"/{$}":      {"page/index.html", "text/html"},
		"/page.css": {"page/page.css", "text/css"},
		"/page.js":  {"page/page.js", "text/javascript"},
	} {
		m.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			body, err := page.ReadFile(file[0])
			if err != nil {
				writeFault(w, mediaJSON, internal())
				return
			}
			w.Header().Set("Content-Security-Policy", pagePolicy)
			w.Header().Set("Content-Type", file[1]+"; charset=utf-8")
			_, _ = w.Write(body)
		})
	}
	if g.options.Demo != nil {
		m.HandleFunc("GET /demo/personas", g.servePersonas)
		m.Handle("POST /demo/token", g.options.Demo.Tokens)
		if g.options.Demo.App != nil {
			m.Handle("GET /app/", g.options.Demo.App)
		}
	}
}

func (g *Gateway) servePersonas(w http.ResponseWriter, _ *http.Request) {
	body, err := json.Marshal(g.options.Demo.Personas)
	if err != nil {
		writeFault(w, mediaJSON, internal())
		return
	}
	w.Header().Set("Content-Type", mediaJSON)
	_, _ = w.Write(body)
}

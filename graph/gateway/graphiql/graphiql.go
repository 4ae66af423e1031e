package graphiql

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/url"

	"helsegraf/graph/gateway/static"
)

//go:embed dist
var built embed.FS

// Settings are what the page must know of where it runs.
type Settings struct {
	// Demo offers the demonstration's people, and its faults.
	Demo bool `json:"demo"`
	// Login is how people log in; nil when they bring a token.
	Login *Login `json:"login,omitempty"`
}

// Login is OpenID Connect for a page: a public client, code flow with PKCE.
// The issuer must let the page's origin read its discovery document and its
// token endpoint, which must be of the issuer's own origin.
type Login struct {
	Issuer   string `json:"issuer"`
	ClientID string `json:"clientId"`
	Scope    string `json:"scope"`
}

// Add has the page answer at / and under /graphiql/.
func Add(m *http.ServeMux, s Settings) error {
	files, err := fs.Sub(built, "dist")
	if err != nil {
		return err
	}
	settings, err := json.Marshal(s)
	if err != nil {
		return err
	}
	page, err := static.New(files, s.policy())
	if err != nil {
		return err
	}
	m.Handle("GET /{$}", page)
	m.Handle("GET /graphiql/", page)
	m.HandleFunc("GET /graphiql/settings.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(settings)
	})
	return nil
}

// policy lets the page load its own scripts, styles, fonts and workers, and
// call the gateway and the issuer. Inline styles are Monaco's: it lays its
// lines out by them. Trusted types cannot be asked for, since its workers load
// themselves by name.
func (s Settings) policy() string {
	issuer := ""
	if s.Login != nil {
		if u, err := url.Parse(s.Login.Issuer); err == nil {
			issuer = " " + u.Scheme + "://" + u.Host
		}
	}
	return "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; " +
		"connect-src 'self'" + issuer + "; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

package graphiql

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/url"

	"helsegraf/graph/gateway/pages/static"
)

//go:embed dist
var built embed.FS

// Settings tell the page about its environment.
type Settings struct {
	// Demo offers the demonstration's personas, and its faults.
	Demo bool `json:"demo"`
	// Status and Docs say which other pages exist.
	Status bool `json:"status"`
	Docs   bool `json:"docs"`
	// Login is how people log in; nil when they bring a token.
	Login *Login `json:"login,omitempty"`
}

// Login is OpenID Connect for a page: a public client, code flow with PKCE. The
// issuer must let the page's origin read its discovery document and its token
// endpoint, which must be on the issuer's own origin. It redirects people to the
// page's address, also after logout.
type Login struct {
	Issuer   string `json:"issuer"`
	ClientID string `json:"clientId"`
	Scope    string `json:"scope"`
	// ACRValues is the required level of assurance; "" leaves it to the issuer.
	ACRValues string `json:"acrValues,omitempty"`
	// Resource is the resource the tokens are for (RFC 8707); "" omits it.
	Resource string `json:"resource,omitempty"`
	// DPoP binds the tokens to a key that the page makes.
	DPoP bool `json:"dpop,omitempty"`
}

// Add serves the page at / and under /graphiql/.
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

// policy lets the page load its own scripts, styles, fonts and workers, and call the
// gateway and the issuer. Inline styles are for Monaco, which lays out lines with
// them. Trusted types cannot be required, since Monaco's workers load themselves by
// name.
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

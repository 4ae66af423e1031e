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
	// Status and Docs tell which pages there are beside it.
	Status bool `json:"status"`
	Docs   bool `json:"docs"`
	// Login is how people log in; nil when they bring a token.
	Login *Login `json:"login,omitempty"`
}

// Login is OpenID Connect for a page: a public client, code flow with PKCE.
// The issuer must let the page's origin read its discovery document and its
// token endpoint, which must be of the issuer's own origin. It sends people back
// to the page's address, also when they have logged out.
type Login struct {
	Issuer   string `json:"issuer"`
	ClientID string `json:"clientId"`
	Scope    string `json:"scope"`
	// ACRValues is how surely people are to be known; "" leaves it to the issuer.
	ACRValues string `json:"acrValues,omitempty"`
	// Resource is what the tokens are to be for (RFC 8707); "" does not say.
	Resource string `json:"resource,omitempty"`
	// DPoP has the tokens bound to a key that the page makes.
	DPoP bool `json:"dpop,omitempty"`
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

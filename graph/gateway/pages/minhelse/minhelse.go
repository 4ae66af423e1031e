package minhelse

import (
	"embed"
	"io/fs"
	"net/http"

	"helsegraf/graph/gateway/pages/static"
)

//go:embed dist
var built embed.FS

// policy lets the page load its own script and style, and call the gateway. It has no
// inline styles and creates no scripts.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// New returns a handler that serves the page under /app/.
func New() (http.Handler, error) {
	files, err := fs.Sub(built, "dist")
	if err != nil {
		return nil, err
	}
	page, err := static.New(files, policy)
	if err != nil {
		return nil, err
	}
	return http.StripPrefix("/app", page), nil
}

package pages

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"net/http"
	"path"
)

//go:embed assets layout.html status.html
var files embed.FS

// policy lets a page load its own script and style, and call the gateway.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// Frame is what surrounds a page.
type Frame struct {
	Title   string
	About   string // for search engines and previews
	Current string // in the navigation: "docs" or "status"
	Root    string // from the page to the gateway's root: "" or "../"
	Script  string // of the page, in assets; none when empty
	Demo    bool   // in a demonstration
	// HasStatus and HasDocs say which pages exist.
	HasStatus, HasDocs bool
}

// Template parses a page's own template, which defines "main" and is executed with a
// struct that embeds Frame.
func Template(from embed.FS, name string, more template.FuncMap) (*template.Template, error) {
	t, err := template.New("layout.html").Funcs(more).ParseFS(files, "layout.html")
	if err != nil {
		return nil, err
	}
	return t.ParseFS(from, name)
}

// Write renders a page as HTML.
func Write(t *template.Template, data any) ([]byte, error) {
	var b bytes.Buffer
	err := t.ExecuteTemplate(&b, "layout.html", data)
	return b.Bytes(), err
}

// Serve sends a page.
func Serve(w http.ResponseWriter, r *http.Request, page []byte) {
	w.Header().Set("Content-Security-Policy", policy)
	send(w, r, page, "text/html; charset=utf-8")
}

// ServeAsset sends a file that the pages share: /pages/{file}.
func ServeAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	body, err := files.ReadFile("assets/" + name)
	mediaType := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}[path.Ext(name)]
	if err != nil || mediaType == "" {
		http.NotFound(w, r)
		return
	}
	send(w, r, body, mediaType)
}

// send makes browsers revalidate their copy each time.
func send(w http.ResponseWriter, r *http.Request, body []byte, mediaType string) {
	sum := sha256.Sum256(body)
	etag := `"` + hex.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", mediaType)
	_, _ = w.Write(body) //nolint:gosec // pages are rendered by html/template
}

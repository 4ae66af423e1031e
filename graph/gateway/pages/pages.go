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

// policy lets a page load its own script and style, and ask the gateway.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// Frame is what stands around a page.
type Frame struct {
	Title   string
	About   string // for search engines and previews
	Current string // of the ways around: "docs" or "status"
	Root    string // from the page to the gateway's root: "" or "../"
	Script  string // of the page, in assets; none when empty
	Demo    bool   // what is shown is a demonstration
	// HasStatus and HasDocs tell which pages there are.
	HasStatus, HasDocs bool
}

// Template is a page's own template, to be executed with a struct that embeds
// Frame. It defines "main".
func Template(from embed.FS, name string, more template.FuncMap) (*template.Template, error) {
	t, err := template.New("layout.html").Funcs(more).ParseFS(files, "layout.html")
	if err != nil {
		return nil, err
	}
	return t.ParseFS(from, name)
}

// Write is a page as HTML.
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

// ServeAsset sends a file of all pages: /pages/{file}.
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

// send has browsers ask each time whether what they have is still right.
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
	_, _ = w.Write(body) //nolint:gosec // what is in a page has been through html/template
}

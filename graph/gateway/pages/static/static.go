package static

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// mediaTypes are the types of all files that a folder may hold.
var mediaTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".graphql":     "text/plain; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".ttf":         "font/ttf",
	".txt":         "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// Folder is a front end. It is safe for concurrent use.
type Folder struct {
	built  fs.FS
	files  map[string]file // by served name
	policy string
}

// file is a file in built. Its content stays in the program's image: read into memory
// it would exist twice, and the garbage collector would reserve as much again. Nor is
// it read before it is requested, since the parts of the image that nobody reads take
// no memory: most gateways never serve a page.
type file struct {
	name      string
	mediaType string
	size      int64
	// etag is computed once; an error is that of reading the file.
	etag func() (string, error)
}

// New makes a Folder of every file.gz in built, served as file. Policy is the
// Content-Security-Policy of its pages.
func New(built fs.FS, policy string) (*Folder, error) {
	f := &Folder{built: built, files: map[string]file{}, policy: policy}
	err := fs.WalkDir(built, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		served, gzipped := strings.CutSuffix(name, ".gz")
		mediaType, known := mediaTypes[path.Ext(served)]
		if !gzipped || !known {
			return fmt.Errorf("no front end has a file like %s", name)
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		f.files[served] = file{name, mediaType, info.Size(), sync.OnceValues(func() (string, error) { return etag(built, name) })}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// etag is the entity tag of a file by its content: a weak one, since it is the same
// for the unzipped file.
func etag(built fs.FS, name string) (string, error) {
	body, err := built.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = body.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, body); err != nil {
		return "", err
	}
	return `W/"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`, nil
}

// Has reports whether the folder has a file of that name.
func (f *Folder) Has(name string) bool {
	_, ok := f.files[name]
	return ok
}

// ServeHTTP serves the file at the request's path; a path that ends in a slash
// is that folder's index.html.
func (f *Folder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	found, ok := f.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	tag, err := found.etag()
	if err != nil {
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", f.policy)
	h.Set("ETag", tag)
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	gzipped, err := f.built.Open(found.name)
	if err != nil {
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	defer func() { _ = gzipped.Close() }()
	h.Set("Content-Type", found.mediaType)
	if takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.FormatInt(found.size, 10))
		_, _ = io.Copy(w, gzipped)
		return
	}
	unzipped, err := gzip.NewReader(gzipped)
	if err != nil {
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	_, _ = io.Copy(w, unzipped) //nolint:gosec // the files are our own
}

// takesGzip reports whether the client accepts gzip.
func takesGzip(r *http.Request) bool {
	for _, header := range r.Header.Values("Accept-Encoding") {
		for coding := range strings.SplitSeq(header, ",") {
			name, weight, _ := strings.Cut(coding, ";")
			weight = strings.ReplaceAll(weight, " ", "")
			name = strings.TrimSpace(name)
			if (name == "gzip" || name == "*") && strings.Trim(weight, "0.") != "q=" {
				return true
			}
		}
	}
	return false
}

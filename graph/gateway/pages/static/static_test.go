package static_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"helsegraf/graph/gateway/pages/static"
)

const policy = "default-src 'none'; script-src 'self'"

func zipped(t *testing.T, text string) *fstest.MapFile {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: b.Bytes()}
}

func folder(t *testing.T) *static.Folder {
	t.Helper()
	f, err := static.New(fstest.MapFS{
		"index.html.gz":       zipped(t, "<!doctype html>"),
		"assets/main.js.gz":   zipped(t, "export {}"),
		"assets/style.css.gz": zipped(t, "body {}"),
	}, policy)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// answer is a folder's response, unzipped.
type answer struct {
	status int
	header http.Header
	body   string
}

func ask(t *testing.T, f *static.Folder, path string, headers map[string]string) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	body := io.Reader(w.Body)
	if w.Header().Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		body = z
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{w.Code, w.Header(), string(text)}
}

func TestFolder(t *testing.T) {
	f := folder(t)
	for _, c := range []struct {
		path, accepts    string
		status           int
		mediaType, coded string
		body             string
	}{
		{"/", "gzip, deflate, br", 200, "text/html; charset=utf-8", "gzip", "<!doctype html>"},
		{"/index.html", "gzip", 200, "text/html; charset=utf-8", "gzip", "<!doctype html>"},
		{"/assets/main.js", "br;q=1, gzip;q=0.5", 200, "text/javascript; charset=utf-8", "gzip", "export {}"},
		{"/assets/style.css", "*", 200, "text/css; charset=utf-8", "gzip", "body {}"},
		{"/assets/main.js", "", 200, "text/javascript; charset=utf-8", "", "export {}"},
		{"/assets/main.js", "gzip;q=0", 200, "text/javascript; charset=utf-8", "", "export {}"},
		{"/assets/main.js", "gzip; q=0.0, identity", 200, "text/javascript; charset=utf-8", "", "export {}"},
		{"/assets/main.js.gz", "gzip", 404, "text/plain; charset=utf-8", "", "404 page not found\n"},
		{"/assets/", "gzip", 404, "text/plain; charset=utf-8", "", "404 page not found\n"},
		{"/assets", "gzip", 404, "text/plain; charset=utf-8", "", "404 page not found\n"},
		{"/../static.go", "gzip", 404, "text/plain; charset=utf-8", "", "404 page not found\n"},
	} {
		got := ask(t, f, c.path, map[string]string{"Accept-Encoding": c.accepts})
		if got.status != c.status || got.body != c.body ||
			got.header.Get("Content-Type") != c.mediaType || got.header.Get("Content-Encoding") != c.coded {
			t.Errorf("%s by one that takes %q: %v", c.path, c.accepts, got)
		}
		if found := c.status == http.StatusOK; found && got.header.Get("Content-Security-Policy") != policy {
			t.Errorf("%s has the policy %q", c.path, got.header.Get("Content-Security-Policy"))
		}
	}
	if !f.Has("assets/main.js") || f.Has("assets") {
		t.Error("Has does not tell what there is")
	}
}

// A browser that has the file revalidates it, and gets no body.
func TestFileNotModified(t *testing.T) {
	f := folder(t)
	first := ask(t, f, "/assets/main.js", nil).header
	etag := first.Get("ETag")
	if etag == "" || first.Get("Cache-Control") != "no-cache" {
		t.Fatalf("headers %v", first)
	}
	for match, status := range map[string]int{etag: 304, `W/"other", ` + etag: 304, `W/"other"`: 200} {
		if got := ask(t, f, "/assets/main.js", map[string]string{"If-None-Match": match}); got.status != status || (status == 304) != (got.body == "") {
			t.Errorf("If-None-Match %s: %v", match, got)
		}
	}
}

// A file that is not gzipped, or of a type that does not belong in a page, is a build
// error, found when the program starts.
func TestUnknownFilesAreRefused(t *testing.T) {
	for _, name := range []string{"index.html", "main.js.map.gz", "notes.md.gz"} {
		if _, err := static.New(fstest.MapFS{name: zipped(t, "")}, policy); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

package static_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"helsegraf/graph/gateway/static"
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

func ask(t *testing.T, f *static.Folder, path string, headers map[string]string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	resp := w.Result()
	defer func() { _ = resp.Body.Close() }()
	body := io.Reader(resp.Body)
	if resp.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		body = z
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(text)
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
		resp, body := ask(t, f, c.path, map[string]string{"Accept-Encoding": c.accepts})
		if resp.StatusCode != c.status || body != c.body ||
			resp.Header.Get("Content-Type") != c.mediaType || resp.Header.Get("Content-Encoding") != c.coded {
			t.Errorf("%s by one that takes %q: %d %v %q", c.path, c.accepts, resp.StatusCode, resp.Header, body)
		}
		if found := c.status == http.StatusOK; found && resp.Header.Get("Content-Security-Policy") != policy {
			t.Errorf("%s has the policy %q", c.path, resp.Header.Get("Content-Security-Policy"))
		}
	}
	if !f.Has("assets/main.js") || f.Has("assets") {
		t.Error("Has does not tell what there is")
	}
}

// A browser that has the file asks whether it is still right, and gets no body.
func TestFileNotModified(t *testing.T) {
	f := folder(t)
	resp, _ := ask(t, f, "/assets/main.js", nil)
	etag := resp.Header.Get("ETag")
	if etag == "" || resp.Header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("headers %v", resp.Header)
	}
	for match, status := range map[string]int{etag: 304, `W/"other", ` + etag: 304, `W/"other"`: 200} {
		if resp, body := ask(t, f, "/assets/main.js", map[string]string{"If-None-Match": match}); resp.StatusCode != status || (status == 304) != (body == "") {
			t.Errorf("If-None-Match %s: %d with %d bytes", match, resp.StatusCode, len(body))
		}
	}
}

// What is not gzipped, or of a type that has no place in a page, is a mistake
// of the build, and found when the program starts.
func TestUnknownFilesAreRefused(t *testing.T) {
	for _, name := range []string{"index.html", "main.js.map.gz", "notes.md.gz"} {
		if _, err := static.New(fstest.MapFS{name: zipped(t, "")}, policy); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

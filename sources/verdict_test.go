package sources_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"testing"

	"helsegraf/sources"
)

func TestKindOfEachAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   sources.Kind
	}{
		"200":   {status(200), 0},
		"204":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, 0},
		"301":   {status(301), sources.Garbled},
		"400":   {status(400), sources.Invalid},
		"401":   {status(401), sources.Denied},
		"403":   {status(403), sources.Denied},
		"404":   {status(404), sources.NotFound},
		"408":   {status(408), sources.Timeout},
		"410":   {status(410), sources.NotFound},
		"429":   {status(429), sources.Unavailable},
		"500":   {status(500), sources.Unavailable},
		"503":   {status(503), sources.Unavailable},
		"504":   {status(504), sources.Timeout},
		"reset": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, sources.Unavailable},
		"no media type": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = nil
			_, _ = io.WriteString(w, "{}")
		}, sources.Garbled},
		"a page":           {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>log in") }, sources.Garbled},
		"not gzip":         {encoded("gzip", []byte("{}")), sources.Garbled},
		"gzip cut off":     {encoded("gzip", zipped(1 << 10)[:20]), sources.Garbled},
		"gzip with damage": {encoded("gzip", damaged(zipped(1<<10))), sources.Garbled},
		"gzip":             {encoded("gzip", zipped(1<<10)), 0},
		"gzip bomb":        {encoded("gzip", zipped(9<<20)), sources.Garbled},
		"chunks that do not hold": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")
			_ = conn.Close()
		}, sources.Garbled},
	} {
		t.Run(name, func(t *testing.T) {
			r := startRegister(t, c.answer, func(c *sources.Config) { c.Retry.Max = -1 })
			wantKind(t, r.ask(t.Context(), search), c.want)
			if r.log.Len() > 0 {
				t.Errorf("logged %s", r.log)
			}
		})
	}
}

// A reader that wants to see what is said of a failure is shown that, and no page.
func TestPagesOfAFailure(t *testing.T) {
	told := search
	told.Statuses = []int{http.StatusNotFound, http.StatusInternalServerError, http.StatusGatewayTimeout}
	for code, want := range map[int]sources.Kind{404: sources.Garbled, 500: sources.Unavailable, 504: sources.Timeout} {
		r := startRegister(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(code)
		}, func(c *sources.Config) { c.Retry.Max = -1 })
		wantKind(t, r.ask(t.Context(), told), want)
	}
}

func encoded(encoding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", encoding)
		_, _ = w.Write(body)
	}
}

// zipped is so many blanks.
func zipped(n int) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(bytes.Repeat([]byte(" "), n))
	_ = z.Close()
	return b.Bytes()
}

func damaged(b []byte) []byte {
	b = bytes.Clone(b)
	b[len(b)-6] ^= 0xff // its checksum
	return b
}

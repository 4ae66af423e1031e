package helsearkiv_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/helsearkiv"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// Content must be of a known type, and begin as it does. The link's host is ignored.
func TestContentIsChecked(t *testing.T) {
	const list = `{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"DocumentReference","id":"a","status":"current","date":"2026-11-01T10:00:00+01:00",
	  "subject":{"identifier":{"value":"` + sourcetest.Subject + `"}},"content":[{"attachment":{"contentType":"application/pdf","url":"https://elsewhere.example/x/Binary/b"}}]}}]}`
	for _, tc := range []struct {
		media, body string
		want        sources.Kind
	}{
		{"application/pdf", "%PDF-1.7 …", 0},
		{"application/pdf", "<html><script>", sources.Garbled},
		{"application/pdf", "%P", sources.Garbled},
		{"image/png", "GIF89a", sources.Garbled},
		{"text/plain; charset=utf-8", "tekst", 0},
		{"text/plain", "", sources.Garbled},
		{"text/html", "<html>", sources.Garbled},
	} {
		c := helsearkiv.New(sourcetest.Replies(func(r *http.Request) (int, string, string) {
			if strings.HasSuffix(r.URL.Path, "/_search") {
				return http.StatusOK, fhir.MediaType, list
			}
			if r.URL.Path != "/dokumenter/api/v1/Binary/b" || r.Header.Get("Nhn-Patient-Nin") != sourcetest.Subject {
				t.Errorf("%s", r.URL)
			}
			return http.StatusOK, tc.media, tc.body
		}).Client(t, register), nhn.Options{})
		named := false
		var out bytes.Buffer
		err := c.Content(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject)), "a", func(string, string) error { named = true; return nil }, &out)
		if sources.KindOf(err) != tc.want || named != (tc.want == 0) || tc.want == 0 && out.String() != tc.body || tc.want != 0 && out.Len() > 0 {
			t.Errorf("%s %q: %q, %v", tc.media, tc.body, out.String(), err)
		}
	}
}

package transport

import (
	"net/http"
	"strings"
	"testing"
)

// Whatever the Accept header, the negotiated types are ones the gateway can send.
func FuzzAccept(f *testing.F) {
	for _, s := range []string{
		"", "*/*", "application/json;q=0.5, */*", "multipart/mixed;deferSpec=20220824,application/json", "text/event-stream", "application/json;q=NaN",
		strings.Repeat(",", 100), `application/json;p="` + strings.Repeat(`\"`, 50) + `"`, "application/json;p*0=a;p*1=b;charset=utf-16", ";;;,,,q=q=q",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		a := Negotiate(&http.Request{Header: http.Header{"Accept": {accept}}})
		if a.Media != "" && a.Media != MediaJSON && a.Media != MediaGraphQL {
			t.Errorf("%q", a.Media)
		}
		if a.Parts != nil && a.Parts.mediaType() == "" {
			t.Error("parts of no type")
		}
	})
}

package gateway_test

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph/gateway"
	"helsegraf/sources"
)

func TestStatusPage(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) {
		o.Statuses = func() []sources.Status { return []sources.Status{{Register: "frikort"}} }
	})
	for path, want := range map[string][2]string{
		"/status":          {"text/html; charset=utf-8", "No recent queries"},
		"/status.json":     {"application/json", `"state":"UNKNOWN"`},
		"/pages/style.css": {"text/css; charset=utf-8", ":focus-visible"},
		"/pages/status.js": {"text/javascript; charset=utf-8", "status.json"},
	} {
		r := f.Send(t, http.MethodGet, path, "")
		if r.Status != http.StatusOK || r.Header.Get("Content-Type") != want[0] || !strings.Contains(r.Body, want[1]) {
			t.Error(path, r.Status, r.Header, r.Body)
		}
		csp := r.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Error(path, csp)
		}
		for _, inline := range []string{"<script>", "<style", " style=", " onclick=", "http://", "https://"} {
			if strings.Contains(r.Body, inline) {
				t.Errorf("%s has %s", path, inline)
			}
		}
	}
	if r := f.Send(t, http.MethodGet, "/pages/layout.html", ""); r.Status != http.StatusNotFound {
		t.Error("a template is served:", r.Status)
	}
	without := gatewaytest.Start(t)
	for _, path := range []string{"/status", "/status.json"} {
		if r := without.Send(t, http.MethodGet, path, ""); r.Status != http.StatusNotFound {
			t.Error(path, r.Status)
		}
	}
}

package gateway_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph/gateway"
)

func TestOrigins(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) {
		o.Clients = []gateway.Client{{ID: "web", Origins: []string{"https://app.example"}}, {ID: "portal", Origins: []string{"https://portal.example"}}}
	})
	none := gatewaytest.Start(t, func(o *gateway.Options) { o.Clients = []gateway.Client{{ID: "server"}} })
	for origin, allowed := range map[string]bool{"https://app.example": true, "https://portal.example": true, "https://evil.example": false, "null": false} {
		for _, g := range []*gatewaytest.Front{f, none} {
			r := g.Send(t, http.MethodOptions, "/graphql", "", "Origin: "+origin, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization,content-type")
			if got := r.Header.Get("Access-Control-Allow-Origin"); (got == origin) != (allowed && g == f) || got == "*" {
				t.Errorf("preflight from %s: %q", origin, got)
			}
			r = g.Ask(t, `{ actor }`, "Origin: "+origin)
			if got := r.Header.Get("Access-Control-Allow-Origin"); (got == origin) != (allowed && g == f) || r.Header.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("from %s: %q", origin, got)
			}
		}
	}
}

// A page can read the answer to its own client's token and no other's; refusals it
// can read too.
func TestOriginsOfOthers(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) {
		o.Clients = []gateway.Client{{ID: "web", Origins: []string{"https://app.example"}}, {ID: "portal", Origins: []string{"https://*.portal.example"}}, {ID: "server"}}
	})
	for client, origin := range map[string]string{"web": "https://app.example", "portal": "https://a.portal.example", "server": ""} {
		for _, from := range []string{"https://app.example", "https://a.portal.example", "https://b.portal.example"} {
			for _, query := range []string{`{ actor }`, `{ nothing }`, `{`} {
				got := f.Ask(t, query, "Authorization: Bearer "+client, "Origin: "+from).Header.Get("Access-Control-Allow-Origin")
				if reads := from == origin || client == "portal" && strings.HasSuffix(from, "portal.example"); reads != (got == from) || got != "" && !reads {
					t.Errorf("%s from %s: %q", client, from, got)
				}
			}
		}
	}
	if r := f.Ask(t, `{ actor }`, "Authorization: Bearer expired", "Origin: https://app.example"); r.Status != http.StatusUnauthorized || r.Header.Get("Access-Control-Allow-Origin") == "" {
		t.Error(r.Status, r.Header)
	}
}

func TestHSTS(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) { o.HSTS = 365 * 24 * time.Hour })
	for _, path := range []string{"/", "/nothing", "/healthz"} {
		if got := f.Send(t, http.MethodGet, path, "").Header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
			t.Errorf("%s: %q", path, got)
		}
	}
	if got := gatewaytest.Start(t).Send(t, http.MethodGet, "/", "").Header.Get("Strict-Transport-Security"); got != "" {
		t.Error(got)
	}
}

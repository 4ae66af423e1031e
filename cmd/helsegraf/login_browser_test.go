//go:build browser

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"helsegraf/cmd/lab"
	"helsegraf/mocks/world"
)

// logIn runs login.mjs against a gateway configured as in production, once with
// bearer tokens and once with tokens bound to a key. None of the browser's
// secrets is in the log.
func logIn(t *testing.T, dir, script, pictures string) {
	t.Helper()
	for name, bound := range map[string]bool{"bearer": false, "dpop": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, base, issuer := production(t, bound)
			secrets := filepath.Join(t.TempDir(), "secrets.json")
			out := execute(t, dir, []string{
				"HELSEGRAF_URL=" + base, "HELSEGRAF_ISSUER=" + issuer, fmt.Sprintf("HELSEGRAF_BOUND=%t", bound),
				"HELSEGRAF_SECRETS=" + secrets, "HELSEGRAF_SCREENSHOTS=" + pictures,
			}, "node", script)
			t.Log("\n" + out)
			p.ends(t)
			text, err := os.ReadFile(secrets)
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			if err := json.Unmarshal(text, &all); err != nil || len(all) < 10 {
				t.Fatal(err, len(all))
			}
			log := p.out.String() + p.errs.String()
			if !strings.Contains(log, `"client":"graphiql"`) {
				t.Error("nobody asked:", log)
			}
			for _, secret := range all {
				if strings.Contains(log, secret) {
					t.Errorf("%.12s… stands in the log", secret)
				}
			}
		})
	}
}

// production starts a gateway whose users log in at the stand-in issuer.
func production(t *testing.T, bound bool) (p *process, base, issuer string) {
	t.Helper()
	standIns, err := (&program{Context: context.Background()}).startStandIns("127.0.0.1", 0, world.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(standIns.close)
	at := free(t)
	base, issuer = "http://"+at, standIns.issuer.URL()
	if err := standIns.letIn(base+"/", bound); err != nil {
		t.Fatal(err)
	}
	key, err := lab.Enrol(standIns.issuer, "helsegraf")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(
		"listen: 127.0.0.1:0\npublicUrl: http://127.0.0.1\n", fmt.Sprintf("listen: %s\npublicUrl: %s\n", at, base),
		"audience: helsegraf, synthetic: true", fmt.Sprintf("audience: %q, synthetic: true, dpop: %[2]t, dpopNonce: %[2]t", base, bound),
		`clients: [{id: web, scopes: ["helsegraf:read"]}]`, `clients: [{id: graphiql, name: GraphiQL, introspection: true, scopes: ["helsegraf:read"]}]`,
	).Replace(serveConfig(ready{Issuer: issuer, Registers: standIns.urls}, write(t, "helseid.jwk", key)))
	text += fmt.Sprintf("login: {issuer: %q, clientId: graphiql, acrValues: idporten-loa-high}\n", issuer)
	p, _ = starts(t, "listening", stderr, "serve", "--config", write(t, "helsegraf.yaml", text))
	return p, base, issuer
}

// free is an address that nothing listens on.
func free(t *testing.T) string {
	t.Helper()
	var c net.ListenConfig
	l, err := c.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

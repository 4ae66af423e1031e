package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/registers"
)

// Addresses are stored in the form that browsers send.
func TestCaseB10AddressesInTheConfiguration(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(example(t))
	if err != nil {
		t.Fatal(err)
	}
	for written, want := range map[string]string{
		"https://helsegraf.example.no:443":   "https://helsegraf.example.no",
		"HTTPS://Helsegraf.Example.NO:443/":  "https://helsegraf.example.no",
		"https://helsegraf.example.no:8443/": "https://helsegraf.example.no:8443",
		"https://helsegraf.example.no/graph": "https://helsegraf.example.no/graph",
	} {
		changed := strings.NewReplacer("publicUrl: https://helsegraf.example.no", "publicUrl: "+written,
			"[https://portal.example.no]", "[HTTPS://Portal.example.no:443, capacitor://localhost]").Replace(string(text))
		c, err := config.Load(registers.All(), write(t, "c.yaml", changed), nil)
		if err != nil || c.PublicURL != want || !slices.Equal(c.Clients[0].Origins, []string{"https://portal.example.no", "capacitor://localhost"}) {
			t.Errorf("%s: %s, %v, %v", written, c.PublicURL, c.Clients[0].Origins, err)
		}
	}
}

func TestCaseB9AddressOfKeysInTheConfiguration(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(example(t))
	if err != nil {
		t.Fatal(err)
	}
	for at, good := range map[string]bool{"https://keys.example.no/jwks?v=1": true, "http://keys.example.no/jwks": false, "keys": false} {
		c, err := config.Load(registers.All(), write(t, "c.yaml", strings.Replace(string(text), "  - issuer:", "  - jwksUri: "+at+"\n    issuer:", 1)), nil)
		if good && (err != nil || c.Issuers[0].KeysURL != at) || !good && (err == nil || !strings.Contains(err.Error(), "issuers.0.jwksUri: must be a URL")) {
			t.Errorf("%s: %v", at, err)
		}
	}
}

// Two replicas of one configuration are called in turn by a client that keeps
// the last nonce it was given, as RFC 9449 requires.
func TestCaseB8ReplicasInTurn(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	p.config.Issuers[0].DPoP, p.config.Issuers[0].DPoPNonce = true, true
	var replicas []*httptest.Server
	for range 2 {
		g, err := wire(p.config, surroundings{})
		if err != nil {
			t.Fatal(err)
		}
		s := httptest.NewServer(g)
		t.Cleanup(s.Close)
		replicas = append(replicas, s)
	}
	w := newWallet(t, p.issuer, "line")
	nonce, challenges := "", 0
	send := func(of *httptest.Server) int {
		proof := w.proof(t, p.config.PublicURL+":80/graphql?", nonce)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, of.URL+"/graphql", bytes.NewReader([]byte("\ufeff"+`{"query":"{ viewer { person { id } } }"}`)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Authorization": {"dpop " + w.token}, "Dpop": {proof}, "Content-Type": {"application/json;charset=utf8"}}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode == http.StatusOK && !strings.Contains(string(body), `"id":"`) {
			t.Fatal(err, string(body))
		}
		if given := resp.Header.Get("DPoP-Nonce"); given != "" {
			nonce = given
			challenges++
		}
		return resp.StatusCode
	}
	if status := send(replicas[0]); status != http.StatusUnauthorized {
		t.Fatalf("without a nonce: %d", status)
	}
	for n := range 10 {
		if status := send(replicas[(n+1)%2]); status != http.StatusOK {
			t.Errorf("question %d: %d", n, status)
		}
	}
	if challenges > 2 { // one, and another if a minute ended meanwhile
		t.Errorf("%d challenges", challenges)
	}
}

// A client that half-closes its connection still gets the answer.
func TestCaseB12HalfClosed(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	h.control("reseptformidler", http.MethodPost, "fault", `{"operation":"*","latencyMs":200}`, nil)
	body := graphQL(t, `{ viewer { person { prescriptions(first: 1) { totalCount } } } }`, "")
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_, err = fmt.Fprintf(c, "POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		h.bearer(login{persona: "line", client: "web"}), len(body), body)
	if err = errors.Join(err, c.(*net.TCPConn).CloseWrite()); err != nil {
		t.Fatal(err)
	}
	came, err := io.ReadAll(c)
	if err != nil || !strings.HasPrefix(string(came), "HTTP/1.1 200 OK\r\n") || !strings.Contains(string(came), `"prescriptions":{"totalCount":`) {
		t.Errorf("%v %s", err, came)
	}
}

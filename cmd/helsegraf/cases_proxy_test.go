package main

import (
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The environment's proxy is read once per process, so the gateway runs in its
// own process, marked by this variable.
const proxied = "HELSEGRAF_TEST_PROXIED"

// proxySecret is the proxy's password, which nothing else may see.
const proxySecret = "hemmelig-proxypassord"

// nameFor is a name, known only to the proxy, for an address on this machine:
// local addresses are never proxied.
func nameFor(t *testing.T, address, domain string) string {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	at.Host = "port-" + at.Port() + "." + domain
	return at.String()
}

var nameOfPort = regexp.MustCompile(`^port-(\d+)\.register\.test$`)

// environmentProxy lets through clients with the password, and records the names
// requested.
type environmentProxy struct {
	mu    sync.Mutex
	names []string
}

func (p *environmentProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.names = append(p.names, r.URL.Host)
	p.mu.Unlock()
	m := nameOfPort.FindStringSubmatch(r.URL.Host)
	if want := "Basic " + base64.StdEncoding.EncodeToString([]byte("helsegraf:"+proxySecret)); m == nil || r.Header.Get("Proxy-Authorization") != want {
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	(&httputil.ReverseProxy{Rewrite: func(q *httputil.ProxyRequest) {
		q.Out.URL.Scheme, q.Out.URL.Host, q.Out.Host = "http", "127.0.0.1:"+m[1], r.Host
	}}).ServeHTTP(w, r)
}

// Registers are called through the environment's proxy, except those in
// NO_PROXY; the proxy's credentials are sent nowhere else, whether it is up or
// not.
func TestCaseC15ProxyOfTheEnvironment(t *testing.T) {
	if os.Getenv(proxied) != "" {
		askThroughProxy(t)
		return
	}
	t.Parallel()
	proxy := &environmentProxy{}
	s := httptest.NewServer(proxy)
	defer s.Close()
	at := strings.TrimPrefix(s.URL, "http://")
	for _, row := range []struct {
		name, at, prescriptions string
		called                  bool
	}{
		{"there", at, `"prescriptions":{"totalCount":`, true},
		{"gone", "127.0.0.1:1", `"prescriptions":null`, false},
	} {
		proxy.mu.Lock()
		proxy.names = nil
		proxy.mu.Unlock()
		c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCaseC15ProxyOfTheEnvironment$", "-test.v")
		c.Env = append(os.Environ(), proxied+"=1", "HTTP_PROXY=http://helsegraf:"+proxySecret+"@"+row.at, "NO_PROXY=direct.test", "http_proxy=", "no_proxy=")
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("C15 %s: %v\n%s", row.name, err, out)
		}
		output := string(out)
		if !strings.Contains(output, row.prescriptions) || !strings.Contains(output, `"summaryCareRecord":null`) {
			t.Errorf("C15 %s: %s", row.name, output)
		}
		if strings.Contains(output, proxySecret) || strings.Contains(output, base64.StdEncoding.EncodeToString([]byte(proxySecret))) {
			t.Errorf("C15 %s: the secret is told: %s", row.name, output)
		}
		proxy.mu.Lock()
		through := slices.ContainsFunc(proxy.names, nameOfPort.MatchString)
		around := !slices.ContainsFunc(proxy.names, func(name string) bool { return strings.HasSuffix(name, "direct.test") })
		proxy.mu.Unlock()
		if through != row.called || !around {
			t.Errorf("C15 %s: the proxy was asked for %v", row.name, proxy.names)
		}
	}
}

// askThroughProxy queries one register that only the proxy can find, and one
// that nothing can, and prints the answer and the log.
func askThroughProxy(t *testing.T) {
	h := newTestEnv(t)
	c, err := demoConfig(h.registers, h.url)
	if err != nil {
		t.Fatal(err)
	}
	endpointOf(c.Registers, "reseptformidler").BaseURL = nameFor(t, h.registers.urls["reseptformidler"], "register.test")
	endpointOf(c.Registers, "kjernejournal").BaseURL = nameFor(t, h.registers.urls["kjernejournal"], "direct.test")
	log := &output{}
	g, err := wire(c, surroundings{now: h.clock.now, log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(g)
	defer s.Close()
	_, body := send(t, http.MethodPost, s.URL+"/graphql", graphQL(t, `{ viewer { person { prescriptions { totalCount } summaryCareRecord { status } } } }`, ""),
		"Content-Type: application/json", "Authorization: Bearer "+h.bearer(web("line")))
	_, _ = io.WriteString(os.Stdout, body+"\n"+log.String())
}

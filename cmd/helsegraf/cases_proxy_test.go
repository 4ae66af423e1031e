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

// The environment's proxy is read once in a process, so that the gateway is
// asked in one of its own, which is told by this variable that it is.
const proxied = "HELSEGRAF_TEST_PROXIED"

// proxySecret is what the proxy wants to hear, and nobody else may.
const proxySecret = "hemmelig-proxypassord"

// nameFor is a name for an address of this machine that only the proxy knows: what
// is here is never asked by way of one.
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

// environmentProxy lets through who knows the secret, and notes the names that
// are asked for.
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

// Registers are asked by way of the environment's proxy, but for those that
// NO_PROXY names; what the proxy is told to let the gateway through is told to
// nobody else, whether it is there or not.
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
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, row := range []struct {
		name, at, prescriptions string
		asked                   bool
	}{
		{"there", at, `"prescriptions":{"totalCount":`, true},
		{"gone", strings.TrimPrefix(gone.URL, "http://"), `"prescriptions":null`, false},
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
		told := string(out)
		if !strings.Contains(told, row.prescriptions) || !strings.Contains(told, `"summaryCareRecord":null`) {
			t.Errorf("C15 %s: %s", row.name, told)
		}
		if strings.Contains(told, proxySecret) || strings.Contains(told, base64.StdEncoding.EncodeToString([]byte(proxySecret))) {
			t.Errorf("C15 %s: the secret is told: %s", row.name, told)
		}
		proxy.mu.Lock()
		through := slices.ContainsFunc(proxy.names, nameOfPort.MatchString)
		around := !slices.ContainsFunc(proxy.names, func(name string) bool { return strings.HasSuffix(name, "direct.test") })
		proxy.mu.Unlock()
		if through != row.asked || !around {
			t.Errorf("C15 %s: the proxy was asked for %v", row.name, proxy.names)
		}
	}
}

// askThroughProxy asks for what one register has that only the proxy finds, and
// another that nobody does, and tells the answer and all that was logged.
func askThroughProxy(t *testing.T) {
	h := newHouse(t)
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

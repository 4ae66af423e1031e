package doctor

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"syscall"
	"time"
)

// reach checks that an address responds: name, connection, certificate, HTTP. It
// requests nothing that requires login.
func (d *Doctor) reach(ctx context.Context, subject, address string) Finding {
	at, err := url.Parse(address)
	if err != nil {
		return fail("address", subject, "is not a URL", "Fix it in the configuration.")
	}
	proxy := proxyTo(at)
	if proxy == "" && net.ParseIP(at.Hostname()) == nil {
		if _, err := d.lookup(ctx, at.Hostname()); err != nil {
			return fail("dns", subject, at.Hostname()+" cannot be resolved here",
				"Check the spelling, and that this machine uses the right name servers: many names in the health network resolve only inside it.")
		}
	}
	resp, err := d.fetch(ctx, subject, http.MethodHead, address)
	if err != nil && proxy != "" {
		return fail("proxy", subject, at.Host+" cannot be reached through the proxy "+proxy,
			"Check that the proxy allows it, or add it to NO_PROXY if it should be reached directly.")
	}
	if err != nil {
		return whyNot(subject, at.Host, err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode >= http.StatusInternalServerError {
		return fail("http", subject, fmt.Sprintf("%s responds with %d", at.Host, resp.StatusCode),
			"Its operator must fix it; until then, the gateway returns errors for its fields.")
	}
	f := d.secured(subject, at, resp.TLS)
	if proxy != "" {
		f.Says += ", through the proxy " + proxy
	}
	return f
}

// proxyTo is the environment's proxy for an address, without user and password,
// or "".
func proxyTo(at *url.URL) string {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: at})
	if err != nil || proxy == nil {
		return ""
	}
	return proxy.Host
}

// secured checks the quality of the connection.
func (d *Doctor) secured(subject string, at *url.URL, state *tls.ConnectionState) Finding {
	if state == nil || len(state.PeerCertificates) == 0 {
		if ip := net.ParseIP(at.Hostname()); at.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
			return pass("address", subject, at.Host+", on this machine")
		}
		return warn("tls", subject, at.Host+" is reached over plain HTTP", "Use https: the connection carries identity numbers and tokens.")
	}
	ends := slices.MinFunc(state.PeerCertificates, func(a, b *x509.Certificate) int { return a.NotAfter.Compare(b.NotAfter) }).NotAfter
	left := time.Until(ends)
	says := fmt.Sprintf("%s, %s, certificate until %s (%s)", at.Host, tls.VersionName(state.Version), ends.Format(time.DateOnly), counted(int(left.Hours()/24), "day"))
	if left < soon {
		return warn("tls", subject, says, "Ask its operator whether a new certificate is on its way.")
	}
	return pass("tls", subject, says)
}

// whyNot explains why there was no response. The error's own text contains the
// full URL.
func whyNot(subject, host string, err error) Finding {
	var expired x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var noTLS tls.RecordHeaderError
	switch {
	case errors.As(err, &expired) && expired.Reason == x509.Expired && expired.Cert != nil:
		if time.Now().Before(expired.Cert.NotBefore) {
			return fail("tls", subject, host+" has a certificate that is not valid until "+expired.Cert.NotBefore.Format(time.DateOnly), "Check this machine's clock.")
		}
		return fail("tls", subject, host+" has a certificate that expired "+expired.Cert.NotAfter.Format(time.DateOnly),
			"Its operator must renew it. Do not turn verification off.")
	case errors.As(err, &unknown):
		return fail("tls", subject, host+" has a certificate from an authority that is not trusted here",
			"Add the authority to this machine's roots (or SSL_CERT_FILE) if it is the right one; otherwise the connection is being intercepted.")
	case errors.As(err, &name):
		return fail("tls", subject, host+" has a certificate for another name", "Use the name in the certificate, if it is the right service.")
	case errors.As(err, &expired):
		return fail("tls", subject, host+" has a certificate that is not valid for a server", "Its operator must replace it.")
	case errors.As(err, &noTLS), errors.Is(err, http.ErrSchemeMismatch):
		return fail("tls", subject, host+" does not speak TLS", "Check the port, and whether it should be http or https.")
	case errors.Is(err, syscall.ECONNREFUSED):
		return fail("connection", subject, "nothing listens on "+host, "Check the port, and that the service is up.")
	case errors.Is(err, context.DeadlineExceeded) || timedOut(err):
		return fail("connection", subject, host+" does not respond in time", "Look for a firewall or network policy that drops outgoing traffic.")
	}
	return fail("connection", subject, "the connection to "+host+" was closed", "Check for a proxy in between, and the service's own log.")
}

func timedOut(err error) bool {
	e, ok := errors.AsType[net.Error](err)
	return ok && e.Timeout()
}

// oneCall is the timeout of one call.
const oneCall = 5 * time.Second

// fetch makes a request without login, and records the server's clock.
func (d *Doctor) fetch(ctx context.Context, subject, method, address string) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, oneCall)
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		cancel()
		return nil, err
	}
	r.Header.Set("Accept", "application/json, */*;q=0.1")
	sent := d.Now()
	resp, err := d.http.Do(r)
	if err != nil {
		cancel()
		return nil, err
	}
	d.readClock(subject, resp.Header.Get("Date"), sent, d.Now())
	resp.Body = bounded{io.LimitReader(resp.Body, 256<<10), resp.Body, cancel}
	return resp, nil
}

// bounded is a response body limited in size, and in time by its deadline.
type bounded struct {
	io.Reader
	io.Closer
	cancel context.CancelFunc
}

func (b bounded) Close() error {
	defer b.cancel()
	return b.Closer.Close()
}

// reading is a server's clock compared with ours.
type reading struct {
	subject string
	ahead   time.Duration
}

func (d *Doctor) readClock(subject, date string, sent, came time.Time) {
	at, err := http.ParseTime(date)
	if err != nil {
		return
	}
	const half = time.Second / 2 // the header is truncated to whole seconds
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clocks = append(d.clocks, reading{subject, at.Add(half).Sub(sent.Add(came.Sub(sent) / 2))})
}

// mostSkew is the largest acceptable difference: assertions and proofs are valid
// for less than a minute.
const mostSkew = 30 * time.Second

// clock compares this machine's clock with the servers'.
func (d *Doctor) clock() []Finding {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.clocks) == 0 {
		return []Finding{skip("clock", "this machine", "no server sent the time")}
	}
	slices.SortFunc(d.clocks, func(a, b reading) int { return cmp.Compare(a.ahead, b.ahead) })
	middle := d.clocks[len(d.clocks)/2].ahead
	if middle.Abs() > mostSkew {
		return []Finding{warn("clock", "this machine", fmt.Sprintf("is %s %s", apart(-middle), agree(len(d.clocks))),
			"Set it by NTP (timedatectl, chronyc tracking): tokens and proofs of possession are rejected when clocks differ.")}
	}
	out := []Finding{pass("clock", "this machine", "agrees with "+counted(len(d.clocks), "server"))}
	for _, r := range d.clocks {
		if r.ahead.Abs() > mostSkew {
			out = append(out, warn("clock", r.subject, "is "+apart(r.ahead)+" this machine", "Tell its operator: it may reject valid tokens."))
		}
	}
	return out
}

func agree(n int) string {
	if n == 1 {
		return "the one server contacted"
	}
	return fmt.Sprintf("most of %d servers", n)
}

func apart(ahead time.Duration) string {
	if ahead < 0 {
		return ahead.Abs().Round(time.Second).String() + " behind"
	}
	return ahead.Round(time.Second).String() + " ahead of"
}

package config

import (
	"cmp"
	"net/url"
	"strings"

	"helsegraf/graph/gateway"
	"helsegraf/graph/gateway/token"
	"helsegraf/graph/gateway/transport"
)

// checkFront checks how clients reach the gateway.
func (l *loader) checkFront(c *Config) {
	if w := c.Timeouts.Write; w > 0 && w <= cmp.Or(c.Deadline, gateway.DefaultDeadline) {
		l.wrong("timeouts.write", "must be longer than the deadline, or answers are cut off")
	}
	if h, r := c.Timeouts.Header, c.Timeouts.Read; h > 0 && r > 0 && r < h {
		l.wrong("timeouts.read", "must be at least as long as header, which is a part of it")
	}
	if c.HSTS > 0 && !strings.HasPrefix(c.PublicURL, "https:") {
		l.wrong("hsts", "requires a publicUrl with https")
	}
	if c.Metrics.Listen == c.Listen && !strings.HasSuffix(c.Listen, ":0") {
		l.wrong("metrics.listen", "must differ from listen, which clients can reach")
	}
	t := c.TLS
	if (t.CertificateFile == "") != (t.KeyFile == "") {
		l.wrong("tls", "needs both certificateFile and keyFile")
	} else if t.KeyFile != "" {
		if _, err := transport.NewCertificate(t.CertificateFile, t.KeyFile, nil, nil); err != nil {
			l.wrong("tls.certificateFile", "is not a PEM certificate that matches the key in keyFile")
		}
	}
}

// canonical is a URL in the form browsers send, without a trailing slash: it is
// compared with Origin headers and redirect addresses.
func (l *loader) canonical(key, value string) string {
	address, err := token.CanonicalURL(value)
	if err != nil {
		l.wrong(key, "must be http(s)://host[/path]")
	}
	return strings.TrimSuffix(address, "/")
}

// checkURL requires a URL that calls can be made to.
func (l *loader) checkURL(key, value string) bool {
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		l.wrong(key, "must be http(s)://host[/path]")
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		l.wrong(key, "must have no query, fragment or credentials")
	default:
		return true
	}
	return false
}

package transport

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// Certificate is the server's certificate with its key, read from two files and
// reread when they change: a renewed certificate is used without a restart. It is
// safe for concurrent use.
type Certificate struct {
	file, keyFile string
	now           func() time.Time
	log           *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	read    [2]stamp  // of the files when last read
	look    time.Time // when to check them again
}

// certificatePause is the minimum time between two checks of the files.
const certificatePause = 10 * time.Second

// NewCertificate reads a certificate chain and its key, both in PEM. A nil now is
// time.Now, and a nil log discards.
func NewCertificate(file, keyFile string, now func() time.Time, log *slog.Logger) (*Certificate, error) {
	c := &Certificate{file: file, keyFile: keyFile, now: now, log: log}
	if c.now == nil {
		c.now = time.Now
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	c.look, c.read = c.now().Add(certificatePause), c.stamps()
	pair, err := c.load()
	c.current = pair
	return c, err
}

// TLS returns the server's TLS configuration: TLS 1.2 with the suites still
// considered safe, and 1.3, which has no others.
func (c *Certificate) TLS() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		CipherSuites: []uint16{
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
			tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
		},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.newest(), nil },
	}
}

// Until is when the certificate in use expires.
func (c *Certificate) Until() time.Time { return c.newest().Leaf.NotAfter }

// newest returns the certificate in the files, or the last usable one. The files are
// checked when a client connects, so there is no goroutine to stop.
func (c *Certificate) newest() *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if now.Before(c.look) {
		return c.current
	}
	c.look = now.Add(certificatePause)
	// Taken before the files are read: a change in between is seen next time.
	stamps := c.stamps()
	if stamps == c.read {
		return c.current
	}
	c.read = stamps
	pair, err := c.load()
	if err != nil {
		c.log.Error("the new certificate cannot be used; the old one stays",
			slog.String("fault", err.Error()), slog.Time("until", c.current.Leaf.NotAfter))
		return c.current
	}
	c.current = pair
	c.log.Info("a new certificate is in use", slog.Time("until", pair.Leaf.NotAfter))
	return pair
}

// Reload reads the files now, whether or not they seem to have changed.
func (c *Certificate) Reload() {
	c.mu.Lock()
	c.look, c.read = time.Time{}, [2]stamp{{size: -1}, {size: -1}}
	c.mu.Unlock()
	c.newest()
}

// load reads the files. If one is replaced before the other, the pair does not match,
// and is reread when the other is replaced.
func (c *Certificate) load() (*tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(c.file, c.keyFile)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	if !c.now().Before(pair.Leaf.NotAfter) {
		return nil, errors.New("certificate: it has run out")
	}
	return &pair, nil
}

// stamp changes when a file changes.
type stamp struct {
	size     int64
	modified time.Time
}

func (c *Certificate) stamps() (s [2]stamp) {
	for i, name := range []string{c.file, c.keyFile} {
		if info, err := os.Stat(name); err == nil {
			s[i] = stamp{info.Size(), info.ModTime()}
		}
	}
	return s
}

package transport_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/graph/gateway/transport"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph/gateway"
)

// secure is a gateway with TLS, and the files of its certificate.
type secure struct {
	*gatewaytest.Front
	address   string
	cert, key string
	now       atomic.Int64 // seconds after noon
}

func startSecure(t *testing.T, change ...func(*gateway.Options)) *secure {
	t.Helper()
	s := &secure{}
	dir := t.TempDir()
	s.cert, s.key = filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	s.renew(t, 1, time.Hour)
	clock := func() time.Time { return noon.Add(time.Duration(s.now.Load()) * time.Second) }
	s.Front = gatewaytest.Start(t, append(change, func(o *gateway.Options) {
		c, err := transport.NewCertificate(s.cert, s.key, clock, o.Log)
		if err != nil {
			t.Fatal(err)
		}
		o.Certificate = c
	})...)
	s.address = strings.TrimPrefix(s.URL, "http://")
	return s
}

var noon = time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)

// pair returns a certificate with a serial number and its key, in PEM.
func pair(t *testing.T, serial int64, life time.Duration) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: noon.Add(-time.Hour), NotAfter: noon.Add(life),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})
}

// renew replaces the pair.
func (s *secure) renew(t *testing.T, serial int64, life time.Duration) {
	t.Helper()
	cert, key := pair(t, serial, life)
	s.put(t, s.key, key)
	s.put(t, s.cert, cert)
}

// put replaces a file, with a modification time of its own however coarse the file
// system's clock.
func (s *secure) put(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	at := noon.Add(time.Duration(changes.Add(1)) * time.Second)
	if err := os.Chtimes(name, at, at); err != nil {
		t.Fatal(err)
	}
}

var changes atomic.Int64

// meets connects, and returns the serial number of the certificate it is shown.
func (s *secure) meets(t *testing.T, change ...func(*tls.Config)) (int64, tls.ConnectionState, error) {
	t.Helper()
	// Self-signed for this test, and recognized by its serial number.
	config := &tls.Config{InsecureSkipVerify: true}
	for _, c := range change {
		c(config)
	}
	connection, err := (&tls.Dialer{Config: config}).DialContext(t.Context(), "tcp", s.address)
	if err != nil {
		return 0, tls.ConnectionState{}, err
	}
	defer func() { _ = connection.Close() }()
	state := connection.(*tls.Conn).ConnectionState()
	return state.PeerCertificates[0].SerialNumber.Int64(), state, nil
}

func (s *secure) shows(t *testing.T, want int64) {
	t.Helper()
	if got, _, err := s.meets(t); err != nil || got != want {
		t.Errorf("certificate %d (%v), want %d", got, err, want)
	}
}

// A renewed certificate is used without a restart; an unusable one leaves the old
// one in use, and is logged once.
func TestCertificateIsRenewed(t *testing.T) {
	s := startSecure(t)
	s.shows(t, 1)
	s.renew(t, 2, time.Hour)
	s.shows(t, 1) // the files are not checked all the time
	s.now.Store(10)
	s.shows(t, 2)

	other, _ := pair(t, 3, time.Hour)
	for i, broken := range []func(){
		func() { s.put(t, s.cert, []byte("not a certificate")) },
		func() { s.put(t, s.cert, other) }, // with another key
		func() { _ = os.Remove(s.key) },
		func() { s.renew(t, 4, -time.Minute) }, // expired
	} {
		broken()
		for range 2 {
			s.now.Add(10)
			s.shows(t, 2)
		}
		if got := strings.Count(s.Logged(), "the old one stays"); got != i+1 {
			t.Errorf("told %d times of %d:\n%s", got, i+1, s.Logged())
		}
	}
	s.renew(t, 5, time.Hour)
	s.now.Add(10)
	s.shows(t, 5)
	if strings.Contains(s.Logged(), "PRIVATE") || strings.Count(s.Logged(), "a new certificate is in use") != 2 {
		t.Error(s.Logged())
	}
}

// Only TLS 1.2 or later with safe suites is accepted, and HTTP/2 is offered.
func TestTLS(t *testing.T) {
	s := startSecure(t)
	if _, _, err := s.meets(t, func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }); err == nil {
		t.Error("took TLS 1.1")
	}
	if _, _, err := s.meets(t, func(c *tls.Config) {
		c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA}
	}); err == nil {
		t.Error("took a suite with CBC")
	}
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		if _, state, err := s.meets(t, func(c *tls.Config) { c.MinVersion, c.MaxVersion = version, version }); err != nil || state.Version != version {
			t.Error(tls.VersionName(version), err)
		}
	}
	transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	defer transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+s.address+"/graphql", strings.NewReader(`{"query": "{ actor }"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.ProtoMajor != 2 || string(body) != `{"data":{"actor":""}}` {
		t.Error(resp.Proto, string(body), err)
	}
}

func TestCertificateThatIsNone(t *testing.T) {
	if _, err := transport.NewCertificate("nowhere.crt", "nowhere.key", nil, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("took files that are not there")
	}
}

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"testing"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/registers"
	"helsegraf/graph/gateway"
)

// certificate is a self-signed certificate for 127.0.0.1, and its key, in PEM.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}))
}

// elsewhere is a configuration whose registers are never called.
func elsewhere(t *testing.T) string {
	t.Helper()
	r := ready{Issuer: "http://127.0.0.1:1", Registers: map[string]string{}}
	for _, register := range registers.All() {
		r.Registers[register.Key] = "http://127.0.0.1:1"
	}
	private, _ := keys(t)
	return serveConfig(r, write(t, "helseid.jwk", private))
}

// wireElsewhere makes a gateway of that configuration.
func wireElsewhere(t *testing.T) (*gateway.Gateway, error) {
	t.Helper()
	c, err := config.Load(registers.All(), write(t, "helsegraf.yaml", elsewhere(t)), nil)
	if err != nil {
		return nil, err
	}
	return wire(c, surroundings{})
}

func TestServeByTLS(t *testing.T) {
	cert, key := certificate(t)
	text := elsewhere(t) + fmt.Sprintf("tls: {certificateFile: %s, keyFile: %s}\n", write(t, "tls.crt", cert), write(t, "tls.key", key))
	p, line := starts(t, "listening", stderr, "serve", "--config", write(t, "helsegraf.yaml", text))
	defer p.ends(t)
	var listening struct{ Address string }
	if err := json.Unmarshal([]byte(line), &listening); err != nil {
		t.Fatal(err)
	}
	known := x509.NewCertPool()
	known.AppendCertsFromPEM([]byte(cert))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: known}, DisableKeepAlives: true}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+listening.Address+"/healthz", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK || resp.TLS == nil {
		t.Error(resp.Status)
	}
}

package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// authority is a certificate authority that the gateway trusts, and one that it
// does not.
type authority struct {
	file    string // the trusted certificate
	known   signer
	unknown signer
}

// signer signs certificates.
type signer struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(dir string) (*authority, error) {
	known, err := newSigner()
	if err != nil {
		return nil, err
	}
	unknown, err := newSigner()
	if err != nil {
		return nil, err
	}
	a := &authority{file: filepath.Join(dir, "authority.pem"), known: known, unknown: unknown}
	return a, os.WriteFile(a.file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: known.certificate.Raw}), 0o600)
}

func newSigner() (signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return signer{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "faults"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return signer{}, err
	}
	certificate, err := x509.ParseCertificate(raw)
	return signer{certificate, key}, err
}

// serverCertificate is a certificate for a server at an address, valid until a
// time.
func (s signer) serverCertificate(at net.IP, until time.Time) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "register"}, IPAddresses: []net.IP{at},
		NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, s.certificate, key.Public(), s.key)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, err
}

// tlsFault is one way in which a register's TLS can be wrong.
type tlsFault struct {
	name string
	make func(a *authority) (*tls.Config, error)
}

// tlsFaults are all of those. The gateway authenticates by tokens bound to its
// key and has no client certificate: a register that requires one is
// unreachable.
func tlsFaults() []tlsFault {
	loopback, other := net.IPv4(127, 0, 0, 1), net.IPv4(127, 0, 0, 2)
	tomorrow, yesterday := time.Now().Add(24*time.Hour), time.Now().Add(-time.Hour)
	with := func(s signer, at net.IP, until time.Time) (*tls.Config, error) {
		c, err := s.serverCertificate(at, until)
		return &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS12}, err
	}
	return []tlsFault{
		{"TLS expired", func(a *authority) (*tls.Config, error) { return with(a.known, loopback, yesterday) }},
		{"TLS other name", func(a *authority) (*tls.Config, error) { return with(a.known, other, tomorrow) }},
		{"TLS untrusted", func(a *authority) (*tls.Config, error) { return with(a.unknown, loopback, tomorrow) }},
		{"TLS 1.1", func(a *authority) (*tls.Config, error) {
			c, err := with(a.known, loopback, tomorrow)
			c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
			return c, err
		}},
		{"TLS wants a certificate", func(a *authority) (*tls.Config, error) {
			c, err := with(a.known, loopback, tomorrow)
			c.ClientAuth, c.MaxVersion = tls.RequireAnyClientCert, tls.VersionTLS12
			return c, err
		}},
	}
}

// behindTLS serves the endpoint's stand-in over TLS with this fault.
func (h *testbed) behindTLS(ctx context.Context, e *endpoint, t tlsFault) (address string, stop func(), err error) {
	config, err := t.make(h.authority)
	if err != nil {
		return "", nil, err
	}
	f, err := newFront(ctx, h.handlers[e.Register.Key], config)
	if err != nil {
		return "", nil, err
	}
	return "https://" + f.address, f.close, nil
}

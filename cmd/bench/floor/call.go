package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"
)

// registers calls the registers.
type registers struct {
	config
	client *http.Client
	proofs prover
	norway *time.Location
}

func newRegisters(c config, key *ecdsa.PrivateKey) (*registers, error) {
	const connections = 256
	p, err := newProver(key, c.Token)
	if err != nil {
		return nil, err
	}
	norway, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		return nil, err
	}
	return &registers{
		config: c, proofs: p, norway: norway,
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, IdleConnTimeout: time.Minute, DisableCompression: true}},
	}, nil
}

// question is one call.
type question struct {
	at, path, kind string
	header         map[string]string
	body           []byte
	login          bool // by user and password
	faults         bool // a 500 is a SOAP fault, to be read
}

// call makes a call and returns the whole response.
func (r *registers) call(ctx context.Context, method string, q question) ([]byte, error) {
	address := r.URLs[q.at] + q.path
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(q.body))
	if err != nil {
		return nil, err
	}
	if q.kind != "" {
		req.Header.Set("Content-Type", q.kind)
	}
	for name, value := range q.header {
		req.Header.Set(name, value)
	}
	if q.login {
		req.SetBasicAuth(r.User, r.Password)
	} else {
		proof, err := r.proofs.prove(method, req.URL.Scheme+"://"+req.URL.Host+req.URL.EscapedPath())
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", "DPoP "+r.Token)
		req.Header.Set("DPoP", proof)
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode/100 != 2 && (!q.faults || resp.StatusCode != http.StatusInternalServerError) {
		return nil, fmt.Errorf("%s answers %d", q.at, resp.StatusCode)
	}
	if resp.ContentLength < 0 {
		return io.ReadAll(resp.Body)
	}
	text := make([]byte, resp.ContentLength)
	_, err = io.ReadFull(resp.Body, text)
	return text, err
}

// errFault is a SOAP fault that says nothing of a person.
var errFault = errors.New("a register answers with a fault")

// fetch makes a call and decodes its JSON response.
func (r *registers) fetch(ctx context.Context, q question, into any) error {
	text, err := r.call(ctx, http.MethodPost, q)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// national are the headers that Norsk helsenett's services require.
func national(number string) map[string]string {
	h := map[string]string{"nhn-source-system": "Floor 1", "nhn-event-id": rand.Text()}
	if number != "" {
		h["nhn-patient-nin"] = number
	}
	return h
}

// prover makes DPoP proofs (RFC 9449), one for each call.
type prover struct {
	key          *ecdsa.PrivateKey
	header, hash string
}

func newProver(key *ecdsa.PrivateKey, token string) (prover, error) {
	public, err := key.PublicKey.Bytes()
	if err != nil {
		return prover{}, err
	}
	half := (len(public) - 1) / 2
	text := base64.RawURLEncoding.EncodeToString
	header, err := json.Marshal(map[string]any{
		"typ": "dpop+jwt", "alg": "ES256",
		"jwk": map[string]string{"kty": "EC", "crv": "P-256", "x": text(public[1 : 1+half]), "y": text(public[1+half:])},
	})
	sum := sha256.Sum256([]byte(token))
	return prover{key: key, header: text(header), hash: text(sum[:])}, err
}

func (p prover) prove(method, address string) (string, error) {
	claims, err := json.Marshal(map[string]any{
		"jti": rand.Text(), "htm": method, "htu": address, "iat": time.Now().Unix(), "ath": p.hash,
	})
	if err != nil {
		return "", err
	}
	token := p.header + "." + base64.RawURLEncoding.EncodeToString(claims)
	sum := sha256.Sum256([]byte(token))
	a, b, err := ecdsa.Sign(rand.Reader, p.key, sum[:])
	if err != nil {
		return "", errors.New("a proof cannot be signed")
	}
	var signature [64]byte
	a.FillBytes(signature[:32])
	b.FillBytes(signature[32:])
	return token + "." + base64.RawURLEncoding.EncodeToString(signature[:]), nil
}

package lab

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/mocks/issuer"
)

// Organization is the gateway's organisation number at the HelseID stand-in.
const Organization = "999999901"

// clientID is the gateway's client id there.
const clientID = "helsegraf"

// Enrol registers a client with the issuer and returns its private key.
func Enrol(i *issuer.Issuer, client string) (privateJWK string, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	public, err := JWK(private.Public())
	if err != nil {
		return "", err
	}
	if err := i.RegisterClient(client, Organization, public); err != nil {
		return "", err
	}
	key, err := JWK(private)
	return string(key), err
}

// JWK is a key as JSON, public or private as given.
func JWK(key any) ([]byte, error) {
	k, err := jwk.Import(key)
	if err != nil {
		return nil, err
	}
	return json.Marshal(k)
}

// IDKey is a random key of ids, in the form configuration takes.
func IDKey() string {
	key := make([]byte, 64)
	_, _ = rand.Read(key) // never fails
	return base64.StdEncoding.EncodeToString(key)
}

package config

import (
	"fmt"
	"time"

	"helsegraf/graph/gateway"
	"helsegraf/graph/gateway/documents"
	"helsegraf/graph/gateway/quota"
	"helsegraf/graph/gateway/token"
	"helsegraf/graph/policy"
)

// Verifier checks citizens' tokens.
func (c *Config) Verifier(now func() time.Time) (*token.Verifier, error) {
	var issuers []token.Issuer
	for i := range c.Issuers {
		issuers = append(issuers, c.Issuers[i].Known())
	}
	// The applications in the verifier's form.
	var registrations []token.Client
	for _, one := range c.Applications() {
		registrations = append(registrations, one.Registration())
	}
	v, err := token.NewVerifier(issuers, registrations, token.Options{
		Now: now, PublicURL: c.PublicURL, ProofAge: c.ProofAge, NonceKeys: c.IDs.keys,
	})
	if err != nil {
		return nil, fmt.Errorf("who may ask: %w", err)
	}
	return v, nil
}

// Known is the issuer in the verifier's form.
func (i *Issuer) Known() token.Issuer {
	issuer := token.Issuer{
		URL: i.Issuer, KeysURL: i.KeysURL, Audience: i.Audience, Algorithms: i.Algorithms, Types: i.Types,
		NumberClaim: i.NumberClaim, ScopeClaim: i.ScopeClaim, AssuranceClaim: i.AssuranceClaim, Synthetic: i.Synthetic,
		DPoP: i.DPoP, DPoPNonce: i.DPoPNonce,
	}
	if i.Assurance != nil {
		issuer.Assurance = map[string]policy.Assurance{}
	}
	for value, level := range i.Assurance {
		issuer.Assurance[value] = assurance(level)
	}
	return issuer
}

// assurance is a level of assurance by name; low if unknown.
func assurance(name string) policy.Assurance {
	switch name {
	case "high":
		return policy.AssuranceHigh
	case "substantial":
		return policy.AssuranceSubstantial
	}
	return policy.AssuranceLow
}

// Applications are the clients in the front door's form.
func (c *Config) Applications() []gateway.Client {
	var out []gateway.Client
	for i := range c.Clients {
		out = append(out, c.Clients[i].Known())
	}
	return out
}

// Known is the application in the front door's form.
func (c *Client) Known() gateway.Client {
	return gateway.Client{
		ID: c.ID, Name: c.Name, Scopes: c.Scopes, Origins: c.Origins, Introspection: c.Introspection,
		Rates: c.Rates.Quota(), Answer: c.Answer,
		Trusted: documents.Trusted{File: c.Documents.File, Mode: documents.Mode(c.Documents.Mode)},
	}
}

// Quota are the rates in the front door's form.
func (c Rates) Quota() quota.Rates {
	return quota.Rates{Client: quota.Rate(c.Client), Subject: quota.Rate(c.Subject), Changes: quota.Rate(c.Changes)}
}

// Decoded are the decoded keys, the one that makes ids first.
func (c IDs) Decoded() [][]byte { return c.keys }

// Services are those that may be delegated; nil, meaning all, when none is
// named.
func (c *Config) Services() []policy.Service {
	var out []policy.Service
	for _, name := range c.Delegable {
		if s, err := policy.ParseService(name); err == nil { // checked before
			out = append(out, s)
		}
	}
	return out
}

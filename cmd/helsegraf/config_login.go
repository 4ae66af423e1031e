package main

import (
	"slices"

	"helsegraf/graph/gateway/graphiql"
)

// loginConfig is how people log in on GraphiQL: graphiql.Login. Without it they
// bring a token.
type loginConfig struct {
	Issuer   string `yaml:"issuer" env:"ISSUER"`      // one of issuers
	ClientID string `yaml:"clientId" env:"CLIENT_ID"` // one of clients, and public at the issuer
	Scope    string `yaml:"scope" env:"SCOPE"`        // default openid
}

func (l *loader) checkLogin(c *config) {
	login := &c.Login
	if *login == (loginConfig{}) {
		return
	}
	or(&login.Scope, "openid")
	if !slices.ContainsFunc(c.Issuers, func(i issuerConfig) bool { return i.Issuer == login.Issuer && !i.DPoP }) {
		l.wrong("login.issuer", "must be one of issuers, with tokens that are not bound by DPoP")
	}
	if !slices.ContainsFunc(c.Clients, func(k clientConfig) bool { return k.ID == login.ClientID }) {
		l.wrong("login.clientId", "must be one of clients")
	}
}

// page is what the page is told; nil without an issuer.
func (c loginConfig) page() *graphiql.Login {
	if c.Issuer == "" {
		return nil
	}
	return &graphiql.Login{Issuer: c.Issuer, ClientID: c.ClientID, Scope: c.Scope}
}

package main

import (
	"net/url"
	"slices"
	"strings"

	"helsegraf/graph/gateway/token"

	"helsegraf/graph/gateway/graphiql"
)

// loginConfig is how people log in on GraphiQL: graphiql.Login. Without it they
// bring a token.
type loginConfig struct {
	Issuer    string `yaml:"issuer" env:"ISSUER"`        // one of issuers
	ClientID  string `yaml:"clientId" env:"CLIENT_ID"`   // one of clients, and public at the issuer
	Scope     string `yaml:"scope" env:"SCOPE"`          // default openid and the client's
	ACRValues string `yaml:"acrValues" env:"ACR_VALUES"` // how surely people are to be known

	resource string // what the tokens are to be for
	dpop     bool
}

func (l *loader) checkLogin(c *config) {
	login := &c.Login
	if *login == (loginConfig{}) {
		return
	}
	scopes := []string{"openid"}
	if n := slices.IndexFunc(c.Clients, func(k clientConfig) bool { return k.ID == login.ClientID }); n >= 0 {
		scopes = append(scopes, c.Clients[n].Scopes...)
	} else {
		l.wrong("login.clientId", "must be one of clients")
	}
	n := slices.IndexFunc(c.Issuers, func(i issuerConfig) bool { return i.Issuer == login.Issuer })
	if n < 0 {
		l.wrong("login.issuer", "must be one of issuers")
		return
	}
	issuer := c.Issuers[n]
	login.dpop = issuer.DPoP
	if issuer.ScopeClaim == token.NoScopes {
		scopes = scopes[:1]
	}
	or(&login.Scope, strings.Join(scopes, " "))
	// RFC 8707 wants a URI. ID-porten's tokens are for nobody in particular, and
	// not taken here, unless it is asked for them so.
	if u, err := url.Parse(issuer.Audience); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		login.resource = issuer.Audience
	}
}

// page is what the page is told; nil without an issuer.
func (c loginConfig) page() *graphiql.Login {
	if c.Issuer == "" {
		return nil
	}
	return &graphiql.Login{Issuer: c.Issuer, ClientID: c.ClientID, Scope: c.Scope, ACRValues: c.ACRValues, Resource: c.resource, DPoP: c.dpop}
}

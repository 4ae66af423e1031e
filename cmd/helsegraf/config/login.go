package config

import (
	"net/url"
	"slices"
	"strings"

	"helsegraf/graph/gateway/pages/graphiql"
	"helsegraf/graph/gateway/token"
)

// Login configures login in GraphiQL: graphiql.Login. Without it users paste a
// token.
type Login struct {
	Issuer    string `yaml:"issuer" env:"ISSUER"`        // one of issuers
	ClientID  string `yaml:"clientId" env:"CLIENT_ID"`   // one of clients, and public at the issuer
	Scope     string `yaml:"scope" env:"SCOPE"`          // default openid and the client's
	ACRValues string `yaml:"acrValues" env:"ACR_VALUES"` // the required level of assurance

	// Derived from the issuer: the audience of the tokens, and whether they are
	// bound to a key.
	Resource string
	DPoP     bool
}

func (l *loader) checkLogin(c *Config) {
	login := &c.Login
	if *login == (Login{}) {
		return
	}
	scopes := []string{"openid"}
	if n := slices.IndexFunc(c.Clients, func(k Client) bool { return k.ID == login.ClientID }); n >= 0 {
		scopes = append(scopes, c.Clients[n].Scopes...)
	} else {
		l.wrong("login.clientId", "must be one of clients")
	}
	n := slices.IndexFunc(c.Issuers, func(i Issuer) bool { return i.Issuer == login.Issuer })
	if n < 0 {
		l.wrong("login.issuer", "must be one of issuers")
		return
	}
	issuer := c.Issuers[n]
	login.DPoP = issuer.DPoP
	if issuer.ScopeClaim == token.NoScopes {
		scopes = scopes[:1]
	}
	setDefault(&login.Scope, strings.Join(scopes, " "))
	// RFC 8707 requires a URI. Without a resource, ID-porten's tokens have no
	// particular audience and are rejected here.
	if u, err := url.Parse(issuer.Audience); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		login.Resource = issuer.Audience
	}
}

// Page is the page's login configuration; nil without an issuer.
func (c Login) Page() *graphiql.Login {
	if c.Issuer == "" {
		return nil
	}
	return &graphiql.Login{Issuer: c.Issuer, ClientID: c.ClientID, Scope: c.Scope, ACRValues: c.ACRValues, Resource: c.Resource, DPoP: c.DPoP}
}

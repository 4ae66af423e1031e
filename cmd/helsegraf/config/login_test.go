package config

import (
	"errors"
	"strings"
	"testing"

	"helsegraf/cmd/registers"
	"helsegraf/graph/gateway/pages/graphiql"
)

// A login with an unknown issuer or client could never work, and is refused at
// startup.
func TestLoginConfig(t *testing.T) {
	front := "issuers: [{issuer: \"https://login.example\", audience: a}]\nclients: [{id: explorer, scopes: [\"helsegraf:read\"]}]\n"
	for text, wrong := range map[string][]string{
		"login: {issuer: \"https://login.example\", clientId: explorer}": nil,
		"login: {issuer: \"https://other.example\", clientId: explorer}": {"login.issuer"},
		"login: {issuer: \"https://login.example\"}":                     {"login.clientId"},
		"login: {scope: openid}":                                         {"login.clientId", "login.issuer"},
		"":                                                               nil,
	} {
		_, err := Load(registers.All(), write(t, "helsegraf.yaml", front+text), nil)
		if _, ok := errors.AsType[Faults](err); !ok {
			t.Fatal("what else is missing was not told: ", err)
		}
		for _, key := range []string{"login.issuer", "login.clientId"} {
			reported := strings.Contains(err.Error(), key+":") || strings.Contains(err.Error(), key+" ")
			want := false
			for _, w := range wrong {
				want = want || w == key
			}
			if reported != want {
				t.Errorf("%q: of %s: %v", text, key, err)
			}
		}
	}
	if got := (Login{}).Page(); got != nil {
		t.Error("a login nobody configured:", got)
	}
}

// The page's login request follows from what the gateway accepts: the client's
// scopes, the audience if it is a URL, a proof of a key.
func TestLoginAsksFor(t *testing.T) {
	for _, c := range []struct {
		issuer Issuer
		login  Login
		want   graphiql.Login
	}{
		{Issuer{Audience: "https://gateway.example"}, Login{}, graphiql.Login{Scope: "openid helsegraf:read helsegraf:profile.write", Resource: "https://gateway.example"}},
		{Issuer{Audience: "helsegraf", DPoP: true}, Login{ACRValues: "idporten-loa-high"}, graphiql.Login{Scope: "openid helsegraf:read helsegraf:profile.write", ACRValues: "idporten-loa-high", DPoP: true}},
		{Issuer{Audience: "cluster:team:gateway", ScopeClaim: "none"}, Login{}, graphiql.Login{Scope: "openid"}},
		{Issuer{}, Login{Scope: "openid helsegraf:read"}, graphiql.Login{Scope: "openid helsegraf:read"}},
	} {
		const at, id = "https://login.example", "explorer"
		c.issuer.Issuer, c.login.Issuer, c.login.ClientID, c.want.Issuer, c.want.ClientID = at, at, id, at, id
		l := &loader{}
		cfg := &Config{Issuers: []Issuer{c.issuer}, Clients: []Client{{ID: id, Scopes: []string{"helsegraf:read", "helsegraf:profile.write"}}}, Login: c.login}
		if l.checkLogin(cfg); len(l.faults) > 0 {
			t.Fatal(l.faults)
		}
		if got := cfg.Login.Page(); got == nil || *got != c.want {
			t.Errorf("%+v\nwant %+v", got, c.want)
		}
	}
}

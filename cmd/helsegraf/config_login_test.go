package main

import (
	"errors"
	"strings"
	"testing"
)

// A login with an issuer or a client that nobody knows would never work, and
// is refused when the program starts.
func TestLoginConfig(t *testing.T) {
	front := "issuers: [{issuer: \"https://login.example\", audience: a}]\nclients: [{id: explorer, scopes: [\"helsegraf:read\"]}]\n"
	for text, wrong := range map[string][]string{
		"login: {issuer: \"https://login.example\", clientId: explorer}": nil,
		"login: {issuer: \"https://other.example\", clientId: explorer}": {"login.issuer"},
		"login: {issuer: \"https://login.example\"}":                     {"login.clientId"},
		"login: {scope: openid}":                                         {"login.clientId", "login.issuer"},
		"":                                                               nil,
	} {
		_, err := load(write(t, "helsegraf.yaml", front+text), nil)
		if _, ok := errors.AsType[faults](err); !ok {
			t.Fatal("what else is missing was not told: ", err)
		}
		for _, key := range []string{"login.issuer", "login.clientId"} {
			told := strings.Contains(err.Error(), key+":") || strings.Contains(err.Error(), key+" ")
			want := false
			for _, w := range wrong {
				want = want || w == key
			}
			if told != want {
				t.Errorf("%q: of %s: %v", text, key, err)
			}
		}
	}
	if got := (loginConfig{}).page(); got != nil {
		t.Error("a login nobody configured:", got)
	}
}

package main

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// login is a persona, a client, and what is wrong with the token.
type login struct{ persona, client, scopes, acr, token string }

// bearer returns the token of a login; "" without one.
func (h *testEnv) bearer(l login) string {
	h.t.Helper()
	if l.persona == "" && l.token == "" {
		return ""
	}
	token := h.spoiled(l)
	if l.token == "" {
		query := url.Values{"persona": {l.persona}, "client": {l.client}, "scope": {l.scopes}, "acr": {l.acr}}
		status, body := send(h.t, http.MethodPost, h.registers.issuer.URL()+"/demo/token?"+query.Encode(), "")
		var response struct {
			AccessToken string `json:"access_token"`
		}
		if err := json.Unmarshal([]byte(body), &response); err != nil || status != http.StatusOK {
			h.t.Fatalf("no token for %+v: %d %s", l, status, body)
		}
		token = response.AccessToken
	}
	h.tokens = append(h.tokens, token)
	return token
}

// spoiled is a token with the fault a login names.
func (h *testEnv) spoiled(l login) string {
	h.t.Helper()
	var change func(claims, header map[string]any)
	switch l.token {
	case "":
		return ""
	case "garbage":
		return "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.bm90aGluZw.bm90aGluZw"
	case "expired":
		change = func(claims, _ map[string]any) { claims["exp"] = h.clock.now().Add(-time.Hour).Unix() }
	case "wrong-audience":
		change = func(claims, _ map[string]any) { claims["aud"] = "somebody-else" }
	default:
		h.t.Fatalf("no token is %q", l.token)
	}
	token, err := h.registers.issuer.Token(l.persona, change)
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

// graphQL is the body of a request.
func graphQL(t *testing.T, query, variables string) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": json.RawMessage(cmp.Or(strings.TrimSpace(variables), "null"))})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// id is a client's id of a persona.
func (h *testEnv) id(persona, client string) string {
	h.t.Helper()
	var data struct {
		Viewer struct{ Person struct{ ID string } }
	}
	h.data(login{persona: persona, client: client}, `{ viewer { person { id } } }`, &data)
	return data.Viewer.Person.ID
}

// wards are a client's ids of the people gunnar is guardian of, except viktor.
func (h *testEnv) wards(client string) []string {
	h.t.Helper()
	var data struct {
		Viewer struct {
			Represents []struct {
				Person struct {
					ID   string
					Name struct{ Full string }
				}
			}
		}
	}
	h.data(login{persona: "gunnar", client: client}, `{ viewer { represents { person { id name { full } } } } }`, &data)
	var ids []string
	for _, r := range data.Viewer.Represents {
		if r.Person.Name.Full != h.registers.world.Persona("viktor").Name() {
			ids = append(ids, r.Person.ID)
		}
	}
	return ids
}

package resolvers_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph/gateway"
	"helsegraf/graph/gateway/token"
)

// frontDoor is the gateway over the testEnv's present resolvers, with the verifier
// of tokens and the default limits.
type frontDoor struct {
	*testEnv
	url string
}

func (h *testEnv) front() frontDoor {
	h.t.Helper()
	who, err := token.NewVerifier(
		[]token.Issuer{{URL: h.issuer.URL(), Audience: "helsegraf", Synthetic: true}},
		[]token.Client{{ID: "web", Name: "Web", Scopes: []string{"helsegraf:read", "helsegraf:write"}}},
		token.Options{Now: h.world.Now},
	)
	h.must(err)
	g, err := gateway.New(gateway.Options{
		Schema: h.resolver.Schema(), Extensions: []graphql.HandlerExtension{h.resolver}, PresentError: h.resolver.PresentError,
		Authenticator: who, Calls: h.resolver.Calls, Bytes: h.resolver.Bytes, Now: h.world.Now, Production: true,
		Deadline: time.Minute, // the machine may be busy
	})
	h.must(err)
	return frontDoor{testEnv: h, url: h.serve(g)}
}

// post sends a query with a persona's token, and returns the response, which must be
// well-formed.
func (f frontDoor) post(persona, query string, variables map[string]any) response {
	f.t.Helper()
	bearer, err := f.issuer.Token(persona)
	f.must(err)
	body, err := json.Marshal(graphql.RawParams{Query: query, Variables: variables})
	f.must(err)
	r, err := http.NewRequestWithContext(f.t.Context(), http.MethodPost, f.url+"/graphql", bytes.NewReader(body))
	f.must(err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	r.Header.Set("Authorization", "Bearer "+bearer)
	sent, err := http.DefaultClient.Do(r)
	f.must(err)
	raw, err := io.ReadAll(sent.Body)
	f.must(err)
	f.must(sent.Body.Close())
	a := response{raw: string(raw)}
	if err := json.Unmarshal(raw, &a); err != nil || sent.StatusCode != http.StatusOK {
		f.t.Fatalf("%d %s", sent.StatusCode, raw)
	}
	return a
}

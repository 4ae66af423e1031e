package gateway_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph/gateway"
)

var noon = time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)

func TestAnswer(t *testing.T) {
	f := gatewaytest.Start(t)
	r := f.Ask(t, `{ me { name friend { id } } }`)
	if r.Status != http.StatusOK || r.Body != `{"data":{"me":{"name":"name","friend":{"id":"id"}}}}` {
		t.Error(r.Status, r.Body)
	}
	r = f.Ask(t, `{ actor caught }`, "Authorization: Bearer web")
	if !strings.HasPrefix(r.Body, `{"data":{"actor":"web","caught":null},"errors":[{"message":"Internal error`) {
		t.Error(r.Body)
	}
}

func TestActorIsAskedFirst(t *testing.T) {
	f := gatewaytest.Start(t)
	r := f.Send(t, http.MethodPost, "/graphql", "not JSON", "Content-Type: application/json", "Authorization: Bearer expired")
	want := `"extensions":{"code":"UNAUTHENTICATED","reason":"token_expired"}`
	if r.Status != http.StatusUnauthorized || !strings.Contains(r.Body, want) || r.Header.Get("WWW-Authenticate") == "" {
		t.Error(r.Status, r.Body, r.Header)
	}
	if r := f.Ask(t, `{ actor }`); r.Body != `{"data":{"actor":""}}` {
		t.Error("without a token:", r.Body)
	}
}

func TestDeferredFieldsAreAnswered(t *testing.T) {
	f := gatewaytest.Start(t)
	for _, query := range []string{
		`{ me { id ... @defer { name } } }`,
		`{ me { id ...N @defer(label: "late") } } fragment N on Person { name }`,
		`query($late: Boolean = true) { me { id ... @defer(if: $late) { ...N } } } fragment N on Person { ... @defer { name } }`,
	} {
		for range 2 { // parsed, and found
			if r := f.Ask(t, query); r.Body != `{"data":{"me":{"id":"id","name":"name"}}}` {
				t.Error(query, r.Body)
			}
		}
	}
}

func TestDeadline(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) { o.Deadline = 30 * time.Millisecond })
	begun := time.Now()
	if r := f.Ask(t, `{ slow }`); r.Body != `{"data":{"slow":"at last"}}` {
		t.Error(r.Body)
	}
	if took := time.Since(begun); took > time.Second {
		t.Error("took", took)
	}
}

func ExampleNew() {
	g, err := gateway.New(gateway.Options{Schema: gatewaytest.NewToy(&testing.T{}), Authenticator: gatewaytest.Bearer{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/graphql", strings.NewReader(`{"query": "{ me { name } }"}`))
	r.Header.Set("Content-Type", "application/json")
	g.ServeHTTP(w, r)
	fmt.Println(w.Body)
	// Output: {"data":{"me":{"name":"name"}}}
}

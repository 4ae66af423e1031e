package gateway_test

import (
	"net/http"
	"net/url"
	"testing"

	"helsegraf/graph/gateway/gatewaytest"
)

// A mutation is one plain field. Whatever could repeat it, leave it out or hide it
// is refused before its variables are read, and so is one by GET.
func TestAMutationIsOnePlainField(t *testing.T) {
	t.Parallel()
	f := gatewaytest.Start(t)
	for query, status := range map[string]int{
		`mutation { rename(to: "a") { name } }`:                                 http.StatusOK,
		`mutation M { once: rename(to: "a") { name friend { name } } }`:         http.StatusOK,
		`mutation { a: rename(to: "a") { name } b: rename(to: "b") { name } }`:  http.StatusBadRequest,
		`mutation { rename(to: "a") { name } __typename }`:                      http.StatusBadRequest,
		`mutation { __typename }`:                                               http.StatusBadRequest,
		`mutation { rename(to: "a") @skip(if: false) { name } }`:                http.StatusBadRequest,
		`mutation ($v: Boolean!) { rename(to: "a") @include(if: $v) { name } }`: http.StatusBadRequest,
		`mutation { ...F } fragment F on Mutation { rename(to: "a") { name } }`: http.StatusBadRequest,
		`mutation { ... on Mutation { rename(to: "a") { name } } }`:             http.StatusBadRequest,
		`mutation { ... @defer { rename(to: "a") { name } } }`:                  http.StatusBadRequest,
		`mutation { rename(to: "a") { name } rename(to: "a") { name } }`:        http.StatusBadRequest,
		`query { me { name } }`:                                                 http.StatusOK,
	} {
		if got := f.Ask(t, query); got.Status != status {
			t.Errorf("%s: %d %s, want %d", query, got.Status, got.Body, status)
		}
	}
	get := f.Send(t, http.MethodGet, "/graphql?query="+url.QueryEscape(`mutation { rename(to: "a") { name } }`), "", "GraphQL-Require-Preflight: 1")
	if get.Status != http.StatusMethodNotAllowed {
		t.Errorf("by GET: %d %s", get.Status, get.Body)
	}
}

package gateway_test

import (
	"context"
	"net/http"
	"testing"

	"helsegraf/graph/gateway/gatewaytest"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/gateway"
)

// unexecuted answers every operation with null, as when it is only explained.
type unexecuted struct{ language graph.Language }

func (*unexecuted) ExtensionName() string { return "unexecuted" }

func (*unexecuted) Validate(graphql.ExecutableSchema) error { return nil }

func (u *unexecuted) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	u.language = graph.LanguageFrom(ctx)
	explain, asked := graphql.GetOperationContext(ctx).Extensions["explain"]
	if !asked {
		return next(ctx)
	}
	return graphql.OneShot(&graphql.Response{Data: []byte("null"), Extensions: map[string]any{"explain": explain}})
}

// A request's extensions and its reader's language reach the executor. An
// operation that was not executed has null for data, and that is no error.
func TestUnexecuted(t *testing.T) {
	u := &unexecuted{}
	f := gatewaytest.Start(t, func(o *gateway.Options) { o.Extensions = append(o.Extensions, u) })
	const body = `{"query":"{ __typename }","extensions":{"explain":true}}`
	for _, accept := range []string{gatewaytest.AcceptGraphQL, "Accept: application/json"} {
		r := f.Send(t, http.MethodPost, "/graphql", body, "Content-Type: application/json", accept, "Accept-Language: nn")
		if r.Status != http.StatusOK || r.Body != `{"data":null,"extensions":{"explain":true}}` {
			t.Errorf("%s: %d %s", accept, r.Status, r.Body)
		}
		if u.language != graph.Nynorsk {
			t.Errorf("language %v", u.language)
		}
	}
	r := f.Send(t, http.MethodGet, "/graphql?query=%7B__typename%7D&extensions=%7B%22explain%22%3Atrue%7D", "", gatewaytest.AcceptGraphQL, "GraphQL-Require-Preflight: 1")
	if r.Body != `{"data":null,"extensions":{"explain":true}}` || u.language != graph.English {
		t.Errorf("by GET: %s, %v", r.Body, u.language)
	}
}

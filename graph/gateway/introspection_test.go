package gateway_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/gateway/gatewaytest"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/gateway"
	"helsegraf/graph/policy"
)

// glimpse is a narrowed schema whose answers reveal that it was used.
type glimpse struct{ schema *ast.Schema }

const glimpseSDL = `type Query { me: Person } type Person { id: ID }`

func (g glimpse) Schema() *ast.Schema { return g.schema }

func (glimpse) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (glimpse) Exec(context.Context) graphql.ResponseHandler {
	return graphql.OneShot(&graphql.Response{Data: []byte(`{"glimpse":true}`)})
}

// A client sees what its scopes can open, and its queries are answered by the
// whole schema.
func TestAClientSeesItsPart(t *testing.T) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: glimpseSDL})
	if err != nil {
		t.Fatal(err)
	}
	var asked []policy.ByMode
	change := func(o *gateway.Options) {
		o.Clients = []gateway.Client{
			{ID: "partner", Introspection: true, Scopes: []string{"helsegraf:medication.read", "helsegraf:appointment.write"}},
			{ID: "portal", Introspection: true, Scopes: []string{"helsegraf:read", "helsegraf:write"}},
			{ID: "other", Introspection: true, Scopes: []string{"helsegraf:medication.read"}},
		}
		o.Narrowed = func(to policy.ByMode) (graphql.ExecutableSchema, error) {
			asked = append(asked, to)
			if to == policy.InBoth(policy.SetOf(policy.Services()...)) {
				return o.Schema, nil
			}
			return glimpse{schema}, nil
		}
	}
	outside := gatewaytest.Start(t, change)
	inside := gatewaytest.Start(t, change, func(o *gateway.Options) { o.Production = true })
	want := policy.ByMode{policy.Read: policy.SetOf(policy.Medication), policy.Write: policy.SetOf(policy.Appointment)}
	if len(asked) != 7 || asked[1] != want {
		t.Errorf("narrowed to %v: each set once, to read and to change", asked)
	}
	const whole, part, closed = "whole", "part", "closed"
	for _, tt := range []struct {
		at          *gatewaytest.Front
		client, see string
	}{
		{inside, "partner", part}, {inside, "other", part}, {inside, "portal", whole}, {inside, "stranger", closed}, {inside, "", closed},
		{outside, "partner", part}, {outside, "portal", whole}, {outside, "", whole},
	} {
		login := "Authorization: Bearer " + tt.client
		if tt.client == "" {
			login = "Accept: */*"
		}
		introspection := tt.at.Ask(t, `query($k: Kind) { __schema { queryType { name } } person(id: 1, kind: $k) { id } }`, login)
		file := tt.at.Send(t, http.MethodGet, "/schema.graphql", "", login)
		var saw, read bool
		switch tt.see {
		case closed:
			saw, read = introspection.Code() == "INTROSPECTION_DISABLED", file.Code() == "INTROSPECTION_DISABLED"
		case part:
			saw, read = strings.Contains(introspection.Body, "glimpse"), file.Body == glimpseSDL
		case whole:
			saw, read = introspection.Code() == "" && !strings.Contains(introspection.Body, "glimpse"), file.Body == gatewaytest.ToySDL
		}
		if !saw || !read {
			t.Errorf("%q sees %s: %s %s", tt.client, tt.see, introspection.Body, file.Body)
		}
		if r := tt.at.Ask(t, `{ me { name } }`, login); strings.Contains(r.Body, "glimpse") || r.Code() != "" {
			t.Errorf("%q is answered by a part: %s", tt.client, r.Body)
		}
		named := strings.Contains(tt.at.Ask(t, `{ mee { name } }`, login).Body, `\"me\"`)
		if named != (tt.see == whole) {
			t.Errorf("%q is told of other names: %t", tt.client, named)
		}
	}
}

func TestASchemaThatCannotBeNarrowed(t *testing.T) {
	_, err := gateway.New(gateway.Options{
		Schema: gatewaytest.NewToy(t), Authenticator: gatewaytest.Bearer{}, Clients: []gateway.Client{{ID: "partner"}},
		Narrowed: func(policy.ByMode) (graphql.ExecutableSchema, error) { return nil, errors.New("no") },
	})
	if err == nil || !strings.Contains(err.Error(), "no") {
		t.Error(err)
	}
}

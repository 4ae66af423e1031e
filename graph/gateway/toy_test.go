package gateway_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
)

// toy is an executable schema that answers every field with something made
// from its name, so that a test sees what was executed.
type toy struct {
	schema *ast.Schema
	// wait holds field "slow" until it is closed or the request is over;
	// waiting is sent to when that begins.
	wait, waiting chan struct{}
}

const toySDL = `
directive @defer(if: Boolean = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
type Query { me: Person, person(id: ID!, kind: Kind): Person, many(first: Int): [Person], number(value: Int): Int, actor: String, boom: String, caught: String, slow: String, _service: Service! }
type Mutation { rename(to: String): Person }
type Person { id: ID, name: String, friend: Person }
type Service { sdl: String }
enum Kind { ADULT CHILD }
`

func newToy(t testing.TB) *toy {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: toySDL})
	if err != nil {
		t.Fatal(err)
	}
	return &toy{schema: schema, wait: make(chan struct{}), waiting: make(chan struct{}, 1)}
}

func (s *toy) Schema() *ast.Schema { return s.schema }

func (s *toy) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s *toy) Exec(ctx context.Context) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx)
	root := s.schema.Query
	if operation.Operation.Operation == ast.Mutation {
		root = s.schema.Mutation
	}
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done {
			return nil
		}
		done = true
		var b bytes.Buffer
		s.object(ctx, &b, operation, root, operation.Operation.SelectionSet)
		return &graphql.Response{Data: b.Bytes()}
	}
}

func (s *toy) object(ctx context.Context, b *bytes.Buffer, o *graphql.OperationContext, d *ast.Definition, set ast.SelectionSet) {
	b.WriteByte('{')
	for i, f := range graphql.CollectFields(o, set, []string{d.Name}) {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, "%q:", f.Alias)
		if f.IsDeferred() {
			b.WriteString("null")
			continue
		}
		if f.Definition == nil || s.schema.Types[f.Definition.Type.Name()].IsLeafType() {
			s.leaf(ctx, b, f)
			continue
		}
		s.object(ctx, b, o, s.schema.Types[f.Definition.Type.Name()], f.Selections)
	}
	b.WriteByte('}')
}

func (s *toy) leaf(ctx context.Context, b *bytes.Buffer, f graphql.CollectedField) {
	switch f.Name {
	case "boom":
		panic("secret " + canary)
	case "caught":
		func() {
			defer func() { graphql.AddError(ctx, graphql.Recover(ctx, recover())) }()
			panic("secret " + canary)
		}()
		b.WriteString("null")
	case "slow":
		s.waiting <- struct{}{}
		select {
		case <-s.wait:
		case <-ctx.Done():
		}
		b.WriteString(`"at last"`)
	case "actor":
		fmt.Fprintf(b, "%q", graph.ActorFrom(ctx).Client().ID)
	default:
		fmt.Fprintf(b, "%q", f.Name)
	}
}

// canary is what no answer and no log line may hold: a valid identity number.
const canary = "02917543596"

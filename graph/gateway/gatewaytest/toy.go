package gatewaytest

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
)

// Toy is an executable schema that answers every field with a value derived from its
// name, so that a test sees what was executed.
type Toy struct {
	schema *ast.Schema
	// Wait blocks field "slow" until it is closed or the request is over; Waiting is sent
	// to when that begins.
	Wait, Waiting chan struct{}
	// Extensions are those of each answer.
	Extensions map[string]any
	// Stale is called for field "stale"; nil does nothing.
	Stale func(context.Context)
}

// ToySDL is a Toy's schema.
const ToySDL = `
directive @defer(if: Boolean = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @public(maxAge: Int!) on FIELD_DEFINITION
directive @consent(service: String!) on FIELD_DEFINITION
type Query { me: Person, person(id: ID!, kind: Kind): Person, many(first: Int): [Person], number(value: Int): Int, actor: String, boom: String, caught: String, slow: String, places: Place @public(maxAge: 7200), towns: Place @public(maxAge: 600), _service: Service! }
type Mutation { rename(to: String): Person }
type Person { id: ID, name: String, friend: Person }
type Place { name: String, closed: String, stale: String, boom: String, owner: Person, guarded: String @consent(service: "X") }
type Service { sdl: String }
enum Kind { ADULT CHILD }
`

// NewToy makes a Toy.
func NewToy(t testing.TB) *Toy {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: ToySDL})
	if err != nil {
		t.Fatal(err)
	}
	return &Toy{schema: schema, Wait: make(chan struct{}), Waiting: make(chan struct{}, 1)}
}

// Schema is that of ToySDL.
func (s *Toy) Schema() *ast.Schema { return s.schema }

// Complexity is not computed.
func (s *Toy) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

// Exec answers one operation.
func (s *Toy) Exec(ctx context.Context) graphql.ResponseHandler {
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
		return &graphql.Response{Data: b.Bytes(), Extensions: s.Extensions}
	}
}

func (s *Toy) object(ctx context.Context, b *bytes.Buffer, o *graphql.OperationContext, d *ast.Definition, set ast.SelectionSet) {
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

func (s *Toy) leaf(ctx context.Context, b *bytes.Buffer, f graphql.CollectedField) {
	switch f.Name {
	case "boom":
		panic("secret " + Canary)
	case "caught":
		func() {
			defer func() { graphql.AddError(ctx, graphql.Recover(ctx, recover())) }()
			panic("secret " + Canary)
		}()
		b.WriteString("null")
	case "slow":
		s.Waiting <- struct{}{}
		select {
		case <-s.Wait:
		case <-ctx.Done():
		}
		b.WriteString(`"at last"`)
	case "closed":
		graphql.AddErrorf(ctx, "closed")
		b.WriteString("null")
	case "stale":
		if s.Stale != nil {
			s.Stale(ctx)
		}
		b.WriteString(`"stale"`)
	case "actor":
		fmt.Fprintf(b, "%q", graph.ActorFrom(ctx).Client().ID)
	default:
		fmt.Fprintf(b, "%q", f.Name)
	}
}

// Counted is a Toy that counts the operations it executes.
type Counted struct {
	*Toy
	Executed atomic.Int32
}

// Exec counts, and answers as a Toy does.
func (c *Counted) Exec(ctx context.Context) graphql.ResponseHandler {
	c.Executed.Add(1)
	return c.Toy.Exec(ctx)
}

// Canary is a valid identity number that no answer and no log line may hold.
const Canary = "02917543596"

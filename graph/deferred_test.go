package graph_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// slowly are resolvers of which the name waits, and id fails, as they are told.
type slowly struct {
	graph.ResolverRoot
	name <-chan struct{}
	id   error
}

func (s slowly) Query() graph.QueryResolver   { return query{} }
func (s slowly) Person() graph.PersonResolver { return person{slowly: s} }

type query struct{ graph.QueryResolver }

func (query) People(context.Context, []string) ([]*graph.Person, error) {
	return []*graph.Person{graph.PersonOf(fnr.Number{}), nil}, nil
}

type person struct {
	graph.PersonResolver
	slowly slowly
}

func (p person) ID(context.Context, *graph.Person) (string, error) { return "p", p.slowly.id }

func (p person) Age(context.Context, *graph.Person) (*int, error) { return nil, nil }

func (p person) Name(ctx context.Context, _ *graph.Person) (*fhir.HumanName, error) {
	select {
	case <-p.slowly.name:
		return &fhir.HumanName{Full: "Line"}, nil
	case <-ctx.Done():
		return nil, errors.New("late")
	}
}

// responses runs a query and writes down each response.
func responses(ctx context.Context, t *testing.T, s slowly, query string, each func(n int, d *graph.Deferrals)) []string {
	t.Helper()
	e := executor.New(graph.NewSchema(graph.Config{Resolvers: s}))
	e.SetErrorPresenter(func(ctx context.Context, err error) *gqlerror.Error {
		return &gqlerror.Error{Message: errors.Unwrap(err).Error(), Path: graphql.GetPath(ctx)}
	})
	var d graph.Deferrals
	ctx = graphql.StartOperationTrace(graph.WithDeferrals(ctx, &d))
	operation, errs := e.CreateOperationContext(ctx, &graphql.RawParams{Query: query})
	if errs != nil {
		t.Fatal(errs)
	}
	next, ctx := e.DispatchOperation(ctx, operation)
	later := context.WithoutCancel(ctx)
	var out []string
	for n := 0; ; n++ {
		r := next(ctx)
		if r == nil {
			return out
		}
		hasNext := "-"
		if r.HasNext != nil {
			hasNext = fmt.Sprint(*r.HasNext)
		}
		line := fmt.Sprintf("%s %s %s %s", r.Path, r.Label, r.Data, hasNext)
		for _, e := range r.Errors {
			line += fmt.Sprintf(" %s: %s", e.Path, e.Message)
		}
		out = append(out, line)
		each(n, &d)
		ctx = later
	}
}

func TestDeferredComesLater(t *testing.T) {
	name := make(chan struct{})
	got := responses(t.Context(), t, slowly{name: name},
		`{ people(ids: []) { id ... @defer(label: "n") { name { full } again: name { full } } ... @defer { age } } }`,
		func(n int, d *graph.Deferrals) {
			switch n {
			case 0:
				if found := fmt.Sprint(d.Found()); found != `[{people[0]  [age]} {people[0] n [again name]}]` && found != `[{people[0] n [again name]} {people[0]  [age]}]` {
					t.Error(found)
				}
				if len(d.Found()) > 0 {
					t.Error("found twice")
				}
			case 1:
				close(name)
			}
		})
	want := []string{
		`  {"people":[{"id":"p","name":null,"again":null,"age":null},null]} true`,
		`people[0]  {"age":null} true`,
		`people[0] n {"name":{"full":"Line"},"again":{"full":"Line"}} false`,
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("%q", got)
	}
}

// A field that stands in several fragments of one label comes once, and so does
// what else the label has.
func TestDeferredTwice(t *testing.T) {
	for query, want := range map[string]string{
		`{ people(ids: []) { id ... @defer { name { full } ... @defer { name { full } } } } }`:           `people[0]  {"name":{"full":"Line"}} false`,
		`{ people(ids: []) { id ... @defer { name { full } } ... @defer { name { full } age } } }`:       `people[0]  {"name":{"full":"Line"},"age":null} false`,
		`{ people(ids: []) { id ... @defer { ... @defer { ... @defer { name { full } } age } } } }`:      `people[0]  {"name":{"full":"Line"},"age":null} false`,
		`{ people(ids: []) { id ...F @defer } } fragment F on Person { ... @defer { name { full } } }`:   `people[0]  {"name":{"full":"Line"}} false`,
		`{ people(ids: []) { id ... @defer(label: "n") { ... @defer(label: "n") { name { full } } } } }`: `people[0] n {"name":{"full":"Line"}} false`,
	} {
		name := make(chan struct{})
		close(name)
		got := responses(t.Context(), t, slowly{name: name}, query, func(int, *graph.Deferrals) {})
		if len(got) != 2 || got[1] != want {
			t.Errorf("%s: %q", query, got)
		}
	}
}

func TestNothingDeferred(t *testing.T) {
	got := responses(t.Context(), t, slowly{}, `{ people(ids: []) { id ... @defer(if: false) { age } } }`, func(int, *graph.Deferrals) {})
	if want := `["  {\"people\":[{\"id\":\"p\",\"age\":null},null]} -"]`; fmt.Sprintf("%q", got) != want {
		t.Errorf("%q", got)
	}
}

// Nobody waits forever for what a deadline took away, and a part that cannot
// have null where it is null is null itself; the others are not.
func TestDeferredIsLateOrWrong(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	got := responses(ctx, t, slowly{id: errors.New("broken")},
		`{ people(ids: []) { ... @defer(label: "i") { id } ... @defer(label: "n") { name { full } } } }`,
		func(n int, _ *graph.Deferrals) {
			if n == 1 {
				cancel()
			}
		})
	want := []string{
		`  {"people":[{"id":null,"name":null},null]} true`,
		`people[0] i null true people[0].id: broken`,
		`people[0] n {"name":null} false people[0].name: late`,
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("%q", got)
	}
}

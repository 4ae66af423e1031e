package graph_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// TestPlain asks anything of anything, and has the answers of gqlgen's road and
// of the plain one be the same, errors included.
func TestPlain(t *testing.T) {
	plain := 0
	for seed := range uint64(1500) {
		m := maker{seed: seed}
		query := (&asker{Rand: m.rand("query"), schema: schema()}).query()
		slow, _ := m.run(t, graph.NewExecutableSchema, query)
		doc := parsed(t, query)
		for range 2 { // what is known of the document is used the second time
			fast, written := m.runWith(t, graph.NewSchema, doc, nil)
			if diff := cmp.Diff(slow, fast); diff != "" {
				t.Fatalf("seed %d: %s\n%s", seed, query, diff)
			}
			plain += written
		}
	}
	if plain < 1500 {
		t.Errorf("only %d fields were plain: this compares nothing", plain)
	}
}

func TestPlainIsToldFromTheRest(t *testing.T) {
	for query, want := range map[string]int{
		`{ person(id: "p") { contact { mobile } } }`: 1,
		`{ person(id: "p") { contact { ...C ...D } } } fragment C on Contact { mobile } fragment D on Contact { mobile email }`: 1,
		`{ person(id: "p") { prescriptions { nodes { id source dosage } } } }`:                                                  1,
		`{ person(id: "p") { generalPractitioner { since } } }`:                                                                 1,
		`{ person(id: "p") { generalPractitioner { since history { totalCount } } } }`:                                          1, // history
		`{ person(id: "p") { summaryCareRecord { criticalInformation { allergies { text } conditions { text } } } } }`:          2,
		`{ person(id: "p") { contact { mobile @skip(if: true) } } }`:                                                            0,
		`query ($no: Boolean = false) { person(id: "p") { contact { mobile @include(if: $no) email } } }`:                       1,
		`{ registers { name operations { name breaker } } }`:                                                                    1,
		`{ registers { name latencyMs { p50 } } }`:                                                                              0, // of a type with its own context
		`{ viewer { person { id name { full } } represents { relation person { id } } } }`:                                      2, // name, and a person's id needs nobody
	} {
		if _, got := (maker{}).run(t, graph.NewSchema, query); got != want {
			t.Errorf("%s: %d fields were plain, want %d", query, got, want)
		}
	}
}

// errMade is what some resolvers give.
var errMade = errors.New("made")

// run executes a query over made values. It tells how many fields were written
// by the plain road.
func (m maker) run(t *testing.T, schema func(graph.Config) graphql.ExecutableSchema, query string) (answer string, plain int) {
	t.Helper()
	return m.runWith(t, schema, parsed(t, query), nil)
}

// kept is a document with what is known of it.
type kept struct {
	doc   *ast.QueryDocument
	known *graph.Document
}

func parsed(t *testing.T, query string) kept {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(schema(), query, rules.NewDefaultRules())
	if errs != nil {
		t.Fatalf("%s: %v", query, errs)
	}
	return kept{doc, graph.DocumentOf(doc)}
}

// runWith is run with a document that may have been run before, and variables.
func (m maker) runWith(t *testing.T, schema func(graph.Config) graphql.ExecutableSchema, k kept, variables map[string]any) (answer string, plain int) {
	t.Helper()
	open := func(ctx context.Context, _ any, next graphql.Resolver) (any, error) { return next(ctx) }
	e := executor.New(schema(graph.Config{Resolvers: made{maker: m}, Directives: graph.DirectiveRoot{
		Consent: func(ctx context.Context, obj any, next graphql.Resolver, _ policy.Service, _ policy.Level, _ policy.Mode) (any, error) {
			return open(ctx, obj, next)
		},
		Proxy: func(ctx context.Context, obj any, next graphql.Resolver, _ *policy.Service, _ *int) (any, error) {
			return open(ctx, obj, next)
		},
	}}))
	e.AroundFields(m.resolve)
	e.SetQueryCache(graphql.MapCache[*ast.QueryDocument]{"kept": k.doc})
	ctx := graphql.StartOperationTrace(graph.WithRecordIDs(graph.WithSize(graph.WithDocument(t.Context(), k.known), m.size), m))
	oc, errs := e.CreateOperationContext(ctx, &graphql.RawParams{Query: "kept", Variables: variables})
	if errs != nil {
		t.Fatal(errs)
	}
	next, ctx := e.DispatchOperation(ctx, oc)
	var count atomic.Int64
	road := oc.ResolverMiddleware
	oc.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) {
		res, err := road(ctx, next)
		if fmt.Sprintf("%T", res) == "graph.plainText" {
			count.Add(1)
		}
		return res, err
	}
	r := next(ctx)
	slices.SortFunc(r.Errors, func(a, b *gqlerror.Error) int { return strings.Compare(a.Path.String(), b.Path.String()) })
	return fmt.Sprintf("%s\n%v", r.Data, r.Errors), int(count.Load())
}

// asker makes queries.
type asker struct {
	*rand.Rand
	schema    *ast.Schema
	fragments []string
	aliases   int
}

func (a *asker) query() string {
	at := a.schema.Query
	var b strings.Builder
	b.WriteString("query ($yes: Boolean = true, $no: Boolean = false) {")
	for _, name := range []string{"person", "viewer", "generalPractitioners", "registers", "previewConsent"} {
		if f := at.Fields.ForName(name); a.IntN(3) > 0 {
			b.WriteString(" " + a.field(f, 0))
		}
	}
	b.WriteString(" again: __typename __typename @skip(if: $no) hidden: __typename @include(if: $no) known: __typename @include(if: $yes) }")
	return b.String() + strings.Join(a.fragments, "")
}

// arguments are those that must be given.
func arguments(f *ast.FieldDefinition) string {
	switch f.Name {
	case "person", "testResult", "appointment", "referral", "task", "conversation":
		if len(f.Arguments) > 0 {
			return `(id: "p")`
		}
	case "generalPractitioners":
		return `(municipality: "0301")`
	case "slots":
		return `(from: "2026-11-23", to: "2026-11-27")`
	case "previewConsent":
		return `(level: FULL)`
	}
	return ""
}

func (a *asker) field(f *ast.FieldDefinition, depth int) string {
	out := f.Name + arguments(f)
	if a.IntN(4) == 0 {
		a.aliases++
		out = fmt.Sprintf("a%d: %s", a.aliases, out)
	}
	if a.IntN(8) == 0 {
		out += []string{" @include(if: $yes)", " @skip(if: $no)", " @skip(if: $yes)"}[a.IntN(3)]
	}
	if def := a.schema.Types[f.Type.Name()]; def.Kind == ast.Object {
		out += a.selection(def, depth+1)
	}
	return out
}

func (a *asker) selection(def *ast.Definition, depth int) string {
	const deepest = 7
	parts := []string{}
	if a.IntN(3) == 0 {
		parts = append(parts, "__typename")
	}
	for _, f := range def.Fields {
		of := a.schema.Types[f.Type.Name()]
		if a.IntN(3) == 0 || of.Kind == ast.Object && depth >= deepest || f.Name == "represents" {
			continue
		}
		one := a.field(f, depth)
		switch a.IntN(8) {
		case 0:
			one = "... on " + def.Name + " { " + one + " }"
		case 1:
			one = "... @include(if: $yes) { " + one + " }"
		case 2:
			name := fmt.Sprintf("F%d", len(a.fragments))
			a.fragments = append(a.fragments, " fragment "+name+" on "+def.Name+" { "+one+" }")
			one = "..." + name
		}
		parts = append(parts, one)
	}
	if len(parts) == 0 {
		parts = []string{"__typename"}
	}
	return " { " + strings.Join(parts, " ") + " }"
}

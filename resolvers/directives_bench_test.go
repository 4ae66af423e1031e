package resolvers

import (
	"context"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	mockfolkeregister "helsegraf/mocks/folkeregister"
	mockpersonvern "helsegraf/mocks/personvern"
	mockreseptformidler "helsegraf/mocks/reseptformidler"
	mockusagelog "helsegraf/mocks/usagelog"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/personvern"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/usagelog"
)

// measuredDirectives is the cost of @consent and @proxy at one field, once plan,
// facts and decisions are made.
func measuredDirectives(t testing.TB) []sourcetest.Measured {
	t.Helper()
	people := sourcetest.Start(t, mockfolkeregister.New)
	settings := sourcetest.Start(t, mockpersonvern.New)
	usage := sourcetest.Start(t, mockusagelog.New)
	prescriptions := sourcetest.Start(t, mockreseptformidler.New)
	r, err := New(Config{
		Registers: Registers{
			Folkeregister:   folkeregister.New(people.Recorded(t, "folkeregister", people.Login(t, "nhn:hgd-persontjenesten-api", "nhn:hgd-persontjenesten-api/full-access")), nil),
			Personvern:      personvern.New(settings.Recorded(t, "personvern", settings.Login(t, "nhn:pvk", "nhn:pvk/personverninnstillinger-read")), nil, nil),
			UsageLog:        usagelog.New(usage.Recorded(t, "usagelog", usage.Login(t, usagelog.Audience, usagelog.Scope)), usagelog.Options{}),
			Reseptformidler: reseptformidler.New(prescriptions.Recorded(t, "reseptformidler", prescriptions.Login(t, reseptformidler.Audience, reseptformidler.Scope)), reseptformidler.Options{}),
		},
		IDKeys: [][]byte{make([]byte, 64)},
		Now:    sourcetest.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx := underWay(t, r, people)
	line, stranger := graph.PersonOf(people.Number(t, "line")), graph.PersonOf(people.Number(t, "nils"))
	passed := 0
	next := func(context.Context) (any, error) { passed++; return nil, nil }
	gate := func(on *graph.Person, opens bool, through func(context.Context, any, graphql.Resolver) (any, error)) func() {
		return func() {
			before := passed
			if _, err := through(ctx, on, next); (err == nil) != opens || (passed > before) != opens {
				t.Fatal(err)
			}
		}
	}
	consent := func(ctx context.Context, on any, next graphql.Resolver) (any, error) {
		return r.consent(ctx, on, next, policy.Medication, policy.Full, policy.Read)
	}
	proxy := func(ctx context.Context, on any, next graphql.Resolver) (any, error) {
		return r.proxy(ctx, on, next, nil, nil)
	}
	return []sourcetest.Measured{
		{Name: "consent", Budget: 0, Do: gate(line, true, consent)},
		{Name: "proxy", Budget: 0, Do: gate(line, true, proxy)},
		{Name: "denied", Budget: 8, Do: gate(stranger, false, consent)},
	}
}

// underWay is the context of line's prescriptions, in an operation of hers
// whose registers have answered.
func underWay(t testing.TB, r *Resolver, env *sourcetest.Env) context.Context {
	t.Helper()
	all := policy.SetOf(policy.Services()...)
	actor := policy.Authenticated(policy.Credentials{
		Number: env.Number(t, "line"), Assurance: policy.AssuranceHigh, Client: policy.Client{ID: "web", Name: "Web"}, Read: all, Write: all,
	})
	ctx := graph.WithActor(graphql.StartOperationTrace(t.Context()), actor)
	operation, errs := executor.New(r.Schema()).CreateOperationContext(ctx, &graphql.RawParams{Query: `{ viewer { person { prescriptions { totalCount } } } }`})
	if errs != nil {
		t.Fatal(errs)
	}
	r.InterceptOperation(graphql.WithOperationContext(ctx, operation), func(started context.Context) graphql.ResponseHandler {
		ctx = started
		return nil
	})
	field := r.Schema().Schema().Types["Person"].Fields.ForName("prescriptions")
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: graphql.CollectedField{Field: &ast.Field{Name: field.Name, Definition: field}}})
	if _, err := r.Person().Prescriptions(ctx, graph.PersonOf(actor.Number()), nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func BenchmarkDirectives(b *testing.B) { sourcetest.Benchmark(b, measuredDirectives(b)) }

func TestBudgetsOfDirectives(t *testing.T) { sourcetest.WithinBudget(t, measuredDirectives(t)) }

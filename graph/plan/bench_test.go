package plan_test

import (
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph/plan"
)

// planning plans an operation on one person.
func planning(t testing.TB) func() {
	t.Helper()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: sdl})
	doc, err := gqlparser.LoadQueryWithRules(schema, `{ viewer { person { name doctor { name history { name } } card { status ceiling } } } }`, rules.NewDefaultRules())
	if err != nil {
		t.Fatal(err)
	}
	planner := plan.New(schema)
	return func() { planner.Of(&graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}) }
}

func BenchmarkPlan(b *testing.B) {
	do := planning(b)
	b.ReportAllocs()
	for b.Loop() {
		do()
	}
}

func TestPlanStaysWithinItsBudget(t *testing.T) {
	const budget = 60
	if n := testing.AllocsPerRun(100, planning(t)); n > budget {
		t.Errorf("%v allocations, more than %d", n, budget)
	}
}

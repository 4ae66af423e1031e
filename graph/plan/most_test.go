package plan_test

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph/plan"
)

func TestMost(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: strings.Replace(sdl, "card(year: Int = 2026)", "card(year: Int = 2026, kind: Kind = NOW)", 1) + "enum Kind { NOW BEFORE }"})
	for name, c := range map[string]struct {
		query string
		ids   int
		needs int
	}{
		"what is conditional is there":          {`query($a: Boolean!) { viewer { person { doctor @skip(if: $a) { name } ...C @include(if: $a) } } } fragment C on Person { card { status @skip(if: $a) } }`, 0, 3},
		"what is left out for good is not":      {`{ viewer { person { doctor @skip(if: true) { name } card @include(if: false) { status } } } }`, 0, 0},
		"lists are as long as may be":           {`query($ids: [ID!]! = ["x"]) { people(ids: $ids) { doctor { name } } }`, plan.MostIDs, 1},
		"but for those that are written":        {`query($a: ID!, $b: ID!) { people(ids: [$a, $b, "c"]) { doctor { name } } }`, 3, 1},
		"one is one":                            {`query($id: ID!) { person(id: $id) { doctor { name } } }`, 1, 1},
		"representations are people":            {`query($r: [_Any!]!) { _entities(representations: $r) { ... on Person { doctor { name } } } }`, plan.MostIDs, 1},
		"those of several branches":             {`query($a: [ID!]!, $b: ID!) { people(ids: $a) { doctor { name } } person(id: $b) { doctor { name } } }`, plan.MostIDs + 1, 2},
		"a deferred part is a part":             {`query($d: Boolean!) { viewer { person { ... @defer(if: $d) { doctor { name } } } } }`, 0, 1},
		"an operation of another is not":        {`query Mine { viewer { person { doctor { name } } } } query Other { people(ids: ["a"]) { card { status } } }`, 0, 1},
		"as an input that no person stands for": {`query($town: String!) { search(town: $town) { name } }`, 0, 0},
	} {
		doc, errs := gqlparser.LoadQueryWithRules(schema, c.query, rules.NewDefaultRules())
		if errs != nil {
			t.Fatal(name, errs)
		}
		p := plan.New(schema).Most(doc, doc.Operations[0].Name)
		needs := 0
		for i := range p.Branches {
			needs += len(p.Branches[i].Needs)
		}
		if p.Named() != c.ids || needs != c.needs {
			t.Errorf("%s: %d ids, %d needs", name, p.Named(), needs)
		}
	}
	// No two variables say the same, nor what is meant when nothing is said.
	doc, errs := gqlparser.LoadQueryWithRules(schema, `query($y: Int, $z: Int, $k: Kind) { viewer { person { card { status } a: card(year: $y) { status } b: card(year: $z) { status } c: card(kind: $k) { status } } } }`, rules.NewDefaultRules())
	if errs != nil {
		t.Fatal(errs)
	}
	requests := map[any]bool{}
	for _, n := range plan.New(schema).Most(doc, "").Branches[0].Needs {
		if n.Register != "" {
			requests[[2]any{n.Of["year"], n.Of["kind"]}] = true
		}
	}
	if len(requests) != 4 {
		t.Error(requests)
	}
}

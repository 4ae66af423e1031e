package plan_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph/plan"
)

const sdl = `
directive @consent(service: String!) on FIELD_DEFINITION
directive @register(name: String!, calls: Int! = 1) repeatable on FIELD_DEFINITION
directive @person on ARGUMENT_DEFINITION | FIELD_DEFINITION
directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
interface Node { id: ID! }
type Query {
  viewer: Viewer
  person(id: ID! @person): Person
  people(ids: [ID!]! @person): [Person]!
  node(id: ID! @person): Node
  search(town: String!): Found @register(name: "DIRECTORY")
  open: Boolean
  previewConsent(id: ID @person): Boolean @consent(service: "SETTINGS")
  _entities(representations: [_Any!]! @person): [_Entity]!
}
scalar _Any
union _Entity = Person
type Viewer { person: Person! @person represents: [Representation!] @person name: String }
type Representation { person: Person }
type Person implements Node {
  id: ID!
  name: String
  access: Boolean
  doctor: Doctor @consent(service: "DOCTOR") @register(name: "DOCTORS")
  card(year: Int = 2026): Card @consent(service: "CARD")
  contacts: [String!] @consent(service: "CONTACTS") @register(name: "TEAMS") @register(name: "DOCTORS", calls: 2)
}
type Doctor { name: String history(first: Int = 20): Found @register(name: "DOCTORS", calls: 2) }
type Card { status: String @register(name: "CARDS") ceiling: Int shop: Shop @consent(service: "SHOP") @register(name: "SHOPS") }
type Shop { name: String open: Boolean @register(name: "HOURS") }
type Found { name: String }
`

func planned(t testing.TB, query string, variables map[string]any) *plan.Plan {
	t.Helper()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: sdl})
	doc, err := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules())
	if err != nil {
		t.Fatal(err)
	}
	oc := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: variables}
	return plan.New(schema).Of(oc)
}

// written is a plan on a few lines, to be compared.
func written(p *plan.Plan) string {
	var b strings.Builder
	need := func(n plan.Need) {
		fmt.Fprintf(&b, "  %s at %s", n.Field, n.Path)
		if n.Service != "" {
			fmt.Fprintf(&b, " for %s", n.Service)
		}
		if n.Within != "" {
			fmt.Fprintf(&b, " within %s", n.Within)
		}
		if n.Register != "" {
			fmt.Fprintf(&b, " from %s×%d", n.Register, n.Calls)
		}
		if y, ok := n.Of["year"]; ok {
			fmt.Fprintf(&b, " of %v", y)
		}
		if n.Deferred {
			b.WriteString(" deferred")
		}
		b.WriteByte('\n')
	}
	for _, r := range p.Branches {
		fmt.Fprintf(&b, "%s %s %v knows=%t access=%t", []string{"", "self", "represented", "named"}[r.Entry], r.Path, r.IDs, r.Knows, r.Access)
		if r.List != "" {
			fmt.Fprintf(&b, " list=%s", r.List)
		}
		b.WriteByte('\n')
		for _, n := range r.Needs {
			need(n)
		}
	}
	for _, n := range p.Open {
		b.WriteString("open\n")
		need(n)
	}
	if p.Represents {
		b.WriteString("represents\n")
	}
	return b.String()
}

func TestPlan(t *testing.T) {
	tests := []struct {
		name, query string
		variables   map[string]any
		want        string
	}{
		{"nothing of anybody", `{ open viewer { name } }`, nil, ""},
		{"a preview", `{ p: previewConsent }`, nil, "self p [] knows=false access=false\n  Query.previewConsent at p for SETTINGS\n"},
		{"a preview about the viewer", `query($id: ID) { previewConsent(id: $id) }`, map[string]any{"id": nil}, "self previewConsent [] knows=false access=false\n  Query.previewConsent at previewConsent for SETTINGS\n"},
		{"a preview about a child", `{ previewConsent(id: 7) }`, nil, "named previewConsent [7] knows=false access=false\n  Query.previewConsent at previewConsent for SETTINGS\n"},
		{"a handle needs nothing", `{ viewer { person { id __typename } } }`, nil, "self viewer.person [] knows=false access=false\n"},
		{"name and access", `{ viewer { person { name access } } }`, nil, "self viewer.person [] knows=true access=true\n"},
		{"nested register fields have the guarded field's service and arguments",
			`query($y: Int) { me: viewer { person { doctor { history { name } } card(year: $y) { s: status ceiling } } } }`, map[string]any{"y": 2025}, `
self me.person [] knows=false access=false
  Person.doctor at me.person.doctor for DOCTOR from DOCTORS×1
  Doctor.history at me.person.doctor.history for DOCTOR from DOCTORS×2
  Person.card at me.person.card for CARD of 2025
  Card.status at me.person.card.s for CARD from CARDS×1 of 2025
`},
		{"a guarded field of a record is of its own service, within the record's",
			`{ viewer { person { card(year: 2025) { shop { name open } status } } } }`, nil, `
self viewer.person [] knows=false access=false
  Person.card at viewer.person.card for CARD of 2025
  Card.shop at viewer.person.card.shop for SHOP within CARD from SHOPS×1 of 2025
  Shop.open at viewer.person.card.shop.open for SHOP within CARD from HOURS×1 of 2025
  Card.status at viewer.person.card.status for CARD from CARDS×1 of 2025
`},
		{"a field of several registers needs each", `{ viewer { person { contacts } } }`, nil, `
self viewer.person [] knows=false access=false
  Person.contacts at viewer.person.contacts for CONTACTS from TEAMS×1
  Person.contacts at viewer.person.contacts for CONTACTS from DOCTORS×2
`},
		{"ids in arguments, each branch by itself",
			`query($a: ID!, $l: [ID!]!) { one: person(id: $a) { doctor { name } } people(ids: $l) { id } node(id: "n") { ... on Person { card { ceiling } } } }`,
			map[string]any{"a": "x", "l": []any{"y", "z"}}, `
named one [x] knows=false access=false
  Person.doctor at one.doctor for DOCTOR from DOCTORS×1
named people [y z] knows=false access=false list=people
named node [n] knows=false access=false
  Person.card at node.card for CARD of 2026
`},
		{"a number is an id too", `query($a: ID!, $l: [ID!]!) { one: person(id: $a) { id } two: person(id: 12) { id } people(ids: $l) { id } more: people(ids: [3, "4"]) { id } }`,
			map[string]any{"a": json.Number("1e9"), "l": []any{json.Number("1"), int64(2)}},
			"named one [1e9] knows=false access=false\nnamed two [12] knows=false access=false\n" +
				"named people [1 2] knows=false access=false list=people\nnamed more [3 4] knows=false access=false list=more\n"},
		{"a list of one may be written without brackets", `query($l: [ID!]!) { people(ids: $l) { id } }`, map[string]any{"l": "y"}, "named people [y] knows=false access=false list=people\n"},
		{"representations, those that name a person", `query($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Person { doctor { name } } } }`,
			map[string]any{"r": []any{
				map[string]any{"__typename": "Person", "id": "x"}, map[string]any{"__typename": "Doctor", "id": "y"},
				map[string]any{"__typename": "Person"}, map[string]any{"id": "z"}, "v", 7, map[string]any{"__typename": "Person", "id": "w"},
			}}, `
named _entities [x      w] knows=false access=false list=_entities
  Person.doctor at _entities.doctor for DOCTOR from DOCTORS×1
`},
		{"one representation, written in the document", `{ _entities(representations: {__typename: "Person", id: "x"}) { ... on Person { id } } }`, nil, "named _entities [x] knows=false access=false list=_entities\n"},
		{"fragments, merged keys and an interface",
			`{ viewer { person { ...A } person { doctor { name } } } node(id: "n") { id ...N } } fragment A on Person { doctor { history { name } } } fragment N on Node { ... on Person { doctor { name } } }`, nil, `
self viewer.person [] knows=false access=false
  Person.doctor at viewer.person.doctor for DOCTOR from DOCTORS×1
  Doctor.history at viewer.person.doctor.history for DOCTOR from DOCTORS×2
named node [n] knows=false access=false
  Person.doctor at node.doctor for DOCTOR from DOCTORS×1
`},
		{"skip and include", `query($n: Boolean!) { viewer { person { doctor @skip(if: true) { name } card @include(if: $n) { status } } } }`, map[string]any{"n": false}, "self viewer.person [] knows=false access=false\n"},
		{"defer", `{ viewer { person { ... @defer { doctor { name } } } } }`, nil, `
self viewer.person [] knows=false access=false
  Person.doctor at viewer.person.doctor for DOCTOR from DOCTORS×1 deferred
`},
		{"those represented, and open data", `{ viewer { represents { person { doctor { name } } } } search(town: "x") { name } }`, nil, `
represented viewer.represents.person [] knows=false access=false list=viewer.represents
  Person.doctor at viewer.represents.person.doctor for DOCTOR from DOCTORS×1
open
  Query.search at search from DIRECTORY×1
represents
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, want := written(planned(t, tt.query, tt.variables)), strings.TrimPrefix(tt.want, "\n"); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

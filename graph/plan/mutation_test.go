package plan_test

import (
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph/plan"
)

// A mutation has one argument, an input with a key. The input names one person by a
// marked id, or is about the viewer and has no other id than the key and that of a
// record of theirs. The person below, and what is guarded by itself, is read after
// the change.
func TestMutations(t *testing.T) {
	s := gateway()
	p := plan.New(s)
	for _, f := range s.Mutation.Fields {
		if len(f.Arguments) != 1 || f.Arguments[0].Name != "input" || !f.Arguments[0].Type.NonNull {
			t.Fatalf("%s: a mutation has one argument, its input", f.Name)
		}
		input := s.Types[f.Arguments[0].Type.Name()]
		if key := input.Fields.ForName("key"); key == nil || key.Type.String() != "ID!" || key.Directives.ForName("person") != nil {
			t.Errorf("%s: the input has a key", f.Name)
		}
		named := p.NamedBy(f)
		for _, field := range input.Fields {
			own := named == nil && field.Name == "power"
			if field.Name != "key" && !own && (field.Type.Name() == "ID") != (field == named) {
				t.Errorf("%s(%s:): one id names the person, and there is no other", f.Name, field.Name)
			}
		}
		for _, field := range s.Types[f.Type.Name()].Fields {
			read := field.Type.Name() == "Person" || field.Directives.ForName("consent") != nil
			if read != (field.Directives.ForName("after") != nil) {
				t.Errorf("%s.%s: people and what is guarded are read after the change, and nothing else is", f.Name, field.Name)
			}
			// gqlgen runs the last directive first, and the guard decides after the change.
			if n := len(field.Directives); read && field.Directives[n-1].Name != "after" {
				t.Errorf("%s.%s: @after stands last", f.Name, field.Name)
			}
		}
	}
}

// What a mutation changes is planned apart from what is read below it, by the same
// person.
func TestMutationIsPlannedTwice(t *testing.T) {
	s := gateway()
	const query = `mutation ($id: ID!) { at: blockService(input: {key: "k", person: $id, service: MEDICATION}) { receipt { outcome } person { name { full } prescriptions(first: 1) { totalCount } } } }`
	doc, errs := gqlparser.LoadQueryWithRules(s, query, rules.NewDefaultRules())
	if errs != nil {
		t.Fatal(errs)
	}
	got := plan.New(s).Of(&graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: map[string]any{"id": "x"}})
	if len(got.Branches) != 1 || got.After == nil || len(got.After.Branches) != 1 || got.Named() != 2 {
		t.Fatalf("%+v", got)
	}
	act, after := got.Branches[0], got.After.Branches[0]
	if n := act.Needs[0]; len(act.Needs) != 1 || !n.Writes || n.Field != "Mutation.blockService" || n.Service != "PRIVACY" || n.Register != "PERSONVERN" || act.IDs[0] != "x" || act.Entry != plan.Named {
		t.Errorf("the change: %+v", act)
	}
	if n := after.Needs[0]; len(after.Needs) != 1 || n.Writes || n.Field != "Person.prescriptions" || after.IDs[0] != "x" || after.Path != "at.person" {
		t.Errorf("what is read: %+v", after)
	}
	own, errs := gqlparser.LoadQueryWithRules(s, `mutation { withdrawConsent(input: {key: "k"}) { person { id } } }`, rules.NewDefaultRules())
	if errs != nil {
		t.Fatal(errs)
	}
	if got := plan.New(s).Of(&graphql.OperationContext{Doc: own, Operation: own.Operations[0]}); got.Branches[0].Entry != plan.Self || got.After.Branches[0].Entry != plan.Self {
		t.Errorf("the viewer's own: %+v", got)
	}
}

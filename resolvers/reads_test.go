package resolvers

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientjournal"
)

// tabled is a Resolver with every register configured.
func tabled() *Resolver {
	r := &Resolver{
		Registers: Registers{
			Folkeregister: folkeregister.New(&sources.Client{}, &sources.Client{}),
			Dialog:        dialog.New(&sources.Client{}, &sources.Client{}, &sources.Client{}, dialog.Options{}),
		},
		regions: []pasientjournal.Region{"NORD", "MIDT", "VEST", "SOR_OST"},
	}
	for _, f := range reflect.ValueOf(&r.Registers).Elem().Fields() {
		if f.IsNil() {
			f.Set(reflect.New(f.Type().Elem()))
		}
	}
	r.reads = newReads(r)
	return r
}

// The table and the schema agree: every field with @register has a row for that
// register, with the stated number of calls, and no other field has one.
func TestTheTableOfReadsIsTheSchema(t *testing.T) {
	r := tabled()
	schema := graph.NewSchema(graph.Config{}).Schema()
	said := map[string]ast.DirectiveList{}
	for _, def := range schema.Types {
		if def == schema.Mutation {
			continue // has a table of its own
		}
		for _, field := range def.Fields {
			if all := field.Directives.ForNames("register"); len(all) > 0 {
				said[def.Name+"."+field.Name] = all
			}
		}
	}
	if want, got := slices.Sorted(maps.Keys(said)), slices.Sorted(maps.Keys(r.reads.byField)); !slices.Equal(want, got) {
		t.Fatalf("the schema says\n%v, and the table\n%v", want, got)
	}
	for at, all := range said {
		rows := 0
		for _, d := range all {
			args := d.ArgumentMap(nil)
			need := plan.Need{Field: at, Register: args["name"].(string)}
			q := &request{r: r}
			q.loaders.expect(q, need, policy.Grant{})
			opens := false
			for _, row := range r.reads.rows(need) {
				rows++
				_, open := row.(*open)
				opens = opens || open
			}
			if got := q.loaders.size(); !opens && int64(got) != args["calls"] {
				t.Errorf("%s: the schema says %v calls to %v, and the table makes %d", at, args["calls"], args["name"], got)
			}
		}
		if rows != len(r.reads.byField[at]) {
			t.Errorf("%s: the schema says %v, and the table has further registers", at, all)
		}
	}
}

// Two fields with the same need make one call, and an unconfigured register gets
// none.
func TestNothingIsAskedOfAnAbsentRegister(t *testing.T) {
	r := &Resolver{Registers: Registers{Folkeregister: &folkeregister.Client{}}}
	r.reads = newReads(r)
	there := map[graph.Register]bool{graph.Personvern: true, graph.UsageLog: true}
	for at, rows := range r.reads.byField {
		q := &request{r: r}
		q.loaders.expect(q, plan.Need{Field: at}, policy.Grant{})
		if got := q.loaders.size() > 0; got != there[rows[0].about().name] {
			t.Errorf("%s is asked: %t", at, got)
		}
	}
	if _, err := r.reads.history.load(t.Context(), policy.Grant{}); r.PresentError(graphql.WithFieldContext(t.Context(), &graphql.FieldContext{}), err).Extensions["code"] != "NOT_OFFERED" {
		t.Error(err)
	}
}

// Keys over budget are refused, and those expected earlier stay.
func TestExpectedWithinABudget(t *testing.T) {
	r := tabled()
	q := &request{r: r}
	documents, log := plan.Need{Field: "HospitalJournal.documents", Register: "PASIENTJOURNAL"}, plan.Need{Field: "HospitalJournal.accessLog", Register: "PASIENTJOURNAL"}
	left := budget{left: 7}
	q.loaders.bound = &left
	for i, want := range []struct {
		need plan.Need
		room bool
		left int
		size int
	}{
		{log, false, 7, 0}, {documents, true, 3, 4}, {documents, true, 3, 4}, {log, false, 3, 4},
	} {
		if room := q.loaders.expect(q, want.need, policy.Grant{}); room != want.room || left.left != want.left || q.loaders.size() != want.size {
			t.Errorf("%d: %t, %d left, %d expected", i, room, left.left, q.loaders.size())
		}
	}
	if !left.over["PASIENTJOURNAL"] {
		t.Error("the register is not told of")
	}
	if _, err := r.reads.journalAccess.of(q).load(t.Context(), regionWindow{region: "VEST", window: nhn.Window{First: defaultPage}}); err == nil {
		t.Error("what was refused is asked")
	}
}

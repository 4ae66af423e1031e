package resolvers

import (
	"maps"
	"slices"
	"testing"

	"helsegraf/graph"
)

// The table and the schema agree: every mutation has a row, and no row is of
// anything else. Every problem that is known has a sentence in each language.
func TestTheTableOfChangesIsTheSchema(t *testing.T) {
	schema := graph.NewSchema(graph.Config{}).Schema()
	var said []string
	for _, field := range schema.Mutation.Fields {
		said = append(said, schema.Mutation.Name+"."+field.Name)
	}
	slices.Sort(said)
	if got := slices.Sorted(maps.Keys(newChanges(tabled()).byField)); !slices.Equal(said, got) {
		t.Errorf("the schema says\n%v, and the table\n%v", said, got)
	}
	for _, code := range schema.Types["ProblemCode"].EnumValues {
		if s := problems[graph.ProblemCode(code.Name)]; s.english == "" || s.bokmal == "" || s.nynorsk == "" {
			t.Errorf("%s has no sentence in some language", code.Name)
		}
	}
	if len(problems) != len(schema.Types["ProblemCode"].EnumValues) {
		t.Errorf("%d problems have sentences, and the schema has %d", len(problems), len(schema.Types["ProblemCode"].EnumValues))
	}
}

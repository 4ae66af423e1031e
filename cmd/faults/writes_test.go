package main

import (
	"context"
	"regexp"
	"slices"
	"testing"
	"time"

	"helsegraf/graph"
)

// someWrites are faults that cover each kind of end that a change may have. make
// faults runs them all.
const someWrites = "done, and (503|reset|401)|done late|read and closed|refused|refused, then killed while it is done, then refused|done later, then refused, without the log|usage log: (503|begun, and reset|refuses outcomes)"

// What is said of a change is true, however the register or the usage log fails.
func TestSomeWrites(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	wanted := regexp.MustCompile("^(" + someWrites + ")$")
	cells, err := writeMatrix(ctx, matrixOptions{
		only:    func(_, fault string) bool { return wanted.MatchString(fault) },
		gateway: gatewayOf(t),
		begin:   func(int, int, string) {},
		done: func(c cell) {
			t.Log(c.line())
			if !c.held() {
				t.Errorf("%s does not hold", c.fault)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(cells) != 11 {
		t.Errorf("%d faults", len(cells))
	}
}

// Every mutation is in the table, and the table has no other.
func TestWritesAreTheSchemas(t *testing.T) {
	var want, got []string
	for _, f := range graph.NewExecutableSchema(graph.Config{}).Schema().Mutation.Fields {
		want = append(want, f.Name)
	}
	for _, w := range writes() {
		got = append(got, w.field)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("the table of writes has %v, and the schema %v: writes.go wants a row for each mutation", got, want)
	}
}

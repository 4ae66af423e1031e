package graph_test

import (
	"testing"

	"helsegraf/graph"
)

// What is worked out of an operation is kept where nothing in it can vary.
func TestDocumentPlansOnce(t *testing.T) {
	for query, want := range map[string]int{
		`{ viewer { client { name } } }`:                                                1,
		`query ($no: Boolean = false) { viewer { client { name @include(if: $no) } } }`: 3,
	} {
		k, planned := parsed(t, query), 0
		for range 3 {
			k.known.Once(k.doc.Operations[0], func() any { planned++; return planned })
		}
		if planned != want {
			t.Errorf("%s: planned %d times, want %d", query, planned, want)
		}
	}
}

// Each request has its own variables, also in a document that is known.
func TestDocumentIsOfNoRequest(t *testing.T) {
	const query = `query ($no: Boolean = false) { person(id: "p") { contact { email mobile @include(if: $no) } } }`
	again := parsed(t, query)
	for _, no := range []bool{false, true, false} {
		variables := map[string]any{"no": no}
		want, _ := maker{}.runWith(t, graph.NewSchema, parsed(t, query), variables)
		if got, _ := (maker{}).runWith(t, graph.NewSchema, again, variables); got != want {
			t.Errorf("no is %t: %s, want %s", no, got, want)
		}
	}
}

package graph_test

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
)

// Whatever is asked, an answer that has room is the same, no byte of it is
// uncounted, and one that has too little is none.
func TestCaseB1SizeOfAnswers(t *testing.T) {
	cut := 0
	for seed := range uint64(400) {
		m := maker{seed: seed}
		query := (&asker{Rand: m.rand("query"), schema: schema()}).query()
		want, _ := m.run(t, graph.NewSchema, query)
		data, _, _ := strings.Cut(want, "\n")
		m.size = graph.NewSize(8<<20, nil)
		if got, _ := m.run(t, graph.NewSchema, query); got != want || m.size.Over() != graph.Within {
			t.Fatalf("seed %d: %s\n%s\nwant %s", seed, query, got, want)
		}
		if counted := m.size.Bytes(); counted < int64(len(data)) {
			t.Fatalf("seed %d: %d bytes counted of %d", seed, counted, len(data))
		}
		m.size = graph.NewSize(int64(len(data)-1), nil)
		got, _ := m.run(t, graph.NewSchema, query)
		if data, _, _ := strings.Cut(got, "\n"); data != "null" || m.size.Over() != graph.TooLarge {
			t.Fatalf("seed %d: not cut off: %s", seed, data)
		}
		cut++
	}
	t.Log(cut, "were cut off")
}

// Room is asked for beyond what is there without asking, never for more than an
// answer may be, and not again once there was none.
func TestCaseB1RoomForAnAnswer(t *testing.T) {
	const kib = 1 << 10
	var asked, room int64 = 0, 200 * kib
	take := func(n int64) bool {
		asked++
		room -= n
		return room >= 0
	}
	s := graph.NewSize(1<<20, take)
	if !s.Make(60*kib) || asked != 0 {
		t.Error("what is small needs no room")
	}
	first, second := s.Make(60*kib), s.Make(60*kib)
	if !first || !second || asked != 2 || room != 72*kib {
		t.Error(asked, room)
	}
	if s.Make(600*kib) || s.Over() != graph.NoRoom {
		t.Error("there is no room for that")
	}
	if s.Make(0) || asked != 3 {
		t.Error("it is over")
	}

	s = graph.NewSize(100*kib, nil)
	e := &gqlerror.Error{Message: "closed", Path: ast.Path{ast.PathName(strings.Repeat("x", 100)), ast.PathIndex(1)}}
	n := 0
	for ; s.AddError(e); n++ {
	}
	if n < 200 || n > 400 || s.Over() != graph.TooLarge {
		t.Error(n, "errors in 100 KiB")
	}
	if s := graph.NewSize(1<<20, func(int64) bool { return false }); !s.Reserve(50*kib) || s.Reserve(500*kib) || s.Over() != graph.Within {
		t.Error("room that is not taken ends nothing")
	}
}

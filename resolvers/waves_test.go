package resolvers_test

import (
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"helsegraf/cmd/registers"
)

// journey is what a sample query selects of a person.
func journey(t *testing.T, name string) (*ast.QueryDocument, ast.SelectionSet) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "cmd", "helsegraf", "testdata", "journeys", name))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	var person func(ast.SelectionSet) ast.SelectionSet
	person = func(set ast.SelectionSet) ast.SelectionSet {
		for _, s := range set {
			if f, ok := s.(*ast.Field); ok && f.Name == "person" {
				return f.SelectionSet
			} else if ok {
				return person(f.SelectionSet)
			}
		}
		return nil
	}
	return doc, person(doc.Operations[0].SelectionSet)
}

// barrier holds the calls to registers until all of a wave have arrived, and so
// shows that none of them waits for another.
type barrier struct {
	mu    sync.Mutex
	waves []map[string]int // calls to come, by register
	// gone are closed when the calls of a wave may go on.
	gone  []chan struct{}
	wrong []string
}

// around holds the calls to one register.
func (b *barrier) around(register string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.URL.Path, "/_control/") {
			b.wait(register, r)
		}
		next.ServeHTTP(w, r)
	})
}

func (b *barrier) wait(register string, r *http.Request) {
	b.mu.Lock()
	if b.waves == nil {
		b.mu.Unlock()
		return
	}
	for i, wave := range b.waves {
		if wave[register] == 0 {
			continue
		}
		if i > 0 && !closed(b.gone[i-1]) {
			b.wrong = append(b.wrong, register+" too early")
		}
		if wave[register]--; wave[register] == 0 {
			delete(wave, register)
		}
		if len(wave) == 0 {
			close(b.gone[i])
		}
		b.mu.Unlock()
		select {
		case <-b.gone[i]:
		case <-r.Context().Done():
		}
		return
	}
	b.wrong = append(b.wrong, register)
	b.mu.Unlock()
}

func closed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// expect begins to hold calls.
func (b *barrier) expect(waves ...map[string]int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, wave := range waves {
		b.waves, b.gone = append(b.waves, maps.Clone(wave)), append(b.gone, make(chan struct{}))
	}
}

// What people come for, as one query: the sample queries of all health data and of
// every day. Each list in it has something for line, each operation is called once,
// and all are called at once when the decisions have been made, but for those that
// need another's answer.
func TestEverydayIsTwoWaves(t *testing.T) {
	h := newTestEnv(t)
	b := &barrier{}
	for _, r := range registers.All() {
		h.urls[r.Key] = h.serve(b.around(r.Key, r.StandIn(h.world, h.issuer)))
	}
	h.resolve(h.config(everyEndpoint))
	doc, all := journey(t, "my-health.graphql")
	_, daily := journey(t, "daily.graphql")
	both := &ast.Field{Name: "person", Alias: "person", SelectionSet: append(all, daily...)}
	doc.Operations[0].SelectionSet = ast.SelectionSet{&ast.Field{Name: "viewer", Alias: "viewer", SelectionSet: ast.SelectionSet{both}}}
	var query strings.Builder
	formatter.NewFormatter(&query).FormatQueryDocument(doc)

	// The parts of a summary care record need its status, and what the GP's practice
	// offers needs the GP. Forms and the answers so far are those of the open tasks, and
	// findings those of the reports.
	after := map[string]int{"kjernejournal": 2, "dialog": 1, "oppgaver": 2, "provesvar": 1}
	read := map[string]int{}
	for _, row := range h.explained("line", query.String(), nil) {
		if register, ok := row["register"].(string); ok {
			read[keyOf(register)] += int(row["calls"].(float64))
		}
	}
	read["usagelog"]++ // the entries of what is read
	for register, n := range after {
		if read[register] -= n; read[register] == 0 {
			delete(read, register)
		}
	}
	h.query("line", query.String(), nil) // which reads Helfo's key
	for _, r := range registers.All() {
		h.reset(r.Key)
	}
	decide := map[string]int{"folkeregister": 1, "personvern": 1}
	b.expect(decide, read, after)
	a := h.query("line", query.String(), nil)
	for i, wave := range b.waves {
		if len(wave) > 0 {
			t.Errorf("wave %d lacks %v", i+1, wave)
		}
	}
	if len(b.wrong) > 0 || len(a.Errors) > 0 {
		t.Errorf("further calls to %v, errors %v", b.wrong, a.Errors)
	}
	for _, r := range registers.All() {
		for operation, n := range h.calls(r.Key) {
			if want := map[string]int{"ITI-67": len(regions)}[operation]; n != max(want, 1) {
				t.Errorf("%s %s: %d calls", r.Key, operation, n)
			}
		}
	}
	filled := map[string]bool{}
	lists(a.Data, "", filled)
	for at, has := range filled {
		if !has {
			t.Errorf("%s is empty", at)
		}
	}
	if len(filled) < 25 {
		t.Errorf("%d lists", len(filled))
	}
	h.foreseen()
}

// lists are the lists in an answer, by path without indices, and whether one of each
// has something.
func lists(v any, at string, filled map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, below := range v {
			lists(below, at+"."+key, filled)
		}
	case []any:
		filled[at] = filled[at] || len(v) > 0
		for _, one := range v {
			lists(one, at, filled)
		}
	}
}

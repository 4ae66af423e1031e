package documents

import (
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// Walking each fragment once gives the same count as walking it wherever it is
// spread.
func FuzzLimits(f *testing.F) {
	for _, s := range []string{
		`{ me { id } }`, `{ a: me { ...F ...F } } fragment F on P { b: id ...G } fragment G on P { f { ... @defer { id } } }`,
		`query($a: Int @x) @y { me { ...F } } fragment F on P @z { id } fragment H on P { ...F } fragment I on P { ...H }`,
		`{ ...F } fragment F on Q { me { ...F } }`, `{ __schema { types { fields { type { name } } } } me { id } }`,
		`query A { me { id } } query B { ...X }`, `{ me { ... { ... on P { id } } } } fragment F on P { id } fragment F on P { id id }`,
		`{ ...A } fragment A on Q { ...B ...B } fragment B on Q { ...C ...C } fragment C on Q { x: me y: me }`,
	} {
		f.Add(s)
	}
	limits := Limits{}.WithDefaults()
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, limits.Tokens)
		if err != nil {
			return
		}
		n := naive{doc: doc, left: 100_000, on: map[string]bool{}, seen: map[string]bool{}}
		want := n.count()
		if n.left <= 0 || n.circular {
			return
		}
		if got := measure(doc); got != want {
			t.Errorf("%+v\nwant %+v", got, want)
		}
	})
}

// naive counts as measurement does, without remembering fragments.
type naive struct {
	doc      *ast.QueryDocument
	left     int // steps
	circular bool
	on, seen map[string]bool
}

func (n *naive) count() count {
	var total count
	widest := 0
	for _, o := range n.doc.Operations {
		c := n.set(o.SelectionSet).with(marked(o.Directives))
		c.name = max(c.name, len(o.Name))
		for _, v := range o.VariableDefinitions {
			c = c.with(marked(v.Directives))
			c.name = max(c.name, len(v.Variable), len(v.Type.Name()), longestNameIn(v.DefaultValue))
		}
		total, widest = total.with(c), max(widest, c.fields)
	}
	for _, f := range n.doc.Fragments {
		total = total.with(marked(f.Directives))
		total.name = max(total.name, len(f.Name), len(f.TypeCondition))
		if !n.seen[f.Name] {
			total = total.with(n.fragment(f.Name))
		}
	}
	total.operations, total.fields = len(n.doc.Operations), widest
	return total
}

func (n *naive) set(set ast.SelectionSet) count {
	var c count
	for _, s := range set {
		if n.left--; n.left <= 0 {
			return c
		}
		var one count
		switch s := s.(type) {
		case *ast.Field:
			one = n.set(s.SelectionSet)
			one.fields = 1
			if s.Alias != s.Name {
				one.aliases++
			}
			if aboutSchema(s) {
				one.introspects, one.schemaDepth, one.depth = true, max(one.depth, one.schemaDepth), 0
			}
			one.depth++
			one = one.with(marked(s.Directives))
			one.name = max(one.name, len(s.Name), len(s.Alias))
			for _, a := range s.Arguments {
				one.name = max(one.name, len(a.Name), longestNameIn(a.Value))
			}
		case *ast.InlineFragment:
			one = n.set(s.SelectionSet).with(marked(s.Directives))
			one.name = max(one.name, len(s.TypeCondition))
		case *ast.FragmentSpread:
			one = n.fragment(s.Name).with(marked(s.Directives))
			one.spreads++
			one.name = max(one.name, len(s.Name))
		}
		one.nesting++
		one.selections++
		c = c.with(one)
	}
	return c
}

func (n *naive) fragment(name string) count {
	f := n.doc.Fragments.ForName(name)
	if n.on[name] || f == nil {
		n.circular = n.circular || f != nil
		return count{}
	}
	n.on[name], n.seen[name] = true, true
	defer delete(n.on, name)
	return n.set(f.SelectionSet)
}

package documents

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// count is the size of a selection, or of a whole document.
type count struct {
	operations  int
	selections  int // fields, inline fragments and spreads
	spreads     int
	aliases     int
	name        int // letters of the longest
	directives  int
	fields      int // at the selection's own level; for a document, in its widest operation
	depth       int
	schemaDepth int  // below fields about the schema
	nesting     int  // of selections of any kind
	introspects bool // has a field about the schema
	defers      bool // has @defer
}

// enough is where counting stops: fragments that each spread the next twice reach
// any number within thirty lines.
const enough = 1 << 30

// with adds two counts.
func (c count) with(d count) count {
	return count{
		selections:  min(c.selections+d.selections, enough),
		spreads:     min(c.spreads+d.spreads, enough),
		aliases:     min(c.aliases+d.aliases, enough),
		directives:  min(c.directives+d.directives, enough),
		fields:      min(c.fields+d.fields, enough),
		name:        max(c.name, d.name),
		depth:       max(c.depth, d.depth),
		schemaDepth: max(c.schemaDepth, d.schemaDepth),
		nesting:     max(c.nesting, d.nesting),
		introspects: c.introspects || d.introspects,
		defers:      c.defers || d.defers,
	}
}

// measure counts a document, including unused fragments, in time linear in its size:
// each fragment is walked once.
func measure(doc *ast.QueryDocument) count {
	m := measurement{definitions: map[string]*ast.FragmentDefinition{}, counted: map[string]count{}}
	for _, f := range doc.Fragments {
		if m.definitions[f.Name] == nil {
			m.definitions[f.Name] = f
		}
	}
	var total count
	widest := 0
	for _, o := range doc.Operations {
		c := m.set(o.SelectionSet).with(marked(o.Directives)).with(count{name: len(o.Name)})
		for _, v := range o.VariableDefinitions {
			c = c.with(marked(v.Directives)).with(count{name: max(len(v.Variable), len(v.Type.Name()), longestNameIn(v.DefaultValue))})
		}
		total, widest = total.with(c), max(widest, c.fields)
	}
	for _, f := range doc.Fragments {
		total = total.with(marked(f.Directives)).with(count{name: max(len(f.Name), len(f.TypeCondition))})
		if _, spread := m.counted[f.Name]; !spread {
			total = total.with(m.fragment(f.Name))
		}
	}
	total.operations, total.fields = len(doc.Operations), widest
	return total
}

type measurement struct {
	definitions map[string]*ast.FragmentDefinition
	counted     map[string]count
}

func (m *measurement) set(set ast.SelectionSet) count {
	var c count
	for _, s := range set {
		one := m.selection(s)
		one.nesting++
		c = c.with(one).with(count{selections: 1})
	}
	return c
}

func (m *measurement) selection(s ast.Selection) count {
	switch s := s.(type) {
	case *ast.Field:
		return m.field(s).with(marked(s.Directives))
	case *ast.InlineFragment:
		return m.set(s.SelectionSet).with(marked(s.Directives)).with(count{name: len(s.TypeCondition)})
	case *ast.FragmentSpread:
		return m.fragment(s.Name).with(marked(s.Directives)).with(count{spreads: 1, name: len(s.Name)})
	}
	return count{}
}

func (m *measurement) field(f *ast.Field) count {
	c := m.set(f.SelectionSet).with(count{name: max(len(f.Name), len(f.Alias), longestName(f.Arguments))})
	c.fields = 1
	if f.Alias != f.Name {
		c = c.with(count{aliases: 1})
	}
	if aboutSchema(f) {
		c.introspects, c.schemaDepth, c.depth = true, max(c.depth, c.schemaDepth), 0
	}
	c.depth++
	return c
}

// fragment counts a fragment once. Within itself it counts as nothing: validation
// refuses such a cycle.
func (m *measurement) fragment(name string) count {
	f := m.definitions[name]
	if c, ok := m.counted[name]; ok || f == nil {
		return c
	}
	m.counted[name] = count{}
	c := m.set(f.SelectionSet)
	m.counted[name] = c
	return c
}

// marked counts directives. The label of a @defer is repeated for every object it
// applies to, so it counts as a name.
func marked(list ast.DirectiveList) count {
	c := count{directives: len(list), defers: slices.ContainsFunc(list, isDefer)}
	for _, d := range list {
		c.name = max(c.name, len(d.Name), longestName(d.Arguments))
		if label := d.Arguments.ForName("label"); label != nil && isDefer(d) && label.Value != nil {
			c.name = max(c.name, len(label.Value.Raw))
		}
	}
	return c
}

// longestName is the length of the longest name in arguments and their values.
func longestName(arguments ast.ArgumentList) int {
	name := 0
	for _, a := range arguments {
		name = max(name, len(a.Name), longestNameIn(a.Value))
	}
	return name
}

// longestNameIn is the length of the longest name in a value: of a variable, an enum
// value or an object field.
func longestNameIn(v *ast.Value) int {
	if v == nil {
		return 0
	}
	name := 0
	if v.Kind == ast.Variable || v.Kind == ast.EnumValue {
		name = len(v.Raw)
	}
	for _, child := range v.Children {
		name = max(name, len(child.Name), longestNameIn(child.Value))
	}
	return name
}

// aboutSchema reports whether a field asks about the schema rather than about
// people. _service is how a federation router asks for it.
func aboutSchema(f *ast.Field) bool {
	return f.Name == "__schema" || f.Name == "__type" || f.Name == "_service"
}

package contract

import (
	"slices"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator/core"
	validation "github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph/manifest"
)

// Client is somebody whose trusted documents are known.
type Client struct {
	Name      string
	Documents []manifest.Document
}

// Broken is a document that is not valid by the new schema.
type Broken struct {
	Client   string `json:"client"`
	Document string `json:"document"`
	// Before reports that it was not valid by the old schema either.
	Before bool     `json:"before,omitempty"`
	Faults []string `json:"faults"`
}

// Break notes beside each breaking change which documents use what it changes,
// and tells which are not valid by the new schema. The two differ: a field of
// another type breaks whoever reads it, though the query stands; and a document
// can be made invalid by changes that none of the rules calls breaking.
func Break(changes []Change, from, to *ast.Schema, clients []Client) []Broken {
	broken := []Broken{}
	for _, c := range clients {
		for _, d := range c.Documents {
			doc, faults := read(from, d.Text)
			if doc != nil {
				if d.Name == "" && len(doc.Operations) > 0 {
					d.Name = doc.Operations[0].Name
				}
				note(changes, c.Name, d.Label(), usesOf(from, doc))
			}
			if _, now := read(to, d.Text); len(now) > 0 {
				broken = append(broken, Broken{Client: c.Name, Document: d.Label(), Before: len(faults) > 0, Faults: now})
			}
		}
	}
	return broken
}

// note notes a document with the breaking changes of what it uses.
func note(changes []Change, client, document string, uses map[string]bool) {
	for i := range changes {
		c := &changes[i]
		if c.Criticality != Breaking || !slices.ContainsFunc(c.touches, func(at string) bool { return uses[at] }) {
			continue
		}
		j := slices.IndexFunc(c.Breaks, func(u Use) bool { return u.Client == client })
		if j < 0 {
			j, c.Breaks = len(c.Breaks), append(c.Breaks, Use{Client: client})
		}
		c.Breaks[j].Documents = append(c.Breaks[j].Documents, document)
	}
}

// read reads a document by a schema. One that is not valid by it is given as
// well, unless it is no GraphQL.
func read(s *ast.Schema, text string) (doc *ast.QueryDocument, faults []string) {
	doc, errs := gqlparser.LoadQueryWithRules(s, text, validation.NewDefaultRules())
	if doc == nil {
		doc, _ = parser.ParseQuery(&ast.Source{Input: text})
	}
	for _, e := range errs {
		faults = append(faults, e.Message)
	}
	return doc, faults
}

// uses are the coordinates that a document uses.
type uses struct {
	*ast.Schema
	at map[string]bool
}

// usesOf are the coordinates of all that a document uses. What a variable
// brings is not known, so its type is used whole.
func usesOf(s *ast.Schema, doc *ast.QueryDocument) map[string]bool {
	u := uses{s, map[string]bool{}}
	var o core.Events
	o.OnField(func(_ *core.Walker, f *ast.Field) {
		if f.Definition == nil || f.ObjectDefinition == nil {
			return
		}
		at := f.ObjectDefinition.Name + "." + f.Name
		u.note(f.ObjectDefinition.Name, f.Definition.Type.Name(), at)
		for _, a := range f.Arguments {
			u.note(at + "(" + a.Name + ":)")
		}
	})
	o.OnInlineFragment(func(_ *core.Walker, f *ast.InlineFragment) { u.narrowed(f.ObjectDefinition, f.TypeCondition) })
	o.OnFragmentSpread(func(_ *core.Walker, f *ast.FragmentSpread) {
		if f.Definition != nil {
			u.narrowed(f.ObjectDefinition, f.Definition.TypeCondition)
		}
	})
	o.OnDirective(func(_ *core.Walker, d *ast.Directive) {
		u.note("@" + d.Name)
		for _, a := range d.Arguments {
			u.note("@" + d.Name + "(" + a.Name + ":)")
		}
	})
	o.OnVariable(func(_ *core.Walker, v *ast.VariableDefinition) { u.whole(v.Type.Name()) })
	o.OnValue(func(_ *core.Walker, v *ast.Value) {
		if v.Definition == nil {
			return
		}
		u.note(v.Definition.Name)
		if v.Kind == ast.EnumValue {
			u.note(v.Definition.Name + "." + v.Raw)
		}
		if v.Kind == ast.ObjectValue {
			for _, c := range v.Children {
				u.note(v.Definition.Name + "." + c.Name)
			}
		}
	})
	core.Walk(s, doc, &o)
	return u.at
}

func (u uses) note(coordinates ...string) {
	for _, at := range coordinates {
		u.at[at] = true
	}
}

// narrowed notes a fragment on one type where another is expected.
func (u uses) narrowed(parent *ast.Definition, condition string) {
	if parent != nil && condition != "" {
		u.note(condition, narrowing(parent.Name, condition))
	}
}

// whole notes a type that is given, and all that can be given in it.
func (u uses) whole(name string) {
	def := u.Types[name]
	if def == nil || u.at["$"+name] {
		return
	}
	u.note(name, "$"+name)
	for _, f := range def.Fields {
		u.note(name + "." + f.Name)
		u.whole(f.Type.Name())
	}
	for _, v := range def.EnumValues {
		u.note(name + "." + v.Name)
	}
}

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

// Client is a client with known trusted documents.
type Client struct {
	Name      string
	Documents []manifest.Document
}

// Broken is a document that is invalid under the new schema.
type Broken struct {
	Client   string `json:"client"`
	Document string `json:"document"`
	// Before: it was invalid under the old schema too.
	Before bool     `json:"before,omitempty"`
	Faults []string `json:"faults"`
}

// Break adds to each breaking change the documents that use what it changes,
// and returns the documents that are invalid under the new schema. The two
// differ: a changed field type breaks its readers though the query stays valid;
// and changes that no rule calls breaking can invalidate a document.
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

// note adds a document to the breaking changes that affect it.
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

// read parses and validates a document. An invalid one is returned as well,
// unless it does not parse.
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

// usesOf are the coordinates a document uses. The content of a variable is
// unknown, so its type counts as used completely.
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

// narrowed records a fragment on a narrower type than its parent.
func (u uses) narrowed(parent *ast.Definition, condition string) {
	if parent != nil && condition != "" {
		u.note(condition, narrowing(parent.Name, condition))
	}
}

// whole records an input type and all its fields.
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

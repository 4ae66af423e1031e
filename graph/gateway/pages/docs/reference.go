package docs

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
)

// reference is a schema as presented to its readers.
type reference struct {
	Roots      []field
	Sections   []section
	Directives []directive
	Fields     int // total
	Types      int
	Guarded    int
}

// section is a group of related types, as in the schema's file.
type section struct {
	Name, Anchor string
	Types        []typeOf
}

// typeOf is a type of the reference.
type typeOf struct {
	Name, Kind, About string
	Fields            []field
	Values            []value
	From              []link // the fields that return it
	Implements        []string
}

// field is a field, with its legal conditions.
type field struct {
	Anchor, Name, About string
	Type                typeText
	Arguments           []argument
	Law                 []clause
	Example             *example
	Deprecated          string
}

type argument struct {
	Name, About, Default string
	Type                 typeText
	Required             bool
}

type value struct{ Anchor, Name, About, Deprecated string }

type link struct{ Anchor, Name string }

type directive struct{ Name, Anchor, About, Text string }

// typeText is a type as written, split around its name.
type typeText struct {
	Before, Name, After string
	Described           bool // the name has an entry to link to
}

// kindInWords is the word for the kind of a type.
func kindInWords(k ast.DefinitionKind) string {
	switch k {
	case ast.Object:
		return "type"
	case ast.Interface:
		return "interface"
	case ast.Union:
		return "union"
	case ast.Enum:
		return "enum"
	case ast.InputObject:
		return "input"
	case ast.Scalar:
	}
	return "scalar"
}

// reading is a schema being read.
type reading struct {
	schema *ast.Schema
	from   map[string][]link
}

// read makes the reference of a schema. SectionOf gives each type's section.
func read(s *ast.Schema, sections []string, sectionOf map[string]string) reference {
	r := reading{schema: s, from: map[string][]link{}}
	var ref reference
	types := r.described()
	for _, def := range types {
		for _, f := range def.Fields {
			if shown(f.Name) {
				name := f.Type.Name()
				r.from[name] = append(r.from[name], link{def.Name + "." + f.Name, def.Name + "." + f.Name})
			}
		}
	}
	for _, name := range sections {
		one := section{Name: name, Anchor: "section-" + strings.ReplaceAll(name, " ", "-")}
		for _, def := range types {
			if sectionOf[def.Name] != name {
				continue
			}
			t := r.typeOf(def)
			if def.Name == s.Query.Name {
				ref.Roots = t.Fields
				continue
			}
			one.Types = append(one.Types, t)
		}
		if len(one.Types) > 0 {
			ref.Sections = append(ref.Sections, one)
		}
	}
	for _, def := range types {
		ref.Types++
		for _, f := range def.Fields {
			if shown(f.Name) {
				ref.Fields++
			}
			if f.Directives.ForName("consent") != nil {
				ref.Guarded++
			}
		}
	}
	ref.Directives = r.directives()
	return ref
}

// described returns the schema's own types, in the order of its file.
func (r reading) described() []*ast.Definition {
	var out []*ast.Definition
	for name, def := range r.schema.Types {
		if !def.BuiltIn && !strings.HasPrefix(name, "__") {
			out = append(out, def)
		}
	}
	slices.SortFunc(out, func(a, b *ast.Definition) int {
		return cmp.Or(cmp.Compare(line(a.Position), line(b.Position)), strings.Compare(a.Name, b.Name))
	})
	return out
}

func line(p *ast.Position) int {
	if p == nil {
		return 0
	}
	return p.Line
}

// shown reports whether a field is the schema's own, not introspection's.
func shown(name string) bool { return !strings.HasPrefix(name, "__") }

func (r reading) typeOf(def *ast.Definition) typeOf {
	t := typeOf{Name: def.Name, Kind: kindInWords(def.Kind), About: def.Description, From: r.from[def.Name], Implements: def.Interfaces}
	for _, f := range def.Fields {
		if !shown(f.Name) {
			continue
		}
		one := field{
			Anchor: def.Name + "." + f.Name, Name: f.Name, About: f.Description, Type: r.text(f.Type), Law: r.law(f), Deprecated: deprecation(f.Directives),
		}
		for _, a := range f.Arguments {
			one.Arguments = append(one.Arguments, argument{
				Name: a.Name, About: a.Description, Default: text(a.DefaultValue), Type: r.text(a.Type), Required: a.Type.NonNull && a.DefaultValue == nil,
			})
		}
		if def == r.schema.Query {
			one.Example = r.example(f)
		}
		t.Fields = append(t.Fields, one)
	}
	for _, v := range def.EnumValues {
		t.Values = append(t.Values, value{def.Name + "." + v.Name, v.Name, v.Description, deprecation(v.Directives)})
	}
	return t
}

func deprecation(list ast.DirectiveList) string {
	d := list.ForName("deprecated")
	if d == nil {
		return ""
	}
	if why := d.Arguments.ForName("reason"); why != nil {
		return why.Value.Raw
	}
	return "No longer supported."
}

func text(v *ast.Value) string {
	if v == nil {
		return ""
	}
	return v.String()
}

func (r reading) text(t *ast.Type) typeText {
	before, after, _ := strings.Cut(t.String(), t.Name())
	def := r.schema.Types[t.Name()]
	return typeText{before, t.Name(), after, def != nil && !def.BuiltIn}
}

func (r reading) directives() []directive {
	var out []directive
	for name, d := range r.schema.Directives {
		if d.Position == nil || d.Position.Src == nil || d.Position.Src.BuiltIn || d.Description == "" {
			continue
		}
		var args []string
		for _, a := range d.Arguments {
			one := a.Name + ": " + a.Type.String()
			if a.DefaultValue != nil {
				one += " = " + a.DefaultValue.String()
			}
			args = append(args, one)
		}
		out = append(out, directive{name, "directive-" + name, d.Description, "@" + name + "(" + strings.Join(args, ", ") + ")"})
	}
	slices.SortFunc(out, func(a, b directive) int { return strings.Compare(a.Name, b.Name) })
	return out
}

var heading = regexp.MustCompile(`(?m)^# --- (.+) ---$`)

// sectionsOf reads the sections of the whole schema from its file: their names in
// order, and the section of each type.
func sectionsOf(whole *ast.Schema) (names []string, of map[string]string) {
	of = map[string]string{}
	file := graph.SDL(whole)
	found := heading.FindAllStringSubmatchIndex(file, -1)
	for name, def := range whole.Types {
		if def.BuiltIn || def.Position == nil {
			continue
		}
		of[name] = "types"
		for _, f := range found {
			if def.Position.Line > 1+strings.Count(file[:f[0]], "\n") {
				of[name] = file[f[2]:f[3]]
			}
		}
	}
	for _, f := range found {
		names = append(names, file[f[2]:f[3]])
	}
	return append(names, "types"), of
}

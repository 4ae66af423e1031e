package docs

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// example is a question that fits the schema as its reader sees it.
type example struct {
	Query, Variables string
}

// Fragment is what follows the address of GraphiQL to open the example there.
// It is in no server's log: browsers do not send it.
func (e example) Fragment() string {
	f := "#query=" + component(e.Query)
	if e.Variables != "" {
		f += "&variables=" + component(e.Variables)
	}
	return f
}

// component is s as encodeURIComponent has it, near enough for who decodes it.
func component(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// writing is an example being written.
type writing struct {
	reading
	b         strings.Builder
	variables map[string]any
	declared  []string
}

// example asks a root field for what it has, some levels deep; seen are types
// that are not asked into, and what [several] says.
func (r reading) example(root *ast.FieldDefinition, seen ...string) *example {
	w := &writing{reading: r, variables: map[string]any{}}
	w.field(root, 1, seen)
	body := w.b.String()
	name := strings.ToUpper(root.Name[:1]) + root.Name[1:]
	if strings.HasPrefix(root.Name, "_") {
		name = strings.ToUpper(root.Name[1:2]) + root.Name[2:]
	}
	declared := ""
	if len(w.declared) > 0 {
		declared = "(" + strings.Join(w.declared, ", ") + ")"
	}
	e := &example{Query: "query " + name + declared + " {\n" + body + "}\n"}
	if len(w.variables) > 0 {
		text, err := json.MarshalIndent(w.variables, "", "  ")
		if err != nil {
			return e
		}
		e.Variables = string(text)
	}
	return e
}

// field writes a field with a selection; seen are the types on the way to it.
func (w *writing) field(f *ast.FieldDefinition, depth int, seen []string) {
	indent := strings.Repeat("  ", depth)
	w.b.WriteString(indent + f.Name + w.arguments(f, depth))
	def := w.schema.Types[f.Type.Name()]
	if !isComposite(def) {
		w.b.WriteString("\n")
		return
	}
	w.b.WriteString(" {\n")
	seen = append(seen, def.Name)
	if f.Type.Elem != nil {
		seen = append(seen, several)
	}
	w.selection(def, depth+1, seen)
	w.b.WriteString(indent + "}\n")
}

// How much an example shows: the deepest level at which objects are opened, and
// how many plain fields of each.
const (
	deepest = 4
	plain   = 4
)

// several marks people in a list: of them an example asks what is open to
// whoever has a relation, since the rest is closed of one or the other.
const several = "several"

func (w *writing) selection(def *ast.Definition, depth int, seen []string) {
	if def.Kind != ast.Object {
		w.b.WriteString(strings.Repeat("  ", depth) + "__typename\n")
		return
	}
	leaves, wrote := 0, false
	for _, f := range def.Fields {
		inside := w.schema.Types[f.Type.Name()]
		switch {
		case !shown(f.Name) || needs(f) || f.Directives.ForName("consent") != nil && slices.Contains(seen, several):
		case !isComposite(inside):
			if leaves++; leaves <= plain {
				w.field(f, depth, seen)
				wrote = true
			}
		case f.Name == "edges" || f.Name == "pageInfo" || slices.Contains(seen, inside.Name):
		case f.Name == "nodes" || depth <= deepest:
			w.field(f, depth, seen)
			wrote = true
		}
	}
	for _, f := range def.Fields {
		if inside := w.schema.Types[f.Type.Name()]; !wrote && shown(f.Name) && !needs(f) && !slices.Contains(seen, inside.Name) {
			w.field(f, depth, seen)
			wrote = true
		}
	}
	if !wrote {
		w.b.WriteString(strings.Repeat("  ", depth) + "__typename\n")
	}
}

func isComposite(def *ast.Definition) bool { return def != nil && def.IsCompositeType() }

// needs reports whether a field has an argument that must be given.
func needs(f *ast.FieldDefinition) bool {
	return slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil })
}

// arguments returns those that must be, of a root field as variables, and asks
// for short lists.
func (w *writing) arguments(f *ast.FieldDefinition, depth int) string {
	var out []string
	for _, a := range f.Arguments {
		switch {
		case a.Type.NonNull && a.DefaultValue == nil && depth == 1:
			w.declared = append(w.declared, "$"+a.Name+": "+a.Type.String())
			w.variables[a.Name] = sample(a)
			out = append(out, a.Name+": $"+a.Name)
		case a.Name == "first":
			out = append(out, "first: 3")
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "(" + strings.Join(out, ", ") + ")"
}

// Ids are each reader's own. GraphiQL puts them in for these: whom one asks on
// behalf of, and all one may act for.
const (
	subject     = "@subject"
	represented = "@represented"
)

// sample is a value for an argument.
func sample(a *ast.ArgumentDefinition) any {
	var one any
	switch a.Type.Name() {
	case "ID":
		if a.Type.Elem != nil {
			return represented
		}
		one = subject
	case "Service":
		one = "MEDICATION"
	case "ConsentLevel":
		one = "FULL"
	case "_Any":
		one = map[string]any{"__typename": "Person", "id": subject}
	case "Int":
		one = 1
	default:
		one = "0301" // a municipality: Oslo
	}
	if a.Type.Elem != nil {
		return []any{one}
	}
	return one
}

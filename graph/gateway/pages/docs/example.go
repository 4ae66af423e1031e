package docs

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// example is a query that is valid in the schema as its reader sees it.
type example struct {
	Query, Variables string
}

// Fragment is the URL fragment that opens the example in GraphiQL. It reaches no
// server's log, since browsers do not send it.
func (e example) Fragment() string {
	f := "#query=" + component(e.Query)
	if e.Variables != "" {
		f += "&variables=" + component(e.Variables)
	}
	return f
}

// component encodes s like encodeURIComponent, closely enough for its decoders.
func component(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// writing is an example being written.
type writing struct {
	reading
	b         strings.Builder
	variables map[string]any
	declared  []string
	// deepest is the deepest level at which objects are opened.
	deepest int
}

// example queries a root field some levels deep; seen are types not to select into,
// possibly with [several].
func (r reading) example(root *ast.FieldDefinition, seen ...string) *example {
	w, body := &writing{}, ""
	for depth := deepest; depth > 0; depth-- {
		w = &writing{reading: r, variables: map[string]any{}, deepest: depth}
		w.field(root, 1, seen)
		if body = w.b.String(); strings.Count(body, "\n") <= longest {
			break
		}
	}
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

// Bounds of an example: the deepest level at which objects are opened, how many
// plain fields of each, and how many lines it may have before it is made less deep:
// nobody reads more, and the gateway's limit on fields is not far above.
const (
	deepest = 4
	plain   = 4
	longest = 300
)

// several marks people in a list. An example selects only fields that are open for
// any relation to them, since the others are closed for some.
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
		case f.Name == "nodes" || depth <= w.deepest:
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

// needs reports whether a field has a required argument.
func needs(f *ast.FieldDefinition) bool {
	return slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil })
}

// wanted reports whether an example has to give an argument of a root field: it is
// required, or one of several ways to say where to search, of which one is.
func wanted(a *ast.ArgumentDefinition) bool {
	return a.Type.NonNull && a.DefaultValue == nil || a.Name == "municipality"
}

// arguments returns the arguments that are wanted, those of a root field as
// variables, and arguments that keep lists short.
func (w *writing) arguments(f *ast.FieldDefinition, depth int) string {
	var out []string
	for _, a := range f.Arguments {
		switch {
		case depth == 1 && wanted(a):
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

// Placeholders for ids, which differ for each reader. GraphiQL replaces them: with
// the person queried on behalf of, and with all the reader may act for.
const (
	subject     = "@subject"
	represented = "@represented"
)

// sample returns a value for an argument.
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

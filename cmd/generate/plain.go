package main

import (
	_ "embed"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed plain.gotpl
var template string

// plain is the gqlgen plugin.
type plain struct{}

// Name is the plugin's name.
func (plain) Name() string { return "plain" }

// object is an object type with at least one plain field.
type object struct {
	*codegen.Object
	Plain []field
	// Seen are the Go types by which fields hold the object.
	Seen []*config.TypeReference
}

// field is a plain field. Of is the object type it leads to, if any.
type field struct {
	*codegen.Field
	Index int
	Of    string
}

// GenerateCode writes plain_generated.go beside gqlgen's file.
func (plain) GenerateCode(data *codegen.Data) error {
	var objects []object
	for _, o := range data.Objects {
		if o.Root || o.BuiltIn {
			continue
		}
		one := object{Object: o, Seen: goTypes(data, o)}
		for i, f := range o.Fields {
			if isPlain(f) {
				one.Plain = append(one.Plain, field{Field: f, Index: i, Of: leadsTo(f.TypeReference)})
			}
		}
		objects = append(objects, one)
	}
	return templates.Render(templates.Options{
		PackageName:     data.Config.Exec.Package,
		Filename:        plainFile(data.Config),
		Template:        template,
		Data:            objects,
		Funcs:           map[string]any{"write": write, "writeWhole": writeWhole},
		GeneratedHeader: true,
		Packages:        data.Config.Packages,
		PruneOptions:    data.Config.GetPruneOptions(),
	})
}

func plainFile(cfg *config.Config) string {
	return filepath.Join(filepath.Dir(cfg.Exec.Filename), "plain_generated.go")
}

// goTypes are the Go types that hold the object, each once, in a fixed order.
func goTypes(data *codegen.Data, o *codegen.Object) []*config.TypeReference {
	found := map[string]*config.TypeReference{}
	for _, t := range data.ReferencedTypes {
		if t.Definition == o.Definition {
			found[types.TypeString(t.GO, nil)] = t
		}
	}
	var out []*config.TypeReference
	for _, name := range slices.Sorted(maps.Keys(found)) {
		out = append(out, found[name])
	}
	return out
}

// isPlain reports whether a field can be written without calling anything.
func isPlain(f *codegen.Field) bool {
	if len(f.Args) > 0 || f.HasDirectives() || f.Stream || f.Batch || f.HasHaser || !writable(f.TypeReference) && !isRecordID(f.TypeReference) {
		return false
	}
	if f.IsResolver {
		return f.FieldDefinition.Directives.ForName("register") == nil && leadsTo(f.TypeReference) == ""
	}
	return f.IsVariable()
}

// isRecordID reports whether a field is the id of a record, which is made from
// its type for the calling client.
func isRecordID(t *config.TypeReference) bool {
	return t.IsContext && t.Marshaler != nil && t.Marshaler.FullName() == "helsegraf/graph.MarshalRecordID"
}

// leadsTo is the object type that a type wraps; "" for scalars and enums.
func leadsTo(t *config.TypeReference) string {
	if t.Definition.Kind == ast.Object {
		return t.Definition.Name
	}
	return ""
}

// writable reports whether write supports the type.
func writable(t *config.TypeReference) bool {
	switch {
	case t.IsSlice():
		return writable(t.Elem())
	case t.IsPtr():
		return !t.Elem().IsPtr() && !t.Elem().IsSlice() && writable(t.Elem())
	case t.Definition.Kind == ast.Object:
		return !t.IsRoot && !t.IsNilable()
	case !t.Definition.IsLeafType(), t.IsNilable(), t.IsContext, t.HasEnumValues():
		return false
	}
	return t.IsMarshaler || t.Marshaler != nil
}

// write returns the statement that writes a field of obj.
func write(f field) string {
	if isRecordID(f.TypeReference) {
		id := "obj." + f.GoFieldName
		if f.TypeReference.IsPtr() {
			return "if " + id + " == nil { w.null() } else { w.record(" + strconv.Quote(f.Object.Name) + ", *" + id + ") }"
		}
		return "w.record(" + strconv.Quote(f.Object.Name) + ", " + id + ")"
	}
	if !f.IsResolver {
		return value(f.TypeReference, "obj."+f.GoFieldName, "f.below", 0)
	}
	return "if v, err := w.resolvers." + f.ShortInvocation() + "; err != nil { w.failed = true } else {\n" +
		value(f.TypeReference, "v", "", 0) + "\n}"
}

// writeWhole returns the statement that writes v, which holds the object. Fields
// with the same Go type may differ in nullability, so nil values are left to
// gqlgen.
func writeWhole(t *config.TypeReference) string {
	whole := *t
	whole.GQL = nowhereNull(t.GQL)
	if t.IsSlice() {
		return "if v == nil { w.failed = true; return }\n" + value(&whole, "v", "s", 0)
	}
	return value(&whole, "v", "s", 0)
}

func nowhereNull(t *ast.Type) *ast.Type {
	if t == nil {
		return nil
	}
	return &ast.Type{NamedType: t.NamedType, Elem: nowhereNull(t.Elem), NonNull: true}
}

// value returns the statement that writes a value of a type. An object is
// written by the shape of that name.
func value(t *config.TypeReference, v, shape string, depth int) string {
	switch {
	case t.IsSlice():
		return list(t, v, shape, depth)
	case t.IsPtr():
		null := "w.null()"
		if t.GQL.NonNull {
			null = "w.failed = true"
		}
		inner := "(*" + v + ")"
		if t.Definition.Kind == ast.Object {
			return "if " + v + " == nil { " + null + " } else { w.write" + t.Definition.Name + "(" + shape + ", " + v + ") }"
		}
		return "if " + v + " == nil { " + null + " } else {\n" + value(t.Elem(), inner, shape, depth) + "\n}"
	case t.Definition.Kind == ast.Object:
		return "w.write" + t.Definition.Name + "(" + shape + ", &" + v + ")"
	case t.IsMarshaler:
		return v + ".MarshalGQL(w)"
	}
	if t.CastType != nil {
		v = templates.CurrentImports.LookupType(t.CastType) + "(" + v + ")"
	}
	switch t.Marshaler.FullName() {
	case "github.com/99designs/gqlgen/graphql.MarshalString", "github.com/99designs/gqlgen/graphql.MarshalID":
		return "w.text(" + v + ")"
	case "github.com/99designs/gqlgen/graphql.MarshalBoolean":
		return "w.boolean(" + v + ")"
	case "github.com/99designs/gqlgen/graphql.MarshalInt":
		return "w.integer(" + v + ")"
	}
	return "w.leaf(" + templates.Call(t.Marshaler) + "(" + v + "))"
}

// list returns the statement that writes a slice. gqlgen treats a nil slice as
// an empty list where a list is required, and as null elsewhere.
func list(t *config.TypeReference, v, shape string, depth int) string {
	i := "i" + strings.Repeat("i", depth)
	var b strings.Builder
	if !t.GQL.NonNull {
		b.WriteString("if " + v + " == nil { w.null() } else {\n")
	}
	b.WriteString("at := w.list()\n")
	b.WriteString("for " + i + " := range " + v + " {\nif !w.next(at, " + i + ", len(" + v + ")) {\nbreak\n}\n")
	b.WriteString(value(t.Elem(), v+"["+i+"]", shape, depth+1))
	b.WriteString("\n}\nw.raw(\"]\")")
	if !t.GQL.NonNull {
		b.WriteString("\n}")
	}
	return b.String()
}

package contract

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// kinds are the names of the kinds of type.
var kinds = map[ast.DefinitionKind]string{
	ast.Scalar: "a scalar", ast.Object: "an object type", ast.Interface: "an interface",
	ast.Union: "a union", ast.Enum: "an enum", ast.InputObject: "an input object",
}

// definition compares two versions of a type.
func (p place) definition(from, to *ast.Definition) {
	p.described(threeRules("TYPE_DESCRIPTION"), from.Description, to.Description)
	if from.Kind != to.Kind {
		p.tell("TYPE_KIND_CHANGED", kinds[to.Kind], kinds[from.Kind])
		return
	}
	switch to.Kind {
	case ast.Object, ast.Interface:
		p.interfaces(from, to)
		compare(ownFields(from), ownFields(to), func(f *ast.FieldDefinition) string { return f.Name }, listed[*ast.FieldDefinition]{
			removed: func(f *ast.FieldDefinition) {
				p.in("%s.%s", f.Name).tell("FIELD_REMOVED", wasDeprecated(f.Directives))
			},
			added: func(f *ast.FieldDefinition) {
				at := p.in("%s.%s", f.Name)
				at.tell("FIELD_ADDED")
				at.fresh().field(&ast.FieldDefinition{Type: f.Type}, f)
			},
			both: func(from, to *ast.FieldDefinition) { p.in("%s.%s", to.Name).field(from, to) },
		})
	case ast.InputObject:
		compare(from.Fields, to.Fields, func(f *ast.FieldDefinition) string { return f.Name }, listed[*ast.FieldDefinition]{
			removed: func(f *ast.FieldDefinition) {
				p.in("%s.%s", f.Name).tell("INPUT_FIELD_REMOVED", wasDeprecated(f.Directives))
			},
			added: func(f *ast.FieldDefinition) { p.newInputField(to.Name, f) },
			both:  func(was, is *ast.FieldDefinition) { p.in("%s.%s", is.Name).inputField(to.Name, was, is) },
		})
	case ast.Enum:
		compare(from.EnumValues, to.EnumValues, func(v *ast.EnumValueDefinition) string { return v.Name }, listed[*ast.EnumValueDefinition]{
			removed: func(v *ast.EnumValueDefinition) {
				p.in("%s.%s", v.Name).tell("ENUM_VALUE_REMOVED", wasDeprecated(v.Directives))
			},
			added: func(v *ast.EnumValueDefinition) {
				at := p.in("%s.%s", v.Name)
				at.tell("ENUM_VALUE_ADDED")
				at.fresh().enumValue(&ast.EnumValueDefinition{}, v)
			},
			both: func(from, to *ast.EnumValueDefinition) { p.in("%s.%s", to.Name).enumValue(from, to) },
		})
	case ast.Union:
		compare(from.Types, to.Types, func(name string) string { return name }, listed[string]{
			removed: func(name string) { p.tell("UNION_MEMBER_REMOVED", name).touching(narrowing(to.Name, name)) },
			added:   func(name string) { p.tell("UNION_MEMBER_ADDED", name) },
		})
	case ast.Scalar: // has no parts
	}
	on := string(to.Kind)
	if to.Kind == ast.Union {
		on = "UNION_MEMBER"
	}
	p.carried(on, from.Directives, to.Directives)
}

// ownFields are a type's fields without the introspection fields, which the
// parser adds to the query type.
func ownFields(t *ast.Definition) ast.FieldList {
	return slices.DeleteFunc(slices.Clone(t.Fields), func(f *ast.FieldDefinition) bool { return strings.HasPrefix(f.Name, "__") })
}

func (p place) interfaces(from, to *ast.Definition) {
	compare(from.Interfaces, to.Interfaces, func(name string) string { return name }, listed[string]{
		removed: func(name string) {
			p.tell("OBJECT_TYPE_INTERFACE_REMOVED", name).touching(narrowing(name, to.Name), narrowing(to.Name, name))
		},
		added: func(name string) { p.tell("OBJECT_TYPE_INTERFACE_ADDED", name) },
	})
}

// enumValue compares two versions of an enum's value.
func (p place) enumValue(from, to *ast.EnumValueDefinition) {
	p.described(oneRule("ENUM_VALUE_DESCRIPTION_CHANGED"), from.Description, to.Description)
	was, is := deprecation(from.Directives), deprecation(to.Directives)
	switch {
	case was == is:
	case was == "" || was == noReason:
		p.tell("ENUM_VALUE_DEPRECATION_REASON_ADDED", is)
	case is == "" || is == noReason:
		p.tell("ENUM_VALUE_DEPRECATION_REASON_REMOVED", was)
	default:
		p.tell("ENUM_VALUE_DEPRECATION_REASON_CHANGED", is)
	}
	p.carried("ENUM_VALUE", from.Directives, to.Directives)
}

// directive compares two versions of a directive's definition.
func (p place) directive(from, to *ast.DirectiveDefinition) {
	p.described(oneRule("DIRECTIVE_DESCRIPTION_CHANGED"), from.Description, to.Description)
	switch {
	case to.IsRepeatable && !from.IsRepeatable:
		p.tell("DIRECTIVE_REPEATABLE_ADDED")
	case from.IsRepeatable && !to.IsRepeatable:
		p.tell("DIRECTIVE_REPEATABLE_REMOVED")
	}
	for _, l := range to.Locations {
		if !slices.Contains(from.Locations, l) {
			p.tell("DIRECTIVE_LOCATION_ADDED", l)
		}
	}
	for _, l := range from.Locations {
		if !slices.Contains(to.Locations, l) {
			p.tell("DIRECTIVE_LOCATION_REMOVED", l)
		}
	}
	compare(from.Arguments, to.Arguments, func(a *ast.ArgumentDefinition) string { return a.Name }, listed[*ast.ArgumentDefinition]{
		removed: func(a *ast.ArgumentDefinition) { p.in("%s(%s:)", a.Name).tell("DIRECTIVE_ARGUMENT_REMOVED") },
		added: func(a *ast.ArgumentDefinition) {
			p.in("%s(%s:)", a.Name).tellIf(!a.Type.NonNull, "DIRECTIVE_ARGUMENT_ADDED", a.Type, byDefault(a.DefaultValue)).touching(p.at)
		},
		both: func(from, to *ast.ArgumentDefinition) {
			at := p.in("%s(%s:)", to.Name)
			at.described(oneRule("DIRECTIVE_ARGUMENT_DESCRIPTION_CHANGED"), from.Description, to.Description)
			at.defaults("DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED", from.DefaultValue, from.Type, to.DefaultValue, to.Type)
			at.inputType("DIRECTIVE_ARGUMENT_TYPE_CHANGED", from.Type, to.Type, to.DefaultValue, p.at)
		},
	})
}

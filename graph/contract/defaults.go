package contract

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// none is the value of a default that is absent or invalid. A default of null
// is nil.
type none struct{}

// equal reports whether two values are equal across types: 1 is 1.0, and an
// enum value is its name.
func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

// coerced is the coerced value of a default.
func coerced(s *ast.Schema, v *ast.Value, t *ast.Type) any {
	switch {
	case v == nil:
		return none{}
	case v.Kind == ast.NullValue:
		if t.NonNull {
			return none{}
		}
		return nil
	case t.Elem != nil:
		items := ast.ChildValueList{{Value: v}} // a single value is coerced to a list
		if v.Kind == ast.ListValue {
			items = v.Children
		}
		list := make([]any, len(items))
		for i, item := range items {
			list[i] = coerced(s, item.Value, t.Elem)
			if _, misfit := list[i].(none); misfit {
				return none{}
			}
		}
		return list
	}
	def := s.Types[t.NamedType]
	switch {
	case def == nil:
		return none{}
	case def.Kind == ast.InputObject:
		return coercedObject(s, v, def)
	case def.Kind == ast.Enum:
		if v.Kind != ast.EnumValue || def.EnumValues.ForName(v.Raw) == nil {
			return none{}
		}
		return v.Raw
	}
	return coercedScalar(v, def.Name)
}

// coercedObject is an input object with the defaults of its fields.
func coercedObject(s *ast.Schema, v *ast.Value, def *ast.Definition) any {
	if v.Kind != ast.ObjectValue {
		return none{}
	}
	object := map[string]any{}
	for _, f := range def.Fields {
		given := v.Children.ForName(f.Name)
		if given == nil {
			given = f.DefaultValue
		}
		if given == nil && !f.Type.NonNull {
			continue
		}
		value := coerced(s, given, f.Type)
		if _, misfit := value.(none); misfit {
			return none{}
		}
		object[f.Name] = value
	}
	return object
}

// coercedScalar is a value of a scalar; a custom one accepts any literal.
func coercedScalar(v *ast.Value, scalar string) any {
	fits := map[string][]ast.ValueKind{
		"Int": {ast.IntValue}, "Float": {ast.IntValue, ast.FloatValue}, "Boolean": {ast.BooleanValue},
		"String": {ast.StringValue, ast.BlockValue}, "ID": {ast.StringValue, ast.BlockValue, ast.IntValue},
	}
	if kinds, known := fits[scalar]; known && !slices.Contains(kinds, v.Kind) {
		return none{}
	}
	if scalar == "ID" {
		return v.Raw
	}
	return untyped(v)
}

// untyped is the value of a literal without a type.
func untyped(v *ast.Value) any {
	switch v.Kind {
	case ast.IntValue, ast.FloatValue:
		f, err := strconv.ParseFloat(v.Raw, 64)
		if err != nil {
			return none{}
		}
		return f
	case ast.BooleanValue:
		return v.Raw == "true"
	case ast.NullValue:
		return nil
	case ast.ListValue:
		list := make([]any, len(v.Children))
		for i, c := range v.Children {
			list[i] = untyped(c.Value)
		}
		return list
	case ast.ObjectValue:
		object := map[string]any{}
		for _, c := range v.Children {
			object[c.Name] = untyped(c.Value)
		}
		return object
	default:
		return v.Raw
	}
}

package variables

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Coerce coerces the variables of an operation from a request's JSON, with
// numbers as json.Number. An absent variable takes the default or stays absent;
// null stays null. An Int becomes int64, a Float float64, an ID and an enum
// value string, a list []any and an input object map[string]any. Other scalars
// are unchanged. The error names the variable.
func Coerce(schema *ast.Schema, operation *ast.OperationDefinition, given map[string]any) (map[string]any, *gqlerror.Error) {
	if len(operation.VariableDefinitions) == 0 {
		return nil, nil
	}
	c := coercion{schema}
	out := make(map[string]any, len(operation.VariableDefinitions))
	for _, v := range operation.VariableDefinitions {
		value, has := given[v.Variable]
		var ok bool
		switch {
		case has:
			value, ok = c.value(v.Type, value)
		case v.DefaultValue != nil:
			value, ok = c.literal(v.Type, v.DefaultValue)
		case v.Type.NonNull: // and missing
		default:
			continue
		}
		if !ok {
			return nil, &gqlerror.Error{
				Message:    "a variable is missing, or is not of its declared type",
				Path:       ast.Path{ast.PathName("variable"), ast.PathName(v.Variable)},
				Extensions: map[string]any{"code": "GRAPHQL_VALIDATION_FAILED"},
			}
		}
		out[v.Variable] = value
	}
	return out, nil
}

type coercion struct{ schema *ast.Schema }

// literal reads a default, which is already validated.
func (c coercion) literal(t *ast.Type, v *ast.Value) (any, bool) {
	value, err := v.Value(nil)
	if err != nil {
		return nil, false
	}
	return c.value(t, value)
}

func (c coercion) value(t *ast.Type, v any) (any, bool) {
	if v == nil {
		return nil, !t.NonNull
	}
	if t.Elem != nil {
		return c.list(t.Elem, v)
	}
	def := c.schema.Types[t.NamedType]
	if def == nil {
		return nil, false
	}
	switch def.Kind {
	case ast.Enum:
		name, ok := v.(string)
		return name, ok && def.EnumValues.ForName(name) != nil
	case ast.InputObject:
		return c.object(def, v)
	case ast.Scalar:
		return scalar(def.Name, v)
	default: // of what is no input
		return nil, false
	}
}

// list reads a list; a single value stands for a list of one.
func (c coercion) list(of *ast.Type, v any) (any, bool) {
	given, ok := v.([]any)
	if !ok {
		given = []any{v}
	}
	out := make([]any, len(given))
	for i, one := range given {
		if out[i], ok = c.value(of, one); !ok {
			return nil, false
		}
	}
	return out, true
}

func (c coercion) object(def *ast.Definition, v any) (any, bool) {
	given, ok := v.(map[string]any)
	if !ok {
		return nil, false
	}
	out := make(map[string]any, len(given))
	for name := range given {
		if def.Fields.ForName(name) == nil {
			return nil, false
		}
	}
	for _, f := range def.Fields {
		value, has := given[f.Name]
		switch {
		case has:
			value, ok = c.value(f.Type, value)
		case f.DefaultValue != nil:
			value, ok = c.literal(f.Type, f.DefaultValue)
		case f.Type.NonNull:
			ok = false
		default:
			continue
		}
		if !ok {
			return nil, false
		}
		out[f.Name] = value
	}
	return out, true
}

// scalar reads GraphQL's built-in scalars. Others accept any JSON; their
// unmarshalers validate it.
func scalar(name string, v any) (any, bool) {
	switch name {
	case "Int":
		n, ok := whole(v)
		return n, ok && n >= math.MinInt32 && n <= math.MaxInt32
	case "Float":
		return float(v)
	case "Boolean":
		b, ok := v.(bool)
		return b, ok
	case "String":
		s, ok := v.(string)
		return s, ok
	case "ID":
		return id(v)
	}
	return v, true
}

// whole is a number without a fraction: JSON does not distinguish 2 from 2.0 or
// 2e0.
func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case int64: // of a default
		return v, true
	case json.Number:
		return decimal(string(v))
	}
	return 0, false
}

// decimal reads a whole number exactly, in any notation.
func decimal(text string) (int64, bool) {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	integer, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimRight(integer+fraction, "0")
	if digits == "" || digits == "-" {
		return 0, true
	}
	zeros := len(integer) - len(digits) // after the last significant digit
	if exponent != "" {
		e, err := strconv.Atoi(exponent)
		if err != nil || e > len(text)+20 || e < -len(text) {
			return 0, false
		}
		zeros += e
	}
	const most = 18 // of 64 bits
	if zeros < 0 || zeros > most {
		return 0, false
	}
	n, err := strconv.ParseInt(digits+strings.Repeat("0", zeros), 10, 64)
	return n, err == nil
}

func float(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	case json.Number:
		f, err := strconv.ParseFloat(string(v), 64)
		return f, err == nil
	}
	return 0, false
}

// id is a string, or a whole number of any size as a string.
func id(v any) (string, bool) {
	if s, ok := v.(string); ok {
		return s, true
	}
	if n, ok := whole(v); ok {
		return strconv.FormatInt(n, 10), true
	}
	n, ok := v.(json.Number)
	return string(n), ok && !strings.ContainsAny(string(n), ".eE")
}

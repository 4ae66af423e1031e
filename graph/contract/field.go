package contract

import "github.com/vektah/gqlparser/v2/ast"

// field compares two versions of a field of an object type or an interface.
func (p place) field(from, to *ast.FieldDefinition) {
	p.described(threeRules("FIELD_DESCRIPTION"), from.Description, to.Description)
	was, is := deprecation(from.Directives), deprecation(to.Directives)
	switch {
	case was == is:
	case was == "":
		p.tell("FIELD_DEPRECATION_ADDED", is)
	case is == "":
		p.tell("FIELD_DEPRECATION_REMOVED")
	case was == noReason:
		p.tell("FIELD_DEPRECATION_REASON_ADDED", is)
	case is == noReason:
		p.tell("FIELD_DEPRECATION_REASON_REMOVED")
	default:
		p.tell("FIELD_DEPRECATION_REASON_CHANGED", is)
	}
	if from.Type.String() != to.Type.String() {
		p.tellIf(safeToRead(from.Type, to.Type), "FIELD_TYPE_CHANGED", from.Type, to.Type)
	}
	compare(from.Arguments, to.Arguments, func(a *ast.ArgumentDefinition) string { return a.Name }, listed[*ast.ArgumentDefinition]{
		removed: func(a *ast.ArgumentDefinition) { p.in("%s(%s:)", a.Name).tell("FIELD_ARGUMENT_REMOVED") },
		added: func(a *ast.ArgumentDefinition) {
			level := Dangerous
			if a.Type.NonNull && a.DefaultValue == nil {
				level = Breaking
			}
			p.in("%s(%s:)", a.Name).tellAs(level, "FIELD_ARGUMENT_ADDED", a.Type, byDefault(a.DefaultValue)).touching(p.at)
		},
		both: func(from, to *ast.ArgumentDefinition) {
			at := p.in("%s(%s:)", to.Name)
			at.described(oneRule("FIELD_ARGUMENT_DESCRIPTION_CHANGED"), from.Description, to.Description)
			at.defaults("FIELD_ARGUMENT_DEFAULT_CHANGED", from.DefaultValue, from.Type, to.DefaultValue, to.Type)
			at.inputType("FIELD_ARGUMENT_TYPE_CHANGED", from.Type, to.Type, to.DefaultValue, p.at)
			at.carried("ARGUMENT_DEFINITION", from.Directives, to.Directives)
		},
	})
	p.carried("FIELD_DEFINITION", from.Directives, to.Directives)
}

// newInputField records an input object's new field.
func (p place) newInputField(input string, f *ast.FieldDefinition) {
	level := Safe
	switch {
	case f.DefaultValue != nil:
		level = Dangerous // omitting it now has a meaning
	case f.Type.NonNull:
		level = Breaking
	}
	at := p.in("%s.%s", f.Name)
	at.tellAs(level, "INPUT_FIELD_ADDED", f.Type, byDefault(f.DefaultValue)).touching(input)
	at.fresh().inputField(input, &ast.FieldDefinition{Type: f.Type, DefaultValue: f.DefaultValue}, f)
}

// inputField compares two versions of a field of an input object.
func (p place) inputField(input string, from, to *ast.FieldDefinition) {
	p.described(threeRules("INPUT_FIELD_DESCRIPTION"), from.Description, to.Description)
	if !p.new {
		p.defaults("INPUT_FIELD_DEFAULT_VALUE_CHANGED", from.DefaultValue, from.Type, to.DefaultValue, to.Type)
		p.inputType("INPUT_FIELD_TYPE_CHANGED", from.Type, to.Type, to.DefaultValue, input)
	}
	p.carried("INPUT_FIELD_DEFINITION", from.Directives, to.Directives)
}

// defaults compares what two defaults come to, however they are written.
func (p place) defaults(rule string, from *ast.Value, fromType *ast.Type, to *ast.Value, toType *ast.Type) {
	if !equal(coerced(p.from, from, fromType), coerced(p.to, to, toType)) {
		p.tell(rule, written(to), written(from))
	}
}

// inputType compares the types of what is given to something, of which who
// gave nothing may have to give it now.
func (p place) inputType(rule string, from, to *ast.Type, unless *ast.Value, something string) {
	if from.String() == to.String() {
		return
	}
	c := p.tellIf(safeToGive(from, to), rule, from, to)
	if to.NonNull && !from.NonNull && unless == nil {
		c.touching(p.at, something)
	}
}

// safeToRead reports whether who expects the one type can read the other: one
// that is null less often.
func safeToRead(from, to *ast.Type) bool {
	switch {
	case to.NonNull:
		return safeToRead(nullable(from), nullable(to))
	case from.NonNull:
		return false
	case from.Elem != nil:
		return to.Elem != nil && safeToRead(from.Elem, to.Elem)
	}
	return to.Elem == nil && from.NamedType == to.NamedType
}

// safeToGive reports whether what fits the one type fits the other: one that
// may be null more often.
func safeToGive(from, to *ast.Type) bool {
	switch {
	case from.NonNull:
		return safeToGive(nullable(from), nullable(to))
	case to.NonNull:
		return false
	case from.Elem != nil:
		return to.Elem != nil && safeToGive(from.Elem, to.Elem)
	}
	return to.Elem == nil && from.NamedType == to.NamedType
}

func nullable(t *ast.Type) *ast.Type { return &ast.Type{NamedType: t.NamedType, Elem: t.Elem} }

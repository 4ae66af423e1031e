package contract

import "github.com/vektah/gqlparser/v2/ast"

// noReason is the default reason of @deprecated.
const noReason = "No longer supported"

// deprecation is why something is deprecated; "" if it is not.
func deprecation(list ast.DirectiveList) string {
	d := list.ForName("deprecated")
	if d == nil {
		return ""
	}
	if reason := d.Arguments.ForName("reason"); reason != nil && reason.Value.Raw != "" {
		return reason.Value.Raw
	}
	return noReason
}

func wasDeprecated(list ast.DirectiveList) string {
	if why := deprecation(list); why != "" {
		return "; it was deprecated: " + why
	}
	return ""
}

// described compares descriptions.
func (p place) described(by descriptions, from, to string) {
	switch {
	case from == to:
	case from == "":
		p.tell(by.added, "gets a description")
	case to == "":
		p.tell(by.removed, "loses its description")
	default:
		p.tell(by.changed, "has another description")
	}
}

// carried compares the directives applied to something. Repeated ones are
// compared by position.
func (p place) carried(on string, from, to ast.DirectiveList) {
	before := map[string]ast.DirectiveList{}
	for _, d := range from {
		before[d.Name] = append(before[d.Name], d)
	}
	for _, d := range to {
		at := p.in("%s @%s", d.Name)
		was := &ast.Directive{}
		if same := before[d.Name]; len(same) > 0 {
			was, before[d.Name] = same[0], same[1:]
		} else {
			level := rules["DIRECTIVE_USAGE_"+on+"_ADDED"].criticality
			switch d.Name {
			case "deprecated":
				level = Safe
			case "oneOf":
				level = Breaking
			}
			at.tellAs(level, "DIRECTIVE_USAGE_"+on+"_ADDED")
		}
		at.given(was.Arguments, d.Arguments)
	}
	for name, gone := range before {
		for range gone {
			p.in("%s @%s", name).tellIf(name == "deprecated" || name == "oneOf", "DIRECTIVE_USAGE_"+on+"_REMOVED")
		}
	}
}

// given compares the arguments of an applied directive. A changed value counts
// as one removed and one added.
func (p place) given(from, to ast.ArgumentList) {
	added := func(a *ast.Argument) {
		p.in("%s(%s:)", a.Name).tell("DIRECTIVE_USAGE_ARGUMENT_ADDED", written(a.Value))
	}
	removed := func(a *ast.Argument) {
		p.in("%s(%s:)", a.Name).tell("DIRECTIVE_USAGE_ARGUMENT_REMOVED", written(a.Value))
	}
	compare(from, to, func(a *ast.Argument) string { return a.Name }, listed[*ast.Argument]{
		removed: removed, added: added,
		both: func(from, to *ast.Argument) {
			if !alike(from.Value, to.Value) {
				removed(from)
				added(to)
			}
		},
	})
}

// alike reports whether two values have the same text.
func alike(a, b *ast.Value) bool {
	if a.Kind != b.Kind || a.Raw != b.Raw || len(a.Children) != len(b.Children) {
		return false
	}
	for i, child := range a.Children {
		if child.Name != b.Children[i].Name || !alike(child.Value, b.Children[i].Value) {
			return false
		}
	}
	return true
}

// written is a value as text in a schema.
func written(v *ast.Value) string {
	if v == nil {
		return "none"
	}
	return v.String()
}

// byDefault is the value of an omitted new argument or input field, in words.
func byDefault(v *ast.Value) string {
	if v == nil {
		return ""
	}
	return " with the default " + v.String()
}

// narrowing is the coordinate of a fragment on a narrower type than its parent.
func narrowing(parent, condition string) string { return parent + " on " + condition }

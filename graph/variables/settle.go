package variables

import (
	"context"
	"errors"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// ErrNull is the error of a field with a null argument, from a nullable
// variable, that must not be null. A condition of @skip or @include counts as
// an argument of the enclosing field, as in graphql-js, since that field's
// selection is then unknown.
var ErrNull = errors.New("an argument that must not be null is null")

// Settled is a document in which all disallowed nulls have been handled.
type Settled struct {
	Document *ast.QueryDocument
	// Refuses: Refuse must refuse marked fields in it.
	Refuses bool
	// Void: the operation has no data, since a condition among its root fields
	// is null.
	Void bool
}

// Settle applies null variables to a valid operation. It returns the given
// document unless null is where it is not allowed, which is rare: then it
// returns a copy in which all conditions are decided and the fields to refuse
// are marked.
func Settle(doc *ast.QueryDocument, operation *ast.OperationDefinition, values map[string]any) Settled {
	if !slices.ContainsFunc(operation.VariableDefinitions, func(v *ast.VariableDefinition) bool {
		value, has := values[v.Variable]
		return has && hasNull(value)
	}) {
		return Settled{Document: doc}
	}
	s := settling{doc: doc, values: values, fragments: map[string]*settledSet{}}
	if !s.matters(operation.SelectionSet) && !slices.ContainsFunc(doc.Fragments, func(f *ast.FragmentDefinition) bool { return s.matters(f.SelectionSet) }) {
		return Settled{Document: doc}
	}
	root := s.set(operation.SelectionSet)
	copied := *operation
	copied.SelectionSet = root.selections
	out := *doc
	out.Operations, out.Fragments = ast.OperationList{&copied}, nil
	for _, f := range doc.Fragments {
		if settled := s.fragments[f.Name]; settled != nil {
			fragment := *f
			fragment.SelectionSet = settled.selections
			out.Fragments = append(out.Fragments, &fragment)
		}
	}
	return Settled{Document: &out, Refuses: s.refuses, Void: root.broken}
}

// hasNull reports whether a value is null or contains null.
func hasNull(v any) bool {
	if list, ok := v.([]any); ok {
		return slices.ContainsFunc(list, hasNull)
	}
	return v == nil
}

// settling is a document being settled. Each fragment is visited once.
type settling struct {
	doc       *ast.QueryDocument
	values    map[string]any
	fragments map[string]*settledSet
	refuses   bool
}

// matters reports whether a selection has null where it is not allowed. Most
// nulls are allowed: a first page is requested with a null cursor.
func (s *settling) matters(set ast.SelectionSet) bool {
	return slices.ContainsFunc(set, func(one ast.Selection) bool {
		switch one := one.(type) {
		case *ast.Field:
			return s.nullArgument(one.Arguments) || s.nullCondition(one.Directives) || s.matters(one.SelectionSet)
		case *ast.InlineFragment:
			return s.nullCondition(one.Directives) || s.matters(one.SelectionSet)
		case *ast.FragmentSpread:
			return s.nullCondition(one.Directives)
		}
		return false
	})
}

func (s *settling) nullCondition(list ast.DirectiveList) bool {
	return slices.ContainsFunc(list, func(d *ast.Directive) bool { return s.nullArgument(d.Arguments) })
}

// settledSet is a selection with its conditions decided; broken when one of
// them is null.
type settledSet struct {
	selections ast.SelectionSet
	broken     bool
}

func (s *settling) set(set ast.SelectionSet) settledSet {
	var out settledSet
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			if out.has(s.condition(one.Directives)) {
				out.selections = append(out.selections, s.field(one))
			}
		case *ast.InlineFragment:
			if out.has(s.condition(one.Directives)) {
				below := s.set(one.SelectionSet)
				inline := *one
				inline.Directives, inline.SelectionSet = decided(one.Directives), below.selections
				out.selections = append(out.selections, &inline)
				out.broken = out.broken || below.broken
			}
		case *ast.FragmentSpread:
			if out.has(s.condition(one.Directives)) {
				spread := *one
				spread.Directives = decided(one.Directives)
				out.selections = append(out.selections, &spread)
				out.broken = s.fragment(one.Name).broken || out.broken
			}
		}
	}
	return out
}

// has records the value of a condition, and reports whether it includes a
// selection.
func (o *settledSet) has(included, known bool) bool {
	o.broken = o.broken || !known
	return included && known
}

func (s *settling) fragment(name string) settledSet {
	if settled := s.fragments[name]; settled != nil {
		return *settled
	}
	settled := &settledSet{}
	s.fragments[name] = settled
	if f := s.doc.Fragments.ForName(name); f != nil {
		*settled = s.set(f.SelectionSet)
	}
	return *settled
}

func (s *settling) field(f *ast.Field) *ast.Field {
	below := s.set(f.SelectionSet)
	field := *f
	field.Directives, field.SelectionSet = decided(f.Directives), below.selections
	if s.nullArgument(f.Arguments) {
		// The executor evaluates them before the field can be refused.
		field.Arguments = nil
		below.broken = true
	}
	if below.broken {
		s.refuses = true
		field.SelectionSet = append(field.SelectionSet, refusal)
	}
	return &field
}

// refusal marks a field to be refused. As a selection it survives when
// selections are merged; its type condition matches no type, so it never
// selects anything.
var refusal = &ast.InlineFragment{TypeCondition: "!"}

// condition is the combined value of @skip and @include; known is false when
// one is null.
func (s *settling) condition(list ast.DirectiveList) (included, known bool) {
	if d := list.ForName("skip"); d != nil {
		if skipped, ok := s.boolean(d); !ok || skipped {
			return false, ok
		}
	}
	if d := list.ForName("include"); d != nil {
		return s.boolean(d)
	}
	return true, true
}

func (s *settling) boolean(d *ast.Directive) (value, ok bool) {
	condition := d.Arguments.ForName("if")
	if condition == nil {
		return false, false
	}
	v, err := condition.Value.Value(s.values)
	if err != nil {
		return false, false
	}
	value, ok = v.(bool)
	return value, ok
}

// decided are the directives without those that condition has evaluated.
func decided(list ast.DirectiveList) ast.DirectiveList {
	var out ast.DirectiveList
	for _, d := range list {
		if d.Name != "skip" && d.Name != "include" {
			out = append(out, d)
		}
	}
	return out
}

// nullArgument reports whether an argument has null where its type has none.
func (s *settling) nullArgument(list ast.ArgumentList) bool {
	return slices.ContainsFunc(list, func(a *ast.Argument) bool { return s.nullIn(a.Value) })
}

func (s *settling) nullIn(v *ast.Value) bool {
	if v.Kind == ast.Variable {
		value, has := s.values[v.Raw]
		return has && v.ExpectedType != nil && !fits(v.ExpectedType, value)
	}
	return slices.ContainsFunc(v.Children, func(c *ast.ChildValue) bool { return s.nullIn(c.Value) })
}

// fits reports whether a value coerced by one type has no null that the type
// where it is used disallows.
func fits(t *ast.Type, v any) bool {
	if v == nil {
		return !t.NonNull
	}
	list, ok := v.([]any)
	if !ok || t.Elem == nil {
		return true
	}
	return !slices.ContainsFunc(list, func(one any) bool { return !fits(t.Elem, one) })
}

// Refuse makes an operation refuse the fields that Settle marked, before any
// directive, resolver or log sees them.
func Refuse(oc *graphql.OperationContext) {
	around := oc.ResolverMiddleware
	oc.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) {
		if Refused(graphql.GetFieldContext(ctx).Field) {
			return nil, ErrNull
		}
		return around(ctx, next)
	}
}

// Refused reports whether Settle marked a field.
func Refused(f graphql.CollectedField) bool {
	return slices.ContainsFunc(f.Selections, func(s ast.Selection) bool { return s == ast.Selection(refusal) })
}

package graph

import (
	"strconv"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// Public is how long anybody's cache may keep the answer to an operation of a
// validated document: the least that the schema grants one of its roots by @public.
// It is 0, never, unless each root is open data, and nothing below can depend on who
// is asking. What a variable would leave out counts too.
func Public(operation *ast.OperationDefinition) time.Duration {
	if operation.Operation != ast.Query {
		return 0
	}
	age, ok := publicRoots(operation.SelectionSet)
	if !ok {
		return 0
	}
	return age
}

// publicRoots is the shortest age of the roots in a selection. One without any, such
// as { __typename }, has none.
func publicRoots(set ast.SelectionSet) (age time.Duration, ok bool) {
	for _, s := range set {
		var its time.Duration
		switch s := s.(type) {
		case *ast.Field:
			if s.Name == "__typename" {
				continue
			}
			its = publicRoot(s)
		case *ast.InlineFragment:
			its, _ = publicRoots(s.SelectionSet)
		case *ast.FragmentSpread:
			if s.Definition != nil {
				its, _ = publicRoots(s.Definition.SelectionSet)
			}
		}
		if its <= 0 {
			return 0, false
		}
		if age == 0 || its < age {
			age = its
		}
	}
	return age, age > 0
}

// publicRoot is the age of a root field; 0 if the answer is not everybody's.
func publicRoot(f *ast.Field) time.Duration {
	if f.Definition == nil {
		return 0
	}
	public := f.Definition.Directives.ForName("public")
	if public == nil || personal(f) {
		return 0
	}
	seconds, err := strconv.Atoi(public.Arguments.ForName("maxAge").Value.Raw)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// personal reports whether a field, or one below it, is guarded or leads to a person.
func personal(f *ast.Field) bool {
	if f.Definition == nil {
		return f.Name != "__typename"
	}
	for _, mark := range []string{"consent", "proxy", "person", "after"} {
		if f.Definition.Directives.ForName(mark) != nil {
			return true
		}
	}
	for _, a := range f.Definition.Arguments {
		if a.Directives.ForName("person") != nil {
			return true
		}
	}
	return f.Definition.Type.Name() == "Person" || personalSet(f.SelectionSet)
}

func personalSet(set ast.SelectionSet) bool {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if personal(s) {
				return true
			}
		case *ast.InlineFragment:
			if personalSet(s.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread:
			if s.Definition == nil || personalSet(s.Definition.SelectionSet) {
				return true
			}
		}
	}
	return false
}

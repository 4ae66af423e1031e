package soap

import (
	"fmt"
	"reflect"
	"strings"
)

// shape is what is read of an element: the elements in it by name, and where
// each goes in a value.
type shape struct{ fields []field }

// field is an element that is read.
type field struct {
	space, local string // space is "" for any
	index        []int  // in the value of the shape it stands in; nil when it only holds what is read
	kind         kind
	pointer      bool   // to what is made when the element comes
	within       *shape // of what is in it, but for text
}

// kind is what becomes of an element.
type kind uint8

const (
	leaf  kind = iota // a string
	one               // a struct
	many              // the next of a slice of structs
	outer             // nothing: what is in it goes where it stands
)

// shapes are made of types once, before anything is read.
type shapes map[reflect.Type]*shape

// of is the shape of a struct by its tags, which are those of encoding/xml:
// "namespace name" or "namespace outer>name", where no namespace is any. Fields
// without a tag are embedded, or not read.
func (all shapes) of(t reflect.Type) *shape {
	if known, ok := all[t]; ok {
		return known // a type may hold itself
	}
	s := &shape{}
	all[t] = s
	for _, f := range reflect.VisibleFields(t) {
		tag, ok := f.Tag.Lookup("xml")
		if !ok {
			continue
		}
		space, path := "", tag
		if before, after, two := strings.Cut(tag, " "); two {
			space, path = before, after
		}
		names := strings.Split(path, ">")
		at := s
		for _, name := range names[:len(names)-1] {
			at = at.holder(space, name)
		}
		at.fields = append(at.fields, all.field(f, space, names[len(names)-1]))
	}
	return s
}

// holder is the field of an element that only holds others.
func (s *shape) holder(space, local string) *shape {
	for _, f := range s.fields {
		if f.kind == outer && f.space == space && f.local == local {
			return f.within
		}
	}
	within := &shape{}
	s.fields = append(s.fields, field{space: space, local: local, kind: outer, within: within})
	return within
}

func (all shapes) field(f reflect.StructField, space, local string) field {
	out := field{space: space, local: local, index: f.Index}
	t := f.Type
	if out.pointer = t.Kind() == reflect.Pointer; out.pointer {
		t = t.Elem()
	}
	switch {
	case t.Kind() == reflect.String:
		out.kind = leaf
	case t.Kind() == reflect.Struct:
		out.kind, out.within = one, all.of(t)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct && !out.pointer:
		out.kind, out.within = many, all.of(t.Elem())
	default:
		panic(fmt.Sprintf("soap: %s is of a type that is not read", f.Name)) //nolint:forbidigo // a fault of the program, seen when it starts
	}
	return out
}

// find is which field an element is, or -1.
func (s *shape) find(space, local []byte) int {
	for i := range s.fields {
		if f := &s.fields[i]; f.local == string(local) && (f.space == "" || f.space == string(space)) {
			return i
		}
	}
	return -1
}

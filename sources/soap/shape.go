package soap

import (
	"fmt"
	"reflect"
	"strings"
)

// shape is the part of an element that is read: its child elements by name, and
// where each is stored.
type shape struct{ fields []field }

// field is an element that is read.
type field struct {
	space, local string // space is "" for any
	index        []int  // in the value of its shape; nil when it only wraps others
	kind         kind
	pointer      bool   // allocated when the element occurs
	within       *shape // of its children
}

// kind is how an element is stored.
type kind uint8

const (
	leaf  kind = iota // a string
	one               // a struct
	many              // appended to a slice of structs
	outer             // not stored: its children belong to the parent
)

// shapes are built from types once, before anything is read.
type shapes map[reflect.Type]*shape

// of is the shape of a struct by its encoding/xml tags: "namespace name" or
// "namespace outer>name", where an empty namespace matches any. Fields without
// a tag are embedded, or ignored.
func (all shapes) of(t reflect.Type) *shape {
	if known, ok := all[t]; ok {
		return known // a type may be recursive
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

// holder is the field of a wrapping element.
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
		panic(fmt.Sprintf("soap: %s is of a type that is not read", f.Name)) //nolint:forbidigo // a programming error, found at start
	}
	return out
}

// find is the index of an element's field, or -1.
func (s *shape) find(space, local []byte) int {
	for i := range s.fields {
		if f := &s.fields[i]; f.local == string(local) && (f.space == "" || f.space == string(space)) {
			return i
		}
	}
	return -1
}

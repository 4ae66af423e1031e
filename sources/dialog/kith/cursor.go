package kith

import "strings"

// cursor reads the children of an element in the order of their schema. What is
// left, and any attribute of the element, is an error.
type cursor struct {
	space string
	rest  []*Element
	bad   *bool
}

// within is a cursor over an element with child elements of its own namespace.
func (r *reader) within(e *Element) *cursor { return r.over(e, nil) }

// over is within, of an element with attributes.
func (r *reader) over(e *Element, attrs map[string]*string) *cursor {
	c := &cursor{bad: &r.bad}
	if e == nil {
		r.bad = true
		return c
	}
	c.space = e.Space
	r.attributes(e, attrs)
	for _, n := range e.Children {
		switch {
		case n.Element != nil:
			c.rest = append(c.rest, n.Element)
		case !n.Comment && strings.TrimSpace(n.Text) != "":
			r.bad = true
		}
	}
	return c
}

// reader notes whether something was not known.
type reader struct{ bad bool }

// attributes stores the known ones. A schema's location is a hint that says nothing;
// it is known by its prefix, since official examples misspell its namespace.
func (r *reader) attributes(e *Element, known map[string]*string) {
	for _, a := range e.Attrs {
		switch to := known[a.Name]; {
		case to != nil:
			*to = a.Value
		case a.Name == "xmlns", strings.HasPrefix(a.Name, "xmlns:"), a.Name == "xsi:schemaLocation":
		default:
			r.bad = true
		}
	}
}

// take is the next element if it has the name, or else nil.
func (c *cursor) take(name string) *Element {
	if len(c.rest) == 0 || c.rest[0].Local != name || c.rest[0].Space != c.space {
		return nil
	}
	e := c.rest[0]
	c.rest = c.rest[1:]
	return e
}

// all is the next elements of the name.
func (c *cursor) all(name string) (all []*Element) {
	for e := c.take(name); e != nil; e = c.take(name) {
		all = append(all, e)
	}
	return all
}

// done notes what is left.
func (c *cursor) done() {
	if len(c.rest) > 0 {
		*c.bad = true
	}
}

// text is that of an element without children; "" for none.
func (r *reader) text(e *Element) string {
	if e == nil {
		return ""
	}
	r.attributes(e, nil)
	var b strings.Builder
	for _, n := range e.Children {
		switch {
		case n.Element != nil:
			r.bad = true
		case !n.Comment:
			b.WriteString(n.Text)
		}
	}
	return b.String()
}

// token is text without the white space around it. It is required.
func (r *reader) token(e *Element) string {
	s := strings.TrimSpace(r.text(e))
	if s == "" {
		r.bad = true
	}
	return s
}

// code is nil for no element.
func (r *reader) code(e *Element) *Code {
	if e == nil {
		return nil
	}
	var c Code
	r.over(e, map[string]*string{"V": &c.V, "S": &c.S, "DN": &c.DN, "OT": &c.OT}).done()
	return &c
}

// must is a code that is required.
func (r *reader) must(e *Element) Code {
	c := r.code(e)
	if c == nil {
		r.bad = true
		return Code{}
	}
	return *c
}

// value is the V of an element; "" for none.
func (r *reader) value(e *Element) string {
	c := r.code(e)
	if c == nil {
		return ""
	}
	if *c != (Code{V: c.V}) {
		r.bad = true
	}
	return c.V
}

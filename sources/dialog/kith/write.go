package kith

import (
	"bytes"
	"strings"
)

// What has to be escaped for a parser to read the same again.
var (
	escapeText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	escapeAttr = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#xD;", "\n", "&#xA;", "\t", "&#x9;")
)

// Bytes is the document in UTF-8.
func (d *Document) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	for _, n := range d.before {
		n.write(&b)
		b.WriteByte('\n')
	}
	d.Root.write(&b)
	for _, n := range d.after {
		b.WriteByte('\n')
		n.write(&b)
	}
	return b.Bytes()
}

func (n Child) write(b *bytes.Buffer) {
	switch {
	case n.Element != nil:
		n.Element.write(b)
	case n.Comment:
		b.WriteString("<!--" + n.Text + "-->")
	default:
		b.WriteString(escapeText.Replace(n.Text))
	}
}

func (e *Element) write(b *bytes.Buffer) {
	b.WriteString("<" + e.Name)
	for _, a := range e.Attrs {
		b.WriteString(" " + a.Name + `="` + escapeAttr.Replace(a.Value) + `"`)
	}
	if len(e.Children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	for _, n := range e.Children {
		n.write(b)
	}
	b.WriteString("</" + e.Name + ">")
}

// root makes the outermost element of a namespace; those within it have no prefix.
func root(space, name string, children ...*Element) *Element {
	e := el(name, children...)
	e.Attrs = []Attr{{"xmlns", space}}
	return e
}

// el makes an element of those that are there.
func el(name string, children ...*Element) *Element {
	e := &Element{Name: name, Local: name}
	return e.with(children...)
}

func (e *Element) with(children ...*Element) *Element {
	for _, c := range children {
		if c != nil {
			e.Children = append(e.Children, Child{Element: c})
		}
	}
	return e
}

// text makes an element with text, which is there even if it is empty.
func text(name, s string) *Element {
	e := el(name)
	if s != "" {
		e.Children = []Child{{Text: s}}
	}
	return e
}

// maybe makes an element with text; nil without any.
func maybe(name, s string) *Element {
	if s == "" {
		return nil
	}
	return text(name, s)
}

// value makes an element with a value (V); nil without one.
func value(name, v string) *Element {
	if v == "" {
		return nil
	}
	return Code{V: v}.element(name)
}

// Code is a code of a list: KITH's CV, and CS when S and OT are empty.
type Code struct {
	V, S, DN, OT string // the code, the list's OID, its display name, the original text
}

func (c Code) element(name string) *Element {
	e := el(name)
	for _, a := range []Attr{{"V", c.V}, {"DN", c.DN}, {"S", c.S}, {"OT", c.OT}} {
		if a.Value != "" {
			e.Attrs = append(e.Attrs, a)
		}
	}
	return e
}

// maybe is nil for no code.
func (c *Code) maybe(name string) *Element {
	if c == nil {
		return nil
	}
	return c.element(name)
}

package kith

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"strings"
	"unicode/utf8"
)

// The errors. None repeats what was read.
var (
	ErrMalformed = errors.New("kith: not acceptable XML")
	ErrUnknown   = errors.New("kith: an element, an attribute or a value is unknown or misplaced")
	ErrUnmapped  = errors.New("kith: the message has something that the mapping does not carry")
)

// The bounds of a document. Five attachments of ten megabytes are 67 in base64.
const (
	maxBytes      = 80 << 20
	maxDepth      = 64
	maxNodes      = 100_000 // elements, texts and comments
	maxAttributes = 64
)

const (
	spaceXML   = "http://www.w3.org/XML/1998/namespace"
	spaceXMLNS = "http://www.w3.org/2000/xmlns/"
)

// Document is an XML document with all its content.
type Document struct {
	Root          *Element
	before, after []Child // comments
}

// Element is an element as written, and what its name means.
type Element struct {
	Name     string // with its prefix
	Attrs    []Attr // declarations of namespaces included
	Children []Child

	Space, Local string
}

// Attr is an attribute as written.
type Attr struct{ Name, Value string }

// Child is an element, or else text, or a comment.
type Child struct {
	Element *Element
	Text    string
	Comment bool
}

// parser is the open elements with the namespaces in scope.
type parser struct {
	doc   Document
	open  []*Element
	scope []map[string]string // by prefix; one for each open element
	nodes int
}

// Parse reads XML.
func Parse(text []byte) (*Document, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if len(text) > maxBytes || !utf8.Valid(text) || bytes.ContainsFunc(text, forbidden) {
		return nil, ErrMalformed
	}
	d := xml.NewDecoder(bytes.NewReader(text)) // it knows no entities and no encoding but UTF-8
	var p parser
	for {
		at := d.InputOffset()
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || !p.token(t, at == 0) {
			return nil, ErrMalformed
		}
	}
	if p.doc.Root == nil || len(p.open) > 0 {
		return nil, ErrMalformed
	}
	return &p.doc, nil
}

// forbidden reports whether XML forbids a character.
func forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff'
}

func (p *parser) token(t xml.Token, first bool) bool {
	if p.nodes++; p.nodes > maxNodes {
		return false
	}
	switch t := t.(type) {
	case xml.ProcInst:
		return first && t.Target == "xml"
	case xml.Directive:
		return false // no document type
	case xml.Comment:
		p.add(Child{Text: string(t), Comment: true})
		return true
	case xml.CharData:
		if len(p.open) == 0 {
			return len(bytes.TrimSpace(t)) == 0
		}
		if len(t) > 0 {
			p.add(Child{Text: string(t)})
		}
		return true
	case xml.StartElement:
		return p.begin(t)
	case xml.EndElement:
		n := len(p.open) - 1
		if n < 0 || p.open[n].Name != written(t.Name) {
			return false
		}
		p.open, p.scope = p.open[:n], p.scope[:n]
		return true
	}
	return false
}

func (p *parser) add(n Child) {
	switch {
	case len(p.open) > 0:
		e := p.open[len(p.open)-1]
		e.Children = append(e.Children, n)
	case p.doc.Root == nil:
		p.doc.before = append(p.doc.before, n)
	default:
		p.doc.after = append(p.doc.after, n)
	}
}

func (p *parser) begin(t xml.StartElement) bool {
	if len(p.open) == 0 && p.doc.Root != nil || len(p.open) == maxDepth || len(t.Attr) > maxAttributes || !sound(t.Name) {
		return false
	}
	e := &Element{Name: written(t.Name)}
	scope, ok := p.bind(t.Attr)
	if !ok {
		return false
	}
	if e.Space, ok = scope[t.Name.Space]; !ok && t.Name.Space != "" {
		return false
	}
	e.Local = t.Name.Local
	seen := map[xml.Name]bool{}
	for _, a := range t.Attr {
		space, ok := scope[a.Name.Space]
		switch a.Name.Space {
		case "": // the default namespace is not for attributes
			space, ok = "", true
		case "xmlns":
			space, ok = spaceXMLNS, true
		}
		name := xml.Name{Space: space, Local: a.Name.Local}
		// A parser makes spaces of line breaks in attributes, unless they are written as
		// references. This one cannot tell, so it takes neither.
		if !ok || !sound(a.Name) || seen[name] || strings.ContainsAny(a.Value, "\t\n\r") {
			return false
		}
		seen[name] = true
		e.Attrs = append(e.Attrs, Attr{written(a.Name), a.Value})
	}
	if p.doc.Root == nil {
		p.doc.Root = e
	} else {
		p.add(Child{Element: e})
	}
	p.open, p.scope = append(p.open, e), append(p.scope, scope)
	return true
}

// bind is the scope within an element.
func (p *parser) bind(attrs []xml.Attr) (map[string]string, bool) {
	scope, own := map[string]string{"xml": spaceXML}, len(p.scope) == 0
	if !own {
		scope = p.scope[len(p.scope)-1]
	}
	for _, a := range attrs {
		prefix := a.Name.Local
		switch {
		case a.Name.Space == "" && prefix == "xmlns":
			prefix = ""
		case a.Name.Space != "xmlns":
			continue
		// What XML binds already is not bound again, and a prefix is never unbound.
		case prefix == "xml" || prefix == "xmlns" || a.Value == "":
			return nil, false
		}
		if a.Value == spaceXML || a.Value == spaceXMLNS {
			return nil, false
		}
		if !own {
			scope, own = maps.Clone(scope), true
		}
		if scope[prefix] = a.Value; len(scope) > maxAttributes {
			return nil, false
		}
	}
	return scope, true
}

// written is a name as RawToken splits it, whole again.
func written(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// sound reports whether a name has one colon at most, with something on both sides.
func sound(n xml.Name) bool {
	return n.Local != "" && !strings.Contains(n.Local, ":") && !strings.Contains(n.Space, ":") && n.Local != "xmlns" || n.Space == "" && n.Local == "xmlns"
}

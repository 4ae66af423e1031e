package soap

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// errMalformed is the only error: it does not repeat the message.
var errMalformed = errors.New("not a SOAP message")

// maxDepth bounds nesting; the deepest response of a register has some fifteen
// levels.
const maxDepth = 64

// token is the kind of the current token.
type token uint8

const (
	broken token = iota // invalid XML or SOAP
	begin               // of an element: space and local are its name
	chars               // text in an element: run, to be resolved unless it is literal
	end                 // of the current element
)

// scanner reads a message token by token, without copying it. It accepts a
// subset of XML: no document type, and so only the five predefined entities; no
// processing instructions, which SOAP forbids; names of ASCII and the letters
// of Latin-1; and no undeclared prefix.
type scanner struct {
	text []byte
	at   int

	open   []element // the open elements, outermost first
	bound  []binding // prefixes in scope, the newest last
	closed bool      // the current element is self-closing

	space, local, run span
	literal           bool // run is of a CDATA section
}

// element is an open element, and how many prefixes were bound before it.
type element struct {
	name  span
	bound int
}

// reset starts the scanner on text. It is false when text has a character that
// XML forbids, or declares an encoding other than UTF-8.
func (s *scanner) reset(text []byte) bool {
	if !utf8.Valid(text) || slices.ContainsFunc(text, forbidden) || bytes.Contains(text, []byte("\ufffe")) || bytes.Contains(text, []byte("\uffff")) {
		return false
	}
	*s = scanner{text: text, open: s.open[:0], bound: s.bound[:0]}
	s.skip("\ufeff")
	s.blank()
	return s.declaration() && s.aside()
}

// forbidden reports whether XML forbids a character, except two that are
// multi-byte.
func forbidden(c byte) bool { return c < ' ' && c != '\t' && c != '\n' && c != '\r' }

// declaration skips an XML declaration, if there is one: the version, then
// optionally the encoding, then optionally standalone.
func (s *scanner) declaration() bool {
	if !s.ahead("<?xml") {
		return true
	}
	said, _, whole := bytes.Cut(s.text[s.at:], []byte("?>"))
	if !whole {
		return false
	}
	s.at += len(said) + len("?>")
	inner := scanner{text: said, at: len("<?xml")}
	last := ""
	for inner.blank() && inner.at < len(said) {
		name, value, ok := inner.attribute()
		if !ok {
			return false
		}
		switch is := string(inner.of(value)); string(inner.of(name.span)) {
		case "version":
			ok = last == "" && is == "1.0"
		case "encoding":
			ok = last == "version" && strings.EqualFold(is, "utf-8")
		case "standalone":
			ok = (last == "version" || last == "encoding") && (is == "yes" || is == "no")
		default:
			ok = false
		}
		if !ok {
			return false
		}
		last = string(inner.of(name.span))
	}
	return inner.at == len(said) && last != ""
}

// aside skips what is allowed outside the root element.
func (s *scanner) aside() bool {
	for s.blank(); s.ahead("<!--"); s.blank() {
		if !s.comment() {
			return false
		}
	}
	return true
}

// whole reports whether the message ends here.
func (s *scanner) whole() bool { return len(s.open) == 0 && s.aside() && s.at == len(s.text) }

// next advances to the next token. Comments are skipped.
func (s *scanner) next() token {
	if s.closed {
		s.closed = false
		return s.close()
	}
	for s.at < len(s.text) {
		switch {
		case s.text[s.at] != '<':
			return s.plain()
		case len(s.open) > 0 && s.skip("</"):
			name := s.of(s.open[len(s.open)-1].name)
			if !bytes.HasPrefix(s.text[s.at:], name) {
				return broken
			}
			s.at += len(name)
			s.blank()
			if !s.skip(">") {
				return broken
			}
			return s.close()
		case s.skip("<![CDATA["):
			n := bytes.Index(s.text[s.at:], []byte("]]>"))
			if n < 0 {
				return broken
			}
			s.run, s.literal = span{s.at, s.at + n}, true
			s.at += n + len("]]>")
			return chars
		case s.ahead("<!--"):
			if !s.comment() {
				return broken
			}
		default:
			return s.begin()
		}
	}
	return broken
}

// plain is text up to the next markup.
func (s *scanner) plain() token {
	n := bytes.IndexByte(s.text[s.at:], '<')
	if n < 0 {
		return broken
	}
	s.run, s.literal = span{s.at, s.at + n}, false
	s.at += n
	if bytes.Contains(s.of(s.run), []byte("]]>")) {
		return broken
	}
	return chars
}

// begin reads a start tag.
func (s *scanner) begin() token {
	s.at++
	n, ok := s.name()
	if !ok || len(s.open) == maxDepth {
		return broken
	}
	e := element{n.span, len(s.bound)}
	for {
		apart := s.blank()
		switch {
		case s.skip(">"):
			s.open = append(s.open, e)
			return s.named(n)
		case s.skip("/>"):
			s.open, s.closed = append(s.open, e), true
			return s.named(n)
		case !apart:
			return broken
		}
		attribute, value, ok := s.attribute()
		if !ok || !s.bind(attribute, value, s.bound[e.bound:]) {
			return broken
		}
	}
}

// close reads an end tag.
func (s *scanner) close() token {
	last := len(s.open) - 1
	s.bound = s.bound[:s.open[last].bound]
	s.open = s.open[:last]
	return end
}

// comment skips a comment.
func (s *scanner) comment() bool {
	s.at += len("<!--")
	n := bytes.Index(s.text[s.at:], []byte("--"))
	if n < 0 {
		return false
	}
	s.at += n
	return s.skip("-->")
}

// blank skips white space, and reports whether there was any.
func (s *scanner) blank() bool {
	from := s.at
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\n' || s.text[s.at] == '\t' || s.text[s.at] == '\r') {
		s.at++
	}
	return s.at > from
}

// skip skips mark, if it is next.
func (s *scanner) skip(mark string) bool {
	if !s.ahead(mark) {
		return false
	}
	s.at += len(mark)
	return true
}

func (s *scanner) ahead(mark string) bool {
	return len(s.text)-s.at >= len(mark) && string(s.text[s.at:s.at+len(mark)]) == mark
}

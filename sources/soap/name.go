package soap

import (
	"bytes"
	"slices"
)

// span is a part of the message. The scanner keeps offsets rather than slices,
// since pointer-free values cost the garbage collector nothing.
type span struct{ from, to int }

func (s *scanner) of(p span) []byte { return s.text[p.from:p.to] }

// name is a name as written. colon is the index of the colon, or the one before
// the name without a prefix.
type name struct {
	span
	colon int
}

func (n name) prefixed() bool { return n.colon >= n.from }
func (n name) prefix() span   { return span{n.from, max(n.from, n.colon)} }
func (n name) local() span    { return span{n.colon + 1, n.to} }

// binding is a prefix, empty for the default, and its namespace.
type binding struct{ prefix, space span }

// The namespaces of the predefined prefixes.
const (
	spaceXML   = "http://www.w3.org/XML/1998/namespace"
	spaceXMLNS = "http://www.w3.org/2000/xmlns/"
)

// named resolves the name of an element.
func (s *scanner) named(n name) token {
	s.space, s.local = span{}, n.local()
	prefix := s.of(n.prefix())
	for _, b := range slices.Backward(s.bound) {
		if bytes.Equal(s.of(b.prefix), prefix) {
			s.space = b.space
			return begin
		}
	}
	if n.prefixed() {
		return broken
	}
	return begin
}

// bind adds a namespace declaration to those the element has already; other
// attributes are ignored.
func (s *scanner) bind(n name, value span, beside []binding) bool {
	var prefix span
	switch {
	case string(s.of(n.prefix())) == "xmlns":
		prefix = n.local()
		// xml is bound to one namespace and may be declared as that; xmlns may
		// not be declared, and no other prefix may be bound to theirs.
		switch own := string(s.of(prefix)) == "xml"; {
		case own != (string(s.of(value)) == spaceXML), value.from == value.to,
			string(s.of(prefix)) == "xmlns", string(s.of(value)) == spaceXMLNS:
			return false
		case own:
			return true
		}
	case string(s.of(n.span)) != "xmlns":
		return true
	}
	if bytes.IndexByte(s.of(value), '&') >= 0 {
		return false // no known namespace needs to be escaped
	}
	for _, b := range beside {
		if bytes.Equal(s.of(b.prefix), s.of(prefix)) {
			return false
		}
	}
	s.bound = append(s.bound, binding{prefix, value})
	return true
}

// attribute is a name and its value, as written.
func (s *scanner) attribute() (n name, value span, ok bool) {
	if n, ok = s.name(); !ok {
		return n, value, false
	}
	if s.blank(); !s.skip("=") {
		return n, value, false
	}
	s.blank()
	quote := byte('"')
	switch {
	case s.skip(`"`):
	case s.skip("'"):
		quote = '\''
	default:
		return n, value, false
	}
	long := bytes.IndexByte(s.text[s.at:], quote)
	if long < 0 {
		return n, value, false
	}
	value = span{s.at, s.at + long}
	s.at += long + 1
	if bytes.IndexByte(s.of(value), '<') >= 0 {
		return n, value, false
	}
	if bytes.IndexByte(s.of(value), '&') >= 0 {
		_, ok = resolve(nil, s.of(value))
	}
	return n, value, ok
}

// name reads a name with at most one prefix.
func (s *scanner) name() (name, bool) {
	n := name{span{s.at, s.at}, s.at - 1}
	for ; s.at < len(s.text); s.at++ {
		c := s.text[s.at]
		first := s.at == n.colon+1
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
			continue
		case !first && ('0' <= c && c <= '9' || c == '-' || c == '.'):
			continue
		case !first && c == ':' && !n.prefixed():
			n.colon = s.at
			continue
		case c == 0xc3 && s.text[s.at+1] != 0x97 && s.text[s.at+1] != 0xb7: // À–ÿ but × and ÷; the text is valid UTF-8
			s.at++
			continue
		}
		break
	}
	n.to = s.at
	return n, n.to > n.colon+1
}

package soap

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// resolve appends text with line ends normalised and references resolved. It is
// false for an entity other than the five predefined, since no document type
// can declare others.
func resolve(to, text []byte) ([]byte, bool) {
	for {
		plain, rest, more := bytes.Cut(text, []byte("&"))
		to = lines(to, plain)
		if !more {
			return to, true
		}
		name, rest, whole := bytes.Cut(rest, []byte(";"))
		r, ok := character(string(name))
		if !whole || !ok {
			return to, false
		}
		to, text = utf8.AppendRune(to, r), rest
	}
}

// character is the character of a reference.
func character(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "apos":
		return '\'', true
	case "quot":
		return '"', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	r := rune(n)
	return r, err == nil && utf8.ValidRune(r) && r != 0xfffe && r != 0xffff && (r >= utf8.RuneSelf || !forbidden(byte(r)))
}

// lines appends text with its line ends as line feeds.
func lines(to, text []byte) []byte {
	for {
		line, rest, more := bytes.Cut(text, []byte("\r"))
		to = append(to, line...)
		if !more {
			return to
		}
		to, text = append(to, '\n'), bytes.TrimPrefix(rest, []byte("\n"))
	}
}

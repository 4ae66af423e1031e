package form

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"
	"unicode/utf16"
)

// XML rewrites an XML answer with other prefixes, spacing, encoding, and notations of
// text and times; nil elements may be omitted. Times without an offset are in zone.
// The media type names the encoding.
func XML(dice *rand.Rand, zone *time.Location, media string, text []byte) (string, []byte) {
	e := &envelope{dice: dice, zone: zone, prefixes: map[string]string{}, layout: dice.IntN(3) == 0, absent: dice.IntN(2) == 0, offsets: dice.IntN(2) == 0}
	if !e.rewrite(text) {
		return media, text
	}
	return encoded(dice, media, e.String())
}

type envelope struct {
	strings.Builder
	dice                    *rand.Rand
	zone                    *time.Location
	prefixes                map[string]string // new prefixes by old
	layout, absent, offsets bool
}

// put writes into memory, which never fails.
func (e *envelope) put(format string, a ...any) { _, _ = fmt.Fprintf(e, format, a...) }

// rewrite rewrites text, and reports whether it could be parsed.
func (e *envelope) rewrite(text []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(text))
	open := false // a start tag is still open
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return false
		}
		switch t := token.(type) {
		case xml.StartElement:
			if e.absent && isNil(t) {
				if _, err := d.RawToken(); err != nil { // its end tag
					return false
				}
				continue
			}
			e.blank()
			e.start(t)
			open = true
		case xml.EndElement:
			if !open {
				e.blank()
			}
			e.put("</%s>", e.name(t.Name))
			open = false
		case xml.CharData:
			e.text(string(t))
		}
	}
}

func isNil(t xml.StartElement) bool {
	for _, a := range t.Attr {
		if a.Name.Local == "nil" && a.Value == "true" {
			return true
		}
	}
	return false
}

func (e *envelope) blank() {
	if e.layout {
		e.put("\n  ")
	}
}

// prefix returns the new prefix for an old one.
func (e *envelope) prefix(old string) string {
	if old == "" || old == "xml" || old == "xmlns" {
		return old
	}
	if e.prefixes[old] == "" {
		e.prefixes[old] = fmt.Sprintf("%c%d-%s", 'a'+e.dice.IntN(26), len(e.prefixes), []string{"ns", "x.y", "SOAP"}[e.dice.IntN(3)])
	}
	return e.prefixes[old]
}

func (e *envelope) name(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return e.prefix(n.Space) + ":" + n.Local
}

func (e *envelope) start(t xml.StartElement) {
	e.put("<%s", e.name(t.Name))
	attributes := t.Attr
	e.dice.Shuffle(len(attributes), func(i, j int) { attributes[i], attributes[j] = attributes[j], attributes[i] })
	for _, a := range attributes {
		name := e.name(a.Name)
		if a.Name.Space == "xmlns" {
			name = "xmlns:" + e.prefix(a.Name.Local)
		}
		quote := []string{`"`, `'`}[e.dice.IntN(2)]
		e.put(" %s=%s%s%s", name, quote, escaped(e.qualified(a.Value)), quote)
	}
	e.put(">")
}

// qualified replaces the prefix of a value that is a qualified name.
func (e *envelope) qualified(value string) string {
	prefix, local, ok := strings.Cut(value, ":")
	if ok && e.prefixes[prefix] != "" && !strings.ContainsAny(local, ":/ ") {
		return e.prefixes[prefix] + ":" + local
	}
	return value
}

var timeForm = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$`)

func (e *envelope) text(s string) {
	switch at, err := time.ParseInLocation("2006-01-02T15:04:05.999", s, e.zone); {
	case timeForm.MatchString(s) && err == nil:
		if e.offsets {
			s = instant(e.dice, at.Format(time.RFC3339Nano))
		}
		e.put([]string{"%s", " %s\n"}[e.dice.IntN(2)], s) // spaces around a time are not part of it
		return
	case s == "true" || s == "false":
		e.put([]string{"%s", "\t%s "}[e.dice.IntN(2)], s)
		return
	}
	s = e.qualified(s)
	switch e.dice.IntN(4) {
	case 0:
		if s != "" && !strings.Contains(s, "]]>") {
			e.put("<![CDATA[%s]]>", s)
			return
		}
	case 1:
		for i, r := range s {
			if i%3 == 0 {
				e.put([]string{"&#%d;", "&#x%x;"}[e.dice.IntN(2)], r)
				continue
			}
			e.put("%s", escaped(string(r)))
		}
		return
	}
	e.put("%s", escaped(s))
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}

// encoded encodes a document in some encoding, named in its declaration and in the
// media type.
func encoded(dice *rand.Rand, media, s string) (string, []byte) {
	kind, _, _ := strings.Cut(media, ";")
	as := func(charset string, text []byte) (string, []byte) {
		return kind + "; charset=" + []string{charset, `"` + charset + `"`}[dice.IntN(2)], text
	}
	declared := func(encoding string) string { return `<?xml version="1.0" encoding="` + encoding + `"?>` + s }
	switch dice.IntN(5) {
	case 0:
		if latin, ok := latin1(declared("ISO-8859-1")); ok {
			return as("iso-8859-1", latin)
		}
	case 1:
		text := []byte{0xfe, 0xff}
		for _, unit := range utf16.Encode([]rune(declared("UTF-16"))) {
			text = binary.BigEndian.AppendUint16(text, unit)
		}
		return as("utf-16", text)
	case 2:
		return as("utf-8", []byte("\ufeff"+declared("utf-8")))
	case 3:
		return as("UTF-8", []byte(declared("UTF-8")+"\n"))
	}
	return media, []byte(s)
}

func latin1(s string) ([]byte, bool) {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xff || r >= 0x80 && r < 0xa0 {
			return nil, false
		}
		out = append(out, byte(r&0xff))
	}
	return out, true
}

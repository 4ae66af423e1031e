package fhir

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Part is a resource kept undecoded until its type is known. It is valid JSON:
// decoding its container has checked names and letters, which need not be done
// again.
type Part struct{ text jsontext.Value }

// sound skips the checks of names and letters.
var sound = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// errNoPart: a resource is missing.
var errNoPart = errors.New("no resource")

// UnmarshalJSONFrom keeps the next value undecoded.
func (p *Part) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := d.ReadValue()
	p.text = text.Clone()
	return err
}

// span is where a value is in the text it is decoded from.
type span struct{ from, to int64 }

// UnmarshalJSONFrom skips the next value and keeps its place.
func (s *span) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := d.ReadValue()
	s.to = d.InputOffset()
	s.from = s.to - int64(len(text))
	return err
}

// in is the value as a part of text, which it shares.
func (s span) in(text []byte) Part { return Part{text[s.from:s.to:s.to]} }

// Decode reads the part into v.
func (p Part) Decode(v any) error {
	if len(p.text) == 0 {
		return errNoPart
	}
	return json.Unmarshal(p.text, v, sound)
}

// Type is the resource's type, "" when absent; false when it is not a resource.
func (p Part) Type() (string, bool) { return p.member("resourceType") }

// ID is the resource's id, "" when absent; false when it is not a resource.
func (p Part) ID() (string, bool) { return p.member("id") }

// member is a string member of the part, found without decoding the others. It
// is "" for null and when absent, and false when it is not a string or the part
// is not an object.
func (p Part) member(name string) (string, bool) {
	switch p.text.Kind() {
	case 'n':
		return "", true
	case '{':
	default:
		return "", false
	}
	depth := 0
	for i := 0; i < len(p.text); i++ {
		switch p.text[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			begun := i
			i = endOfString(p.text, i)
			if depth != 1 {
				continue
			}
			// A name is followed by a colon; a value in valid JSON is not.
			if colon := pastBlank(p.text, i+1); p.text[colon] == ':' && means(p.text[begun:i+1], name) {
				return textOf(p.text[pastBlank(p.text, colon+1):])
			}
		}
	}
	return "", true
}

// pastBlank is the index after white space.
func pastBlank(text []byte, from int) int {
	for text[from] == ' ' || text[from] == '\n' || text[from] == '\t' || text[from] == '\r' {
		from++
	}
	return from
}

// endOfString is the index of the closing quote of the string that begins at
// from.
func endOfString(text []byte, from int) int {
	for i := from + 1; ; i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
}

// textOf is the string at the beginning of text.
func textOf(text []byte) (string, bool) {
	switch text[0] {
	case 'n':
		return "", true
	case '"':
		text = text[:endOfString(text, 0)+1]
		if name := common(text[1 : len(text)-1]); name != "" {
			return name, true
		}
		return unquoted(text), true
	}
	return "", false
}

// common is the name of a frequent type, to avoid allocating it; "" for others.
func common(text []byte) string {
	switch string(text) {
	case "MedicationStatement":
		return "MedicationStatement"
	case "MedicationDispense":
		return "MedicationDispense"
	case "Medication":
		return "Medication"
	case "DocumentReference":
		return "DocumentReference"
	case "AllergyIntolerance":
		return "AllergyIntolerance"
	case "Condition":
		return "Condition"
	case "AuditEvent":
		return "AuditEvent"
	}
	return ""
}

// means reports whether a quoted string equals name.
func means(text []byte, name string) bool {
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text[1:len(text)-1]) == name
	}
	return unquoted(text) == name
}

// unquoted is the value of a quoted string.
func unquoted(text []byte) string {
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text[1 : len(text)-1])
	}
	plain, _ := jsontext.AppendUnquote(nil, text) // it is valid
	return string(plain)
}

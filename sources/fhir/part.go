package fhir

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Part is a resource that is set aside until it is known what it is. It is whole
// and sound: what it stood in was decoded, and with it every name and letter
// looked at, so that this is not done a second time.
type Part struct{ text jsontext.Value }

// sound has names and letters not looked at again.
var sound = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// errNoPart: nothing was sent where a resource should be.
var errNoPart = errors.New("no resource")

// UnmarshalJSONFrom sets the next value aside.
func (p *Part) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := d.ReadValue()
	p.text = text.Clone()
	return err
}

// Decode reads the part into v.
func (p Part) Decode(v any) error {
	if len(p.text) == 0 {
		return errNoPart
	}
	return json.Unmarshal(p.text, v, sound)
}

// Type is the resource's type, "" when it does not say; false for what is no
// resource.
func (p Part) Type() (string, bool) { return p.member("resourceType") }

// ID is the resource's id, likewise.
func (p Part) ID() (string, bool) { return p.member("id") }

// member is the text of one of the part's own members, found without decoding
// the others. It is "" for null and for what is not there, and false for what
// is no text and for a part that is no object.
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
			// A name has a colon after it, and a value of a sound part something else.
			if colon := pastBlank(p.text, i+1); p.text[colon] == ':' && means(p.text[begun:i+1], name) {
				return textOf(p.text[pastBlank(p.text, colon+1):])
			}
		}
	}
	return "", true
}

// pastBlank is where white space ends.
func pastBlank(text []byte, from int) int {
	for text[from] == ' ' || text[from] == '\n' || text[from] == '\t' || text[from] == '\r' {
		from++
	}
	return from
}

// endOfString is where the string that begins at from ends: at its last quote.
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

// common is the name of a type that comes often, so that it is not made anew each
// time; "" for what is none.
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

// means reports whether a string means name.
func means(text []byte, name string) bool {
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text[1:len(text)-1]) == name
	}
	return unquoted(text) == name
}

// unquoted is what a string means.
func unquoted(text []byte) string {
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text[1 : len(text)-1])
	}
	plain, _ := jsontext.AppendUnquote(nil, text) // it is sound
	return string(plain)
}

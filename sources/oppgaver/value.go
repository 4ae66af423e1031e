package oppgaver

import (
	"cmp"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"helsegraf/sources/fhir"
)

// values is an element with a value[x], or answer[x]: the member's name tells its type.
type values map[string]jsontext.Value

// extensions are a questionnaire's, whose values are of more types than other registers
// use.
type extensions []values

// at is the first extension with the URL; nil when there is none.
func (l extensions) at(url string) values {
	for _, e := range l {
		if e.text("url") == url {
			return e
		}
	}
	return nil
}

// types are those of a value that is written as one JSON string, number or boolean.
var types = []string{"", "String", "Markdown", "Code", "Uri", "Url", "Integer", "Decimal", "Boolean", "Date", "DateTime", "Time"}

// text is a value in the form of its type: a code for a Coding, a number without its unit
// for a Quantity, a title for an Attachment; "" when there is none.
func (v values) text(name string) string {
	for _, t := range types {
		raw := v[name+t]
		switch raw.Kind() {
		case '"':
			var s string
			if json.Unmarshal(raw, &s) == nil {
				return s
			}
		case '0':
			if d := fhir.ParseDecimal(string(raw)); d != nil {
				return string(*d)
			}
		case 't', 'f':
			return string(raw)
		default: // of another type, or not there
		}
	}
	var of struct {
		Value     jsontext.Value `json:"value"`
		Title     string         `json:"title"`
		Display   string         `json:"display"`
		Reference string         `json:"reference"`
	}
	for _, t := range [...]string{"Coding", "Quantity", "Attachment", "Reference"} {
		raw, ok := v[name+t]
		switch {
		case !ok:
		case t == "Coding":
			if c := v.coding(name); c != nil {
				return cmp.Or(fhir.Known(c.Code), fhir.Known(c.Display))
			}
		case json.Unmarshal(raw, &of) != nil:
		case t == "Quantity":
			if d := fhir.ParseDecimal(string(of.Value)); d != nil {
				return string(*d)
			}
		default:
			return cmp.Or(of.Title, of.Display, of.Reference)
		}
	}
	return ""
}

// string is the value as a text; nil when there is none.
func (v values) string() *string { return fhir.String(v.text("value")) }

// coding is a Coding, or another value in words; nil when there is none.
func (v values) coding(name string) *fhir.Coding {
	raw, ok := v[name+"Coding"]
	if !ok {
		return fhir.InWords(v.text(name))
	}
	var w fhir.CodingWire
	if json.Unmarshal(raw, &w) != nil {
		return nil
	}
	if c := w.Value(); c != nil {
		return c
	}
	return fhir.InWords(w.Display)
}

// concept is a CodeableConcept; nil when there is none.
func (v values) concept(name string) *fhir.CodeableConcept {
	var c *fhir.CodeableConcept
	if raw, ok := v[name+"CodeableConcept"]; !ok || json.Unmarshal(raw, &c) != nil {
		return nil
	}
	return c
}

// whole is a whole number, nil for anything else.
func whole(s string) *int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil
	}
	return &n
}

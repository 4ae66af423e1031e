package fhir

import (
	"cmp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MediaType is FHIR as JSON.
const MediaType = "application/fhir+json"

// Link is a page of a Bundle; Relation "next" is the following one.
type Link struct {
	Relation string `json:"relation"`
	URL      string `json:"url"`
}

// Reference points to another resource, by reference or by identifier.
type Reference struct {
	Reference  string     `json:"reference,omitzero"`
	Type       string     `json:"type,omitzero"`
	Display    string     `json:"display,omitzero"`
	Identifier Identifier `json:"identifier,omitzero"`
}

// ID is the id in a reference to the type, relative or absolute; "" when it is
// to another type, or has no id.
func (r Reference) ID(resourceType string) string {
	to, _, _ := strings.Cut(r.Reference, "/_history/")
	if _, at := split(to); at.resourceType == resourceType {
		return at.id
	}
	return ""
}

// Identifier is a business identifier.
type Identifier struct {
	System string           `json:"system,omitzero"`
	Value  string           `json:"value,omitzero"`
	Type   *CodeableConcept `json:"type,omitzero"`
}

// CodeableConcept is a coded value in one or several systems.
type CodeableConcept struct {
	Coding []CodingWire `json:"coding,omitzero"`
	Text   string       `json:"text,omitzero"`
}

// Concepts are coded values that one version of a profile has many of, and
// another at most one.
type Concepts []CodeableConcept

// UnmarshalJSONFrom reads a list, or a single concept.
func (l *Concepts) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if d.PeekKind() == '[' {
		return json.UnmarshalDecode(d, (*[]CodeableConcept)(l))
	}
	var one *CodeableConcept
	if err := json.UnmarshalDecode(d, &one); err != nil || one == nil {
		return err
	}
	*l = Concepts{*one}
	return nil
}

// Said are the concepts, each once, by [CodeableConcept.Said]; nil when there
// are none.
func (l Concepts) Said(systems ...string) []Coding {
	var out []Coding
	for i := range l {
		if c := l[i].Said(systems...); c != nil && !slices.ContainsFunc(out, c.Equal) {
			out = append(out, *c)
		}
	}
	return out
}

// Words are the concepts in words, each once.
func (l Concepts) Words() string {
	var said []string
	for i := range l {
		if w := l[i].Words(); w != "" && !slices.Contains(said, w) {
			said = append(said, w)
		}
	}
	return strings.Join(said, ", ")
}

// QuantityWire is a Quantity as FHIR writes it.
type QuantityWire struct {
	Value      jsontext.Value `json:"value"` // as written: a float would lose digits
	Comparator string         `json:"comparator"`
	Unit       string         `json:"unit"`
	Code       string         `json:"code"` // of the unit, usually UCUM
}

// Amount is the quantity as the schema shows it, nil without a number.
func (q QuantityWire) Amount() *Quantity {
	amount := ParseDecimal(string(q.Value))
	if amount == nil {
		return nil
	}
	return &Quantity{Value: amount, Unit: String(cmp.Or(q.Unit, q.Code))}
}

// CodingWire is a Coding as FHIR writes it.
type CodingWire struct {
	System  string `json:"system,omitzero"`
	Code    string `json:"code,omitzero"`
	Display string `json:"display,omitzero"`
	// Extension is what a profile adds to the coding, such as whom a label of
	// representation names.
	Extension Extensions `json:"extension,omitzero"`
}

// In is the coding in the first of the systems that the concept has one in, or
// nil.
func (c *CodeableConcept) In(systems ...string) *Coding {
	if c == nil {
		return nil
	}
	for _, system := range systems {
		for _, w := range c.Coding {
			if w.in(system) {
				return w.Value()
			}
		}
	}
	return nil
}

// Any is a coding with a code, in any system, or nil. Since codings are
// unordered it is the alphabetically first.
func (c *CodeableConcept) Any() *Coding {
	if c == nil {
		return nil
	}
	var first *CodingWire
	for i := range c.Coding {
		w := &c.Coding[i]
		if w.Code != "" && (first == nil || cmp.Or(strings.Compare(w.System, first.System), strings.Compare(w.Code, first.Code)) < 0) {
			first = w
		}
	}
	if first == nil {
		return nil
	}
	return first.Value()
}

// Words are the concept's text, or the display of a coding, whichever comes
// first alphabetically since codings are unordered.
func (c *CodeableConcept) Words() string {
	if c == nil {
		return ""
	}
	words := ""
	for _, w := range c.Coding {
		if w.Display != "" && (words == "" || w.Display < words) {
			words = w.Display
		}
	}
	return cmp.Or(c.Text, words)
}

// Said is the coding in the first of the systems, or else the concept's text.
func (c *CodeableConcept) Said(systems ...string) *Coding {
	in := c.In(systems...)
	switch {
	case in == nil:
		return InWords(c.Words())
	case in.Display == nil:
		in.Display = String(c.Words())
	}
	return in
}

// Has reports whether the concept has this code of the system.
func (c *CodeableConcept) Has(system, code string) bool {
	return c != nil && slices.ContainsFunc(c.Coding, func(w CodingWire) bool { return w.Code == code && w.in(system) })
}

// in reports whether the coding is of the system, under its canonical name.
func (w CodingWire) in(system string) bool {
	if list, ok := volven(w.System); ok && list != listATC {
		number, ok := strings.CutPrefix(system, VolvenOID)
		return ok && number == list
	}
	return NormalSystem(w.System) == system
}

// Value is the coding as the schema shows it, nil without a code.
func (w CodingWire) Value() *Coding {
	if w.Code == "" {
		return nil
	}
	// One allocation: there are many of them.
	c := &struct {
		Coding
		code, system, display string
	}{Coding{}, w.Code, NormalSystem(w.System), w.Display}
	c.Code = &c.code
	if c.system != "" {
		c.System = &c.system
	}
	if c.display != "" {
		c.Display = &c.display
	}
	return &c.Coding
}

// VolvenOID is the OID prefix of Volven's code lists.
const VolvenOID = "urn:oid:2.16.578.1.12.4.1.1."

// Canonical names of systems that registers name in several ways.
const (
	SystemATC    = "http://www.whocc.no/atc"               // WHO's classification of medicines, Volven 7180
	SystemFEST   = "http://ehelse.no/fhir/CodeSystem/FEST" // the medicines in FEST: package, brand or substance
	SystemSNOMED = "http://snomed.info/sct"
)

// NormalSystem returns the canonical name of a code system that registers name
// in several ways: the Volven lists appear as OIDs and under three hosts, ATC
// also as a Volven list, and FEST under its old name and, by level, under new
// ones.
func NormalSystem(system string) string {
	list, ok := volven(system)
	switch {
	case ok && list == listATC:
		return SystemATC
	case ok && !strings.HasPrefix(system, VolvenOID):
		return VolvenOID + list
	case strings.HasPrefix(system, "http://dmp.no/fhir/NamingSystem/festLegemiddel"):
		return SystemFEST
	}
	return system
}

// listATC is ATC's number as a Volven list.
const listATC = "7180"

// volven is the number of a Volven list, under any of its names.
func volven(system string) (list string, ok bool) {
	if list, ok = strings.CutPrefix(system, VolvenOID); ok {
		return list, true
	}
	for _, prefix := range [...]string{"http://ehelse.no/fhir/CodeSystem/no-kodeverk-", "http://helsedir.no/fhir/CodeSystem/no-kodeverk-", "http://helsenorge.no/fhir/CodeSystem/no-kodeverk-"} {
		if list, ok = strings.CutPrefix(system, prefix); ok {
			list, _, _ = strings.Cut(list, ".")
			return list, true
		}
	}
	return "", false
}

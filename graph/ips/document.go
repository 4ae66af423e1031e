package ips

import (
	"io"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"helsegraf/sources/fhir"
)

// The media types that a Document is written as.
const (
	FHIR = "application/fhir+json"
	HTML = "text/html; charset=utf-8"
	PDF  = "application/pdf"
)

// Document is a summary ready to be written.
type Document struct {
	words    words
	summary  Summary
	sections []section
	entries  []entry
	patient  *reference
}

// section is a section of the Composition, and what people read of it.
type section struct {
	code, display string
	title         string
	notes         []string
	head          []string
	widths        []float64 // of the columns in print, in proportion
	rows          []row
	entries       []reference
	empty         *concept
	additional    bool // the notes say more than the entries
}

// row is a row of a section's table. Lead rows begin a group.
type row struct {
	cells []string
	lead  bool
}

type composition struct {
	head
	Status  string        `json:"status"`
	Type    concept       `json:"type"`
	Subject *reference    `json:"subject"`
	Date    string        `json:"date"`
	Author  []reference   `json:"author"`
	Title   string        `json:"title"`
	Section []sectionWire `json:"section"`
}

type sectionWire struct {
	Title       string      `json:"title"`
	Code        concept     `json:"code"`
	Text        narrative   `json:"text"`
	Entry       []reference `json:"entry,omitempty"`
	EmptyReason *concept    `json:"emptyReason,omitzero"`
}

type patient struct {
	head
	Name    []humanName `json:"name"`
	Born    string      `json:"birthDate,omitzero"`
	NotBorn *absent     `json:"_birthDate,omitzero"`
	Address []address   `json:"address,omitempty"`
}

type humanName struct {
	Extension []extension `json:"extension,omitempty"`
	Text      string      `json:"text,omitzero"`
	Family    string      `json:"family,omitzero"`
	Given     []string    `json:"given,omitempty"`
}

type address struct {
	Line       []string `json:"line,omitempty"`
	City       string   `json:"city,omitzero"`
	PostalCode string   `json:"postalCode,omitzero"`
}

type device struct {
	head
	DeviceName []deviceName `json:"deviceName"`
}

type deviceName struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// New makes a Document. Each call gives resources new ids.
func New(s Summary) *Document {
	d := &Document{words: wordsOf(s.Language), summary: s}
	d.entries = make([]entry, 1, 32) // the Composition, when all is known
	id := newID()
	d.patient = d.add(id, d.thePatient(id))
	id = newID()
	author := d.add(id, device{headOf("Device", id, ""), []deviceName{{"Helsegraf", "user-friendly-name"}}})
	d.sections = []section{d.allergies(), d.medicines(), d.problems(), d.vaccinations(), d.results()}

	id = newID()
	c := composition{
		head: headOf("Composition", id, "Composition-uv-ips"), Status: "final", Title: d.words.title, Subject: d.patient, Author: []reference{*author},
		Type: concept{Coding: []coding{{systemLOINC, "60591-5", "Patient summary Document"}}}, Date: s.At.Format(instantLayout),
	}
	c.Language = d.words.tag
	for i := range d.sections {
		c.Section = append(c.Section, d.sections[i].wire())
	}
	d.entries[0] = entry{"urn:uuid:" + id, c}
	return d
}

// WriteFHIR writes the document as a Bundle in JSON.
func (d *Document) WriteFHIR(w io.Writer) error {
	id := d.summary.ID.String()
	return json.MarshalWrite(w, bundle{
		ResourceType: "Bundle", ID: id, Meta: meta{[]string{guide + "Bundle-uv-ips"}}, Identifier: identifier{"urn:ietf:rfc:3986", "urn:uuid:" + id},
		Type: documentBundle, Timestamp: d.summary.At.Format(instantLayout), Entry: d.entries,
	})
}

func newID() string { return uuid.NewString() }

// headOf is the head of a resource by one of the guide's profiles; "" is by none.
func headOf(resourceType, id, profile string) head {
	h := head{ResourceType: resourceType, ID: id}
	if profile != "" {
		h.Meta.Profile = []string{guide + profile}
	}
	return h
}

// add adds a resource to the Bundle and returns a reference to it.
func (d *Document) add(id string, resource any) *reference {
	d.entries = append(d.entries, entry{"urn:uuid:" + id, resource})
	return &reference{Reference: "urn:uuid:" + id}
}

func (d *Document) thePatient(id string) patient {
	from := d.summary.Patient
	p := patient{head: headOf("Patient", id, "Patient-uv-ips"), Name: []humanName{{Extension: because(unknown)}}}
	if n := from.Name; n != nil {
		p.Name[0] = humanName{Text: n.Full, Family: n.Family}
		for _, given := range []string{n.Given, n.Middle} {
			if given != "" {
				p.Name[0].Given = append(p.Name[0].Given, given)
			}
		}
	} else {
		p.Name[0].Text = d.words.unknown
	}
	if from.Masked {
		p.NotBorn = missing(masked)
		return p
	}
	p.Born, p.NotBorn = day(from.Born)
	if a := from.Address; a != nil {
		p.Address = []address{{a.Lines, said(a.City), said(a.PostalCode)}}
	}
	return p
}

// begin is a section for a part in some state, and whether the part has items.
// For one without, what it says and what stands in place of entries is filled in.
func begin[T any](d *Document, code, display string, w sectionWords, p Part[T]) (section, bool) {
	s := section{code: code, display: display, title: w.title, head: w.head, widths: widths[code]}
	reason := func(code, display, says string) {
		s.empty = &concept{Coding: []coding{{systemEmpty, code, display}}, Text: says}
		s.notes, s.additional = []string{says}, true
	}
	switch {
	case p.State == Withheld:
		reason("withheld", "Information Withheld", d.words.withheld)
	case p.State == Unavailable, p.State == Read && len(p.Items) == 0 && p.Incomplete:
		reason("unavailable", "Unavailable", d.words.unavailable)
	case p.State == NoRecord:
		reason("unavailable", "Unavailable", d.words.noRecord)
	case len(p.Items) == 0:
		s.notes, s.additional = []string{d.words.none}, true
	default:
		if w.note != "" {
			s.notes, s.additional = append(s.notes, w.note), true
		}
		if p.Incomplete {
			s.notes, s.additional = append(s.notes, d.words.incomplete), true
		}
	}
	if p.Locked {
		s.notes, s.additional = append(s.notes, d.words.locked), true
	}
	return s, p.State == Read && len(p.Items) > 0
}

// nothing is the concept of a part that was read and has no items.
func nothing(says string) concept {
	return concept{Coding: []coding{{fhir.SystemSNOMED, noInformation, "No information available"}}, Text: says}
}

// widths are those of each section's columns.
var widths = map[string][]float64{
	"48765-2": {5, 3, 4, 2, 2},
	"10160-0": {4, 3, 5, 2, 2},
	"11450-4": {6, 4, 2, 2},
	"11369-6": {2, 4, 5, 3, 2.4},
	"30954-2": {2, 5, 3, 3, 4},
}

func (s *section) row(cells ...string) { s.rows = append(s.rows, row{cells: cells}) }

func (s *section) lead(cells ...string) { s.rows = append(s.rows, row{cells, true}) }

func (s *section) wire() sectionWire {
	status := statusGenerated
	if s.additional {
		status = statusAdditional
	}
	return sectionWire{
		Title: s.title, Code: concept{Coding: []coding{{systemLOINC, s.code, s.display}}},
		Text: narrative{status, s.div()}, Entry: s.entries, EmptyReason: s.empty,
	}
}

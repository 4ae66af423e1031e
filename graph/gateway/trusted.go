package gateway

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"

	"helsegraf/graph/manifest"
)

// Trusted are the documents that an application's build wrote down, which it
// may ask by their ids. The zero value has none.
type Trusted struct {
	// File is their manifest; see package manifest. It is read again when it
	// changes.
	File string
	// Mode is what becomes of other queries of the application. Default Enforce.
	Mode Mode
}

// Mode is what becomes of queries that are not among an application's trusted
// documents.
type Mode string

// The modes.
const (
	Off     Mode = "off"     // they are answered
	Log     Mode = "log"     // they are answered, and the log tells of them
	Enforce Mode = "enforce" // they are refused
)

// Manifest is a manifest of trusted documents that were looked at: each is
// parsed, counted and validated once, and not again when it is asked.
type Manifest struct {
	Documents []TrustedDocument
	// Limits are those that hold for them, defaults filled in.
	Limits Limits

	byID   map[string]*document
	byText map[string]*document
}

// TrustedDocument is one of them.
type TrustedDocument struct {
	ID        string
	Name      string // of its operation
	Document  *ast.QueryDocument
	Operation *ast.OperationDefinition
	// Deprecated are the coordinates of what it uses that is deprecated.
	Deprecated []string
}

// ReadManifest reads a manifest. Its documents must fit the schema as their
// application sees it, and keep within the limits. They are executed by the
// whole schema, which may be the same. All faults are told; there is nothing to
// be trusted in a manifest that has any.
func ReadManifest(text []byte, whole, seen *ast.Schema, l Limits) (*Manifest, []string) {
	read, faults := manifest.Read(text)
	m := &Manifest{Limits: l.withDefaults(), byID: map[string]*document{}, byText: map[string]*document{}}
	q := newQueries(whole, m.Limits)
	for _, d := range read {
		doc, errs := q.trust(&d, seen)
		for _, e := range errs {
			faults = append(faults, toldOf(d, e))
		}
		if len(errs) > 0 {
			continue
		}
		m.Documents = append(m.Documents, TrustedDocument{
			ID: d.ID, Name: doc.name, Document: doc.parsed, Operation: doc.parsed.Operations[0], Deprecated: deprecated(seen, doc.parsed),
		})
		m.byText[d.Text] = doc
		for _, id := range d.IDs() {
			m.byID[id] = doc
		}
	}
	return m, faults
}

// toldOf is a fault in one line: which document, where in it, what.
func toldOf(d manifest.Document, e *gqlerror.Error) string {
	if len(e.Locations) > 0 {
		return fmt.Sprintf("%s: line %d, column %d: %s", d.Label(), e.Locations[0].Line, e.Locations[0].Column, e.Message)
	}
	return d.Label() + ": " + e.Message
}

// trust makes a document of a manifest ready to be executed, or tells all that
// stands against it. Its text is nobody's secret: what is wrong is told in full,
// and under the operation's name.
func (q *queries) trust(d *manifest.Document, seen *ast.Schema) (*document, gqlerror.List) {
	doc, f := q.parse(d.Text)
	if f != nil {
		return nil, f.Errors
	}
	if len(doc.parsed.Operations) != 1 {
		return nil, gqlerror.List{{Message: "must have one operation"}}
	}
	o := doc.parsed.Operations[0]
	switch {
	case o.Name == "":
		return nil, gqlerror.List{{Message: "must name its operation"}}
	case d.Name != "" && d.Name != o.Name || d.Type != "" && d.Type != string(o.Operation):
		return nil, gqlerror.List{{Message: "is " + string(o.Operation) + " " + o.Name + ", and not what the manifest says"}}
	}
	d.Name = o.Name
	for _, schema := range []*ast.Schema{seen, q.schema} {
		// Validation leaves in a document what it was validated by: the whole.
		if errs := validator.ValidateWithRules(schema, doc.parsed, q.open); len(errs) > 0 {
			return nil, errs
		}
	}
	doc.name = o.Name
	doc.settleForGood()
	return doc, nil
}

// find is the document of an id; nil when there is none.
func (m *Manifest) find(id string) *document {
	if m == nil {
		return nil
	}
	return m.byID[id]
}

// same is the document of a text; nil when there is none.
func (m *Manifest) same(text string) *document {
	if m == nil {
		return nil
	}
	return m.byText[text]
}

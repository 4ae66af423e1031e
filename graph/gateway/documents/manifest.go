package documents

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"

	"helsegraf/graph/manifest"
)

// Trusted says where an application's trusted documents are: those that its build
// wrote down and it may ask for by id. The zero value has none.
type Trusted struct {
	// File is their manifest; see package manifest. It is read again when it
	// changes.
	File string
	// Mode is what becomes of its other documents. Default Enforce.
	Mode Mode
}

// Mode is what becomes of documents that are not among an application's trusted
// ones.
type Mode string

// The modes.
const (
	Off     Mode = "off"     // they are executed
	Log     Mode = "log"     // they are executed and logged
	Enforce Mode = "enforce" // they are refused
)

// Manifest is a manifest whose documents are parsed, counted and validated: once,
// and not for each request.
type Manifest struct {
	Documents []TrustedDocument

	byID   map[string]*Document
	byText map[string]*Document
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

// ReadManifest reads a manifest. Its documents must be valid by the schema as
// their application sees it, and keep within the limits. They are executed by the
// whole schema, which may be the same. It returns all faults; a manifest that has
// any is not to be used.
func ReadManifest(text []byte, whole, seen *ast.Schema, l Limits) (*Manifest, []string) {
	read, faults := manifest.Read(text)
	m := &Manifest{byID: map[string]*Document{}, byText: map[string]*Document{}}
	c := NewCache(whole, l)
	for _, d := range read {
		doc, errs := c.trust(&d, seen)
		for _, e := range errs {
			faults = append(faults, faultOf(d, e))
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

// faultOf is a fault in one line: the document, the place and the message.
func faultOf(d manifest.Document, e *gqlerror.Error) string {
	if len(e.Locations) > 0 {
		return fmt.Sprintf("%s: line %d, column %d: %s", d.Label(), e.Locations[0].Line, e.Locations[0].Column, e.Message)
	}
	return d.Label() + ": " + e.Message
}

// trust prepares a document of a manifest, or returns all that is wrong with it.
// Its text is nobody's secret: faults are reported in full, under the operation's
// name.
func (c *Cache) trust(d *manifest.Document, seen *ast.Schema) (*Document, gqlerror.List) {
	doc, f := c.parse(d.Text)
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
	for _, schema := range []*ast.Schema{seen, c.schema} {
		// Validation leaves in a document what it was validated by: the whole.
		if errs := validator.ValidateWithRules(schema, doc.parsed, c.open); len(errs) > 0 {
			return nil, errs
		}
	}
	doc.name = o.Name
	doc.prepareToKeep()
	return doc, nil
}

// find is the document of an id, or nil.
func (m *Manifest) find(id string) *Document {
	if m == nil {
		return nil
	}
	return m.byID[id]
}

// same is the document of a text, or nil.
func (m *Manifest) same(text string) *Document {
	if m == nil {
		return nil
	}
	return m.byText[text]
}
